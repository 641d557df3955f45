import { z } from 'zod';
import type { ColumnDefinition } from '../ports/catalogue.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { SqlRow } from '../ports/query-engine.ts';
import type { Quality, QualityTable } from './quality.ts';

const Kept = z.strictObject({
  columns: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(['varchar', 'bigint', 'boolean', 'date', 'double', 'decimal']),
      comment: z.string().exactOptional(),
    }),
  ),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
});
const KeptQuality = z.strictObject({ dataQuality: Kept, linkageQuality: Kept });

/** Where a run's quality lies in the integrated zone: beside the raw cells, apart from people. */
function qualityKey(run: string): string {
  return `measured/${run}/quality.json`;
}

/** Keeps what was measured for the step that assembles the release, which reads no person. */
export async function keepQuality(integrated: ObjectStore, run: string, quality: Quality): Promise<void> {
  const { dataQuality, linkageQuality } = quality;
  const kept = { dataQuality: toKept(dataQuality), linkageQuality: toKept(linkageQuality) };
  await integrated.put(qualityKey(run), `${JSON.stringify(KeptQuality.parse(kept), undefined, 1)}\n`);
}

/** @throws ObjectNotFound where the run has not measured it */
export async function readQuality(integrated: ObjectStore, run: string): Promise<Quality> {
  const text = new TextDecoder().decode(await integrated.get(qualityKey(run)));
  const { dataQuality, linkageQuality } = KeptQuality.parse(JSON.parse(text));
  return { dataQuality: fromKept(dataQuality), linkageQuality: fromKept(linkageQuality) };
}

/** JSON has no integers beyond 2^53, so they are kept as text. */
function toKept({ columns, rows }: QualityTable): z.input<typeof Kept> {
  const spelt = (row: SqlRow) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : value]),
    );
  return { columns: [...columns], rows: rows.map(spelt) };
}

function fromKept({ columns, rows }: z.output<typeof Kept>): QualityTable {
  const integers = new Set(columns.filter(isInteger).map(({ name }) => name));
  const read = (row: (typeof rows)[number]): SqlRow =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        integers.has(name) && typeof value === 'string' ? BigInt(value) : value,
      ]),
    );
  return { columns, rows: rows.map(read) };
}

function isInteger({ type }: ColumnDefinition): boolean {
  return type === 'bigint';
}
