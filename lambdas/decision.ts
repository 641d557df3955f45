import type { Receipt } from '../lib/intake/intake.ts';
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
  await audit.put(`deliveries/${receipt.delivery_id}.json`, `${JSON.stringify(decision, undefined, 1)}\n`);
}
