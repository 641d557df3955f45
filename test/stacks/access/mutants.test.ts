import { describe, expect, it } from 'vitest';
import { allChecks, checksOfScannedAgency } from './all-checks.ts';
import { theCounty, theScannedCounty } from './county.ts';
import { HARMLESS } from './harmless.ts';
import { prove } from './proof.ts';

/** Agencies' stacks are made by one construct: of the county's seven one is taken apart, and one of the other kind. */
const OTHER_AGENCIES =
  /-(early-childhood|homeless-services|human-services|public-health|vital-records|jail)|-in-(earl|home|huma|public|vital|jail)/;
const STACK_OF_SCHOOLS = /-(scan-schools|in-schools|agency-schools|receipts-schools)/;

describe('policies that are wider than they should be', () => {
  it('are all found, but for those that are explained', { timeout: 900_000 }, async () => {
    const county = await theCounty();
    const scanned = await theScannedCounty();

    const proofs = [
      prove(county.policies, allChecks(county), (arn) => !OTHER_AGENCIES.test(arn)),
      prove(scanned.policies, checksOfScannedAgency(scanned), (arn) => STACK_OF_SCHOOLS.test(arn)),
    ];

    const killed = proofs.reduce((sum, proof) => sum + proof.killed, 0);
    const harmless = proofs.reduce((sum, proof) => sum + proof.harmless.length, 0);
    console.info(`access: ${killed + harmless} mutants, ${killed} killed, ${harmless} harmless`);
    expect(proofs.flatMap(({ survivors }) => survivors)).toEqual([]);
    expect(proofs.flatMap(({ wronglyListed }) => wronglyListed)).toEqual([]);
    expect(killed).toBeGreaterThan(1_300);
    const idle = HARMLESS.filter((entry) => proofs.every((proof) => proof.idle.includes(entry)));
    expect(idle.map(({ title }) => title.source)).toEqual([]);
  });
});
