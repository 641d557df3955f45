import { quoteName } from '../sql/quote.ts';
import type { Contract } from '../workspace/model.ts';
import type { IsoDate } from '../workspace/workspace.ts';
import { textName, typedValue, valueName } from './typed-values.ts';
import { countsAsMissing } from './value-checks.ts';

/**
 * A SELECT of every readable row: `row_number`; each column of the contract by name, typed, null where it is empty
 * or where the contract lets what does not fit count as missing; beside it the text (`_text_<n>`) and what that was
 * read as (`_value_<n>`), for the checks.
 * @param source a SELECT as `openSource` gives it
 * @param bornBy as in the plan of the file
 * @throws DateFormatUnknown, LimitNotAllowed
 */
export function typedRows(contract: Contract, source: string, bornBy?: IsoDate): string {
  const { columns } = contract;
  const texts = columns.map(({ name }, at) => `${quoteName(name)} AS ${textName(at)}`);
  const values = columns.map(
    (column, at) => `${typedValue(contract, column, textName(at), bornBy)} AS ${valueName(at)}`,
  );
  const counted = columns.map((column, at) => {
    const missing = countsAsMissing(contract, column, at);
    const value =
      missing === undefined ? valueName(at) : `CASE WHEN ${missing} THEN NULL ELSE ${valueName(at)} END`;
    return `${value} AS ${quoteName(column.name)}, ${textName(at)}, ${valueName(at)}`;
  });
  return [
    `SELECT row_number, ${counted.join(', ')}`,
    `FROM (SELECT *, ${values.join(', ')}`,
    `FROM (SELECT row_number, ${texts.join(', ')} FROM (${source}) AS delivered WHERE _flaw IS NULL) AS texts) AS read`,
  ].join('\n');
}
