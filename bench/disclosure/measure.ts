import { protectTable, TablePolicyDocument } from '../../lib/disclosure/protect.ts';
import type { Instance } from './instances.ts';

export interface Measured {
  readonly cells: number;
  readonly primary: number;
  readonly suppressed: number;
  readonly narrowest: number | null;
  readonly determined: number;
  readonly programs: number;
  /** Share of people whose cell is hidden among the finest cells of the crosses. */
  readonly peopleHidden: number;
  /** Phase to seconds. */
  readonly seconds: Readonly<Record<string, number>>;
  /** Peak of resident memory of this process so far, MiB. */
  readonly peak: number;
}

export type Zeros = 'publish' | 'protect';

export function policyFor({ dimensions, tables }: Instance, zeros: Zeros, threshold: number) {
  return TablePolicyDocument.parse({
    count: 'n',
    dimensions: Object.fromEntries(Object.entries(dimensions).map(([name, groups]) => [name, { groups }])),
    tables,
    policy: { threshold, zeros },
  });
}

/** Protects and attacks an instance as `tributary protect` does. */
export async function measure(instance: Instance, zeros: Zeros, threshold: number): Promise<Measured> {
  const seconds: Record<string, number> = {};
  let phase = 'describe';
  let since = performance.now();
  const next = (name: string) => {
    const now = performance.now();
    seconds[phase] = (seconds[phase] ?? 0) + (now - since) / 1000;
    phase = name;
    since = now;
  };
  const { cells, primary, complementary, hiddenShare, verdict } = await protectTable(
    policyFor(instance, zeros, threshold),
    instance.rows,
    new Map(),
    { onPhase: next },
  );
  next('done');
  if (verdict === null) throw new Error('a table whose numbers are altered has no audit');
  return {
    cells,
    primary,
    suppressed: primary + complementary,
    narrowest: verdict.narrowest,
    determined: verdict.determined,
    programs: verdict.programs,
    peopleHidden: hiddenShare,
    seconds,
    peak: process.resourceUsage().maxRSS / 1024,
  };
}
