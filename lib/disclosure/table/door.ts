/** What the command line uses of disclosure control of any table; `protect.ts` passes it on. */
export type { EarlierRow, EarlierTable } from '../earlier/earlier-table.ts';
export { BudgetOverdrawn } from '../noise/errors.ts';
export { readLedger, spendPrivacy, spentBy } from '../noise/ledger.ts';
export { toNumber as rationalToNumber } from '../noise/rational.ts';
export { COUNT } from './describe-table.ts';
export type { ProtectedTable, ShownCell, TablePhase } from './protected-table.ts';
export { type ProtectTableOptions, protectTable } from './table.ts';
export type { Hierarchies } from './table-axes.ts';
export { TableDoesNotFit } from './table-errors.ts';
export { keyFileOf, type TablePolicy, TablePolicyDocument } from './table-policy.ts';
export type { TextRow } from './table-rows.ts';
