import { attackPattern } from '../../lib/disclosure/attack/attack.ts';
import { keyText } from '../../lib/disclosure/model/cube.ts';
import {
  type Hierarchies,
  protectTable,
  type TablePolicy,
  TablePolicyDocument,
  type TextRow,
} from '../../lib/disclosure/protect.ts';
import { readerOf, sensitiveIn } from '../../lib/disclosure/protect-system.ts';
import { lowerBound } from '../../lib/disclosure/suppress/lower-bound.ts';
import { policyInForce } from '../../lib/disclosure/table/table-policy.ts';
import { tableToProtect } from '../../lib/disclosure/table/table-to-protect.ts';
import type { Instance } from './instances.ts';

/** A table with its policy, as `tributary protect` reads them. */
export interface Task {
  readonly document: TablePolicy;
  readonly rows: readonly TextRow[];
  readonly hierarchies: Hierarchies;
}

export interface Measured {
  readonly cells: number;
  readonly primary: number;
  readonly suppressed: number;
  /** No safe pattern hides fewer, says a relaxation. */
  readonly bound: number;
  /** How wide the interval of a primary cell has to be, and how wide the narrowest is. */
  readonly needed: number;
  readonly narrowest: number | null;
  /** Hidden cells that can be worked out, and primary ones that are known more closely than allowed. */
  readonly determined: number;
  readonly narrow: number;
  /** Linear and integer programs of the audit. */
  readonly programs: number;
  /** Share of people whose cell is hidden among the finest cells of the crosses. */
  readonly peopleHidden: number;
  /** Phase to seconds by the clock. */
  readonly seconds: Readonly<Record<string, number>>;
  /** Seconds of the processor: what a busy machine distorts less. */
  readonly processor: number;
  /** Peak of resident memory of this process so far, MiB. */
  readonly peak: number;
}

export type Zeros = 'publish' | 'protect';

export function taskOf({ rows, dimensions, tables, threshold, count }: Instance, zeros: Zeros): Task {
  const document = TablePolicyDocument.parse({
    count,
    dimensions: Object.fromEntries(Object.entries(dimensions).map(([name, groups]) => [name, { groups }])),
    tables,
    policy: { threshold, zeros },
  });
  return { document, rows, hierarchies: new Map() };
}

/** Protects and attacks a table as `tributary protect` does; the bound is worked out apart, in no phase's time. */
export async function measure({ document, rows, hierarchies }: Task): Promise<Measured> {
  const seconds: Record<string, number> = {};
  let phase = 'describe';
  let since = performance.now();
  const next = (name: string) => {
    const now = performance.now();
    seconds[phase] = (seconds[phase] ?? 0) + (now - since) / 1000;
    phase = name;
    since = now;
  };
  const before = process.cpuUsage();
  const { cells, primary, complementary, hiddenShare, policy, verdict } = await protectTable(
    document,
    rows,
    hierarchies,
    { onPhase: next },
  );
  next('done');
  const { user, system } = process.cpuUsage(before);
  const peak = process.resourceUsage().maxRSS / 1024;
  if (verdict === null) throw new Error('a table whose numbers are altered has no audit');
  const { system: sums } = tableToProtect(document, rows, hierarchies).described;
  return {
    cells,
    primary,
    suppressed: primary + complementary,
    bound: await lowerBound(sums, sensitiveIn(sums, policy, {}), readerOf(policy)),
    needed: Math.max(1, policy.minimumInterval ?? policy.threshold - 1),
    narrowest: verdict.narrowest,
    determined: verdict.determined,
    narrow: verdict.narrow,
    programs: verdict.programs + verdict.searches,
    peopleHidden: hiddenShare,
    seconds,
    processor: (user + system) / 1e6,
    peak,
  };
}

/** What our audit finds in somebody else's pattern of the same table. */
export async function auditOf(
  { document, rows, hierarchies }: Task,
  isHidden: (key: readonly string[]) => boolean,
): Promise<{ readonly suppressed: number; readonly determined: number; readonly narrow: number }> {
  const policy = policyInForce(document);
  const { system, cells } = tableToProtect(document, rows, hierarchies).described;
  const hidden = new Set(cells.flatMap(({ key }, at) => (isHidden(key) ? [at] : [])));
  const sensitive = sensitiveIn(system, policy, {}).filter(({ row }) => hidden.has(row));
  const { determined, narrow } = await attackPattern(system, hidden, sensitive, readerOf(policy));
  return { suppressed: hidden.size, determined, narrow };
}

/** A pattern that a peer wrote: the dimensions' columns by name, and `suppressed`. Codes may lack a prefix up to `_`. */
export function patternIn(
  dimensions: readonly string[],
  peer: readonly TextRow[],
): (key: readonly string[]) => boolean {
  const hidden = new Set(
    peer.flatMap((row) =>
      /^true$/i.test(row['suppressed'] ?? '') ? [keyText(dimensions.map((name) => row[name] ?? ''))] : [],
    ),
  );
  return (key) =>
    hidden.has(keyText(key)) || hidden.has(keyText(key.map((code) => code.replace(/^[a-z]_/, ''))));
}
