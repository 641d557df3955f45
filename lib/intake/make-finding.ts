import { type Finding, ROWS_NAMED } from './finding.ts';
import { FINDING_CODES, type FindingCode, type FindingCodeName } from './finding-codes.ts';

export interface FindingFacts {
  readonly message: string;
  readonly column?: string;
  readonly rule?: string;
  readonly count?: number;
  readonly rows?: readonly number[];
  /** Needed where the contract decides it. */
  readonly severity?: 'error' | 'warning';
  readonly remedy?: string;
}

/** A finding of one code; what the facts leave open comes from the table of codes. */
export function makeFinding(code: FindingCodeName, facts: FindingFacts): Finding {
  const known: FindingCode = FINDING_CODES[code];
  return {
    code,
    level: known.level,
    severity: facts.severity ?? (known.severity === 'contract' ? 'error' : known.severity),
    column: facts.column ?? null,
    rule: facts.rule ?? null,
    message: facts.message,
    remedy: facts.remedy ?? known.remedy,
    count: facts.count ?? 1,
    rows: (facts.rows ?? []).slice(0, ROWS_NAMED),
  };
}

/** `1 row`, `2 rows`, `12,345 rows`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
