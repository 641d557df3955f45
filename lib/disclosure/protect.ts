export type { Verdict } from './attack/attack.ts';
export { auditFamily } from './indicator/audit-family.ts';
export { RATE_SCALE } from './indicator/decimal.ts';
export type {
  Decision,
  EarlierRelease,
  FamilyToAudit,
  FamilyToProtect,
  FamilyVerdict,
  MemberRows,
  NoiseSpent,
  ProtectedFamily,
  ProtectedMember,
} from './indicator/family-to-protect.ts';
export type { MeasuredRows } from './indicator/indicator-system.ts';
export { protectFamily } from './indicator/protect-family.ts';
export { publishedColumns } from './indicator/published-columns.ts';
export { keyedStream } from './keyed-stream.ts';
export type { KeyedBytes } from './model/alteration.ts';
export { type PrivacyBudget, type Spending, spendPrivacy } from './noise/ledger.ts';
export { DISCLOSURE_PRESETS, type Preset } from './rules/presets.ts';
export type { CoarserCut } from './table/coarser.ts';
export * from './table/door.ts';
