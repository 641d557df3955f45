import type { Noted, Receipt } from '../lib/intake/intake.ts';
import type { ObjectStore } from '../lib/ports/object-store.ts';

/**
 * Keeps for auditors what was decided about a delivery: of the receipt what names no column's content and no file,
 * since a file's name is the sender's own words.
 */
export async function keepDecision(audit: ObjectStore, receipt: Receipt): Promise<void> {
  const { file, findings, levels: _levels, next: _next, ...facts } = receipt;
  const decision = {
    ...facts,
    file: { bytes: file.bytes, sha256: file.sha256 },
    findings: findings.map(({ code, level, severity, count }) => ({ code, level, severity, count })),
  };
  await keep(audit, `deliveries/${receipt.delivery_id}.json`, decision);
}

/** Keeps that a file lay where no delivery can, and was removed. What the folder was called is the sender's own words. */
export async function keepMisplaced(
  audit: ObjectStore,
  { id, note, dataset }: Noted & { readonly dataset?: string },
): Promise<void> {
  const { agency, file, noted_at, finding } = note;
  await keep(audit, `misplaced/${id}.json`, {
    agency,
    ...(dataset === undefined ? {} : { dataset }),
    noted_at,
    finding: finding.code,
    file: file === null ? null : { bytes: file.bytes, sha256: file.sha256 },
  });
}

/** Keeps, for operators too, that a file could not be processed: which execution, and the class of what stopped it. */
export async function keepFailure(
  audit: ObjectStore,
  { id, note: { agency, noted_at } }: Noted,
  stopped: { readonly execution: string; readonly error: string },
): Promise<void> {
  await keep(audit, `failures/${id}.json`, { agency, noted_at, ...stopped });
}

async function keep(audit: ObjectStore, key: string, facts: unknown): Promise<void> {
  await audit.put(key, `${JSON.stringify(facts, undefined, 1)}\n`);
}
