import { suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import type { Contract } from '../model.ts';
import type { Path, YamlFile } from '../yaml-document.ts';
import { customPath } from './column-path.ts';
import { datasetMissing, type Known } from './known.ts';

/** Whether a contract's settings name what it has: spells and events kept dates, consent a column, the scope a dataset. */
export function checkSettings(yaml: YamlFile, contract: Contract, known: Known): readonly Finding[] {
  const { agency, columns, spell, event, requiredConsent, oncePerPerson, localId, ofPeople } = contract;
  const findings: Finding[] = [];
  const at = (property: string) => settingPath(yaml.value, property);
  const dates = columns
    .filter(({ type }) => type === 'date')
    .flatMap(({ keep }) => keep.filter(({ derive }) => derive === 'value').map(({ as }) => as));
  const named = [
    ['spell', 'start', spell?.start],
    ['spell', 'end', spell?.end],
    ['event', 'date', event?.date],
  ] as const;
  for (const [property, key, as] of named) {
    if (as === undefined || dates.includes(as)) continue;
    findings.push(
      yaml.finding([...at(property), key], {
        code: 'not_kept',
        message: `The ${property}'s ${key}, "${as}", is no date that this contract keeps.`,
        remedy: dates.length === 0 ? 'Add keep: true to its date column.' : suggest(as, dates),
      }),
    );
  }
  const refuse = (property: string, message: string, remedy: string) =>
    findings.push(yaml.finding(at(property), { code: 'value', message, remedy }));
  if (requiredConsent.length > 0 && !columns.some(({ role }) => role === 'consent')) {
    refuse(
      'requiredConsent',
      'A consent is required, and no column has the role consent.',
      'Give the column that says it the role consent.',
    );
  }
  if (oncePerPerson && !ofPeople) {
    refuse(
      'oncePerPerson',
      'This dataset is not of people, for no column has a role.',
      'Take oncePerPerson out, or give columns their roles.',
    );
  }
  const scope = localId?.scope;
  const scopeWritten = at('localIdScope').length > 0;
  if (scopeWritten && localId === undefined) {
    refuse(
      'localIdScope',
      'No column has the role local_id.',
      'Take localIdScope out, or give the column its role.',
    );
  } else if (scope !== undefined && datasetMissing(known, scope)) {
    const siblings = [...known.workspace.contracts.values()].filter((other) => other.agency === agency);
    refuse(
      'localIdScope',
      `There is no dataset "${scope}".`,
      suggest(
        scope.split('/')[1] ?? '',
        siblings.map(({ dataset }) => dataset),
      ),
    );
  }
  return findings;
}

/** Where a setting stands: at the table, else at the document; the empty path where it is not said. */
function settingPath(value: unknown, property: string): Path {
  const atTable = customPath(value, ['schema', 0], property);
  return atTable.length > 2 ? atTable : customPath(value, [], property);
}
