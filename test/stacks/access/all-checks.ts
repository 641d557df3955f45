import { ZONE_KEYS } from '../../../lib/deployment/zones.ts';
import { type Check, Checks } from './checks.ts';
import type { DeployedSystem, LandingJudged } from './deployed-system.ts';
import { scanChecks } from './scan-checks.ts';
import { deliverySentences, sentences } from './sentences.ts';
import { accessTables, type Section } from './table.ts';

/** Agencies of the county that are judged in each other's presence. */
export const SCHOOLS: LandingJudged = { agency: 'schools', dataset: 'attendance', another: 'jail' };
const JAIL: LandingJudged = { agency: 'jail', dataset: 'bookings', another: 'schools' };

/** Headings of tables of services. */
const SERVICE_TABLES = ['Services', 'Work groups', 'Tables of the catalogue', 'How things are set up'];

/** Everything that docs/access.md and the issue promise of a system, as checks. */
export function allChecks(system: DeployedSystem): readonly Check[] {
  const tables = accessTables();
  const schools = new Checks(system, SCHOOLS);
  const jail = new Checks(system, JAIL);
  const zoneKeys: Readonly<Record<string, string>> = { ...ZONE_KEYS, landing: 'landing', trail: 'trail' };
  const checks: Check[] = [];
  for (const table of tables) {
    const zone = zoneOf(table);
    if (zone !== undefined) {
      checks.push(...schools.zone(zone, table, zoneKeys[zone]));
      if (zone === 'landing') checks.push(...jail.zone(zone, table, zoneKeys[zone]));
    } else if (table.heading === 'Keys') for (const row of table.rows) checks.push(...schools.key(row));
    else if (SERVICE_TABLES.includes(table.heading))
      for (const row of table.rows) checks.push(...schools.service(row));
    else if (table.heading === 'Doors') for (const row of table.rows) checks.push(...schools.door(row));
    else if (table.heading === 'The boundary')
      for (const row of table.rows) checks.push(...schools.boundary(row));
    else throw new RangeError(`Nobody judges the table ${table.heading}.`);
  }
  return [...checks, ...schools.bounded(), ...sentences(system)];
}

/** An agency of another account, whose files are scanned for malware: what is in its own stack. */
export const ELSEWHERE: LandingJudged = {
  ...SCHOOLS,
  deliverer: 'arn:aws:iam::444455556666:role/sends-for-schools',
};

/** What holds of the stack of such an agency: its tables are the same. */
export function checksOfScannedAgency(system: DeployedSystem): readonly Check[] {
  const schools = new Checks(system, ELSEWHERE);
  const checks: Check[] = [];
  for (const table of accessTables()) {
    if (table.heading === 'Zone landing') checks.push(...schools.zone('landing', table, 'landing'));
    const rows = table.rows.filter((row) =>
      table.heading === 'Keys'
        ? row['key'] === 'landing'
        : table.heading === 'Doors' &&
          /kms:landing|receipts-schools/.test(row['on'] ?? '') &&
          !/role:/.test(row['on'] ?? ''),
    );
    for (const row of rows) checks.push(...(table.heading === 'Keys' ? schools.key(row) : schools.door(row)));
  }
  return [...checks, ...deliverySentences(system, ELSEWHERE), ...scanChecks(system, ELSEWHERE)];
}

function zoneOf({ heading }: Section): string | undefined {
  return heading === 'Log of access' ? 'trail' : /^Zone (\w+)$/.exec(heading)?.[1];
}
