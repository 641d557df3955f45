import { quoteText } from '../sql/quote.ts';
import type { Column, Contract } from '../workspace/model.ts';
import { LimitNotAllowed } from './errors.ts';

/** A minimum or maximum of a column as SQL of the column's type. @throws LimitNotAllowed */
export function limitLiteral(contract: Contract, column: Column, limit: number | string): string {
  const text = String(limit);
  if (column.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)))
    return `DATE ${quoteText(text)}`;
  const number = /^-?\d{1,14}(\.\d{1,4})?$/.test(text);
  if ((column.type === 'integer' || column.type === 'number') && number)
    return `CAST(${quoteText(text)} AS DECIMAL(18,4))`;
  throw new LimitNotAllowed(contract.id, column.name);
}
