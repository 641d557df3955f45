import { nearest, suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import type { Contract } from '../model.ts';
import type { ContractDocument } from '../schemas/contract.ts';
import { COLUMN_PROPERTIES, DATASET_PROPERTIES } from '../schemas/contract.ts';
import type { Source } from '../source.ts';
import type { Path, YamlFile } from '../yaml-document.ts';
import { columnPath, customPath } from './column-path.ts';
import { contractOf, datasetMissing, type Known, repeated } from './known.ts';

/** What spans the columns of a contract, or leads out of it. */
export function checkContract(source: Source<ContractDocument>, known: Known): readonly Finding[] {
  const { yaml, folder, name, document } = source;
  const contract = contractOf(known, `${folder}/${name}`);
  if (contract === undefined) return [];
  const properties = document.schema[0]?.properties ?? [];
  return [
    ...checkOwner(source, known),
    ...checkNames(yaml, contract),
    ...checkSettings(yaml, contract, known),
    ...checkReferences(
      yaml,
      contract,
      known,
      properties.map(({ relationships }) => relationships.length),
    ),
    ...checkOtherChecks(source),
    ...checkMisspeltProperties(source),
  ];
}

/** The standard's ids name one contract each. */
export function checkContractIds(sources: readonly Source<ContractDocument>[]): readonly Finding[] {
  const first = new Map<string, string>();
  return sources.flatMap(({ yaml, document: { id } }) => {
    const earlier = first.get(id);
    first.set(id, earlier ?? yaml.file);
    if (earlier === undefined) return [];
    return [
      yaml.finding(['id'], {
        code: 'duplicate',
        message: `The id "${id}" is also that of ${earlier}.`,
        remedy: 'Give each contract an id of its own.',
      }),
    ];
  });
}

function checkOwner(
  { yaml, folder }: Source<ContractDocument>,
  { workspace, unread }: Known,
): readonly Finding[] {
  if (workspace.agencies.has(folder) || unread.has(`agencies/${folder}.yaml`)) return [];
  return [
    yaml.finding([], {
      code: 'unknown_name',
      message: `There is no agency "${folder}", whose folder this contract lies in.`,
      remedy: `${suggest(folder, workspace.agencies.keys())} An agency is a file agencies/${folder}.yaml.`,
    }),
  ];
}

function checkNames(yaml: YamlFile, contract: Contract): readonly Finding[] {
  const { columns, rules } = contract;
  // A header is matched without regard to case and blanks, so names that differ only in these are the same.
  const plain = (header: string) =>
    header
      .trim()
      .toLowerCase()
      .replace(/[\s_-]+/g, '_');
  const headers = columns.flatMap(({ name, aliases }, index) => [
    { header: plain(name), at: columnPath(index, 'name'), index },
    ...aliases.map((alias) => ({
      header: plain(alias),
      at: customPath(yaml.value, columnPath(index), 'aliases'),
      index,
    })),
  ]);
  const kept = columns.flatMap(({ keep }, index) => keep.map(({ as }) => ({ as, index })));
  const roles = columns.flatMap(({ role }, index) => (role === undefined ? [] : [{ role, index }]));
  const again = headers.filter(({ header, index }, place) =>
    headers.slice(0, place).some((earlier) => earlier.header === header && earlier.index !== index),
  );
  return [
    ...again.map(({ header, at }) =>
      yaml.finding(at, {
        code: 'duplicate',
        message: `Two columns would answer to the header "${header}".`,
        remedy: 'Case, blanks, _ and - do not tell headers apart: rename a column or take an alias out.',
      }),
    ),
    ...repeated(
      yaml,
      'kept attributes',
      kept.map(({ as }) => as),
      (index) => columnPath(kept[index]?.index ?? 0),
    ),
    ...repeated(
      yaml,
      'columns with the role',
      roles.map(({ role }) => role),
      (index) => columnPath(roles[index]?.index ?? 0),
    ),
    ...repeated(
      yaml,
      'checks',
      rules.map(({ name }) => name),
      () => ['schema', 0, 'quality'],
    ),
  ];
}

function checkSettings(yaml: YamlFile, contract: Contract, known: Known): readonly Finding[] {
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

function checkReferences(
  yaml: YamlFile,
  contract: Contract,
  known: Known,
  counts: readonly number[],
): readonly Finding[] {
  const places = counts.flatMap((count, column) =>
    Array.from({ length: count }, (_, index) => columnPath(column, 'relationships', index, 'to')),
  );
  return contract.references.flatMap(({ to, toColumn }, index) => {
    const at = places[index] ?? [];
    const target = contractOf(known, to);
    if (target === undefined) {
      if (!datasetMissing(known, to)) return [];
      const siblings = [...known.workspace.contracts.values()].filter(
        ({ agency }) => agency === contract.agency,
      );
      return [
        yaml.finding(at, {
          code: 'unknown_name',
          message: `There is no dataset "${to}".`,
          remedy: suggest(
            to.split('/')[1] ?? '',
            siblings.map(({ dataset }) => dataset),
          ),
        }),
      ];
    }
    const names = target.columns.map(({ name }) => name);
    if (names.includes(toColumn)) return [];
    return [
      yaml.finding(at, {
        code: 'unknown_name',
        message: `${to} has no column "${toColumn}".`,
        remedy: suggest(toColumn, names),
      }),
    ];
  });
}

/** The standard's checks of other engines are accepted, but nobody should believe that they are run. */
function checkOtherChecks({ yaml, document }: Source<ContractDocument>): readonly Finding[] {
  const table = document.schema[0];
  const lists = [
    { at: ['schema', 0, 'quality'], checks: table?.quality ?? [] },
    ...(table?.properties ?? []).map(({ quality }, index) => ({
      at: columnPath(index, 'quality'),
      checks: quality,
    })),
  ];
  return lists.flatMap(({ at, checks }) =>
    checks.flatMap((check, index) =>
      ('engine' in check && check.engine === 'tributary') || check.type === 'text'
        ? []
        : [
            yaml.finding([...at, index], {
              code: 'not_run',
              severity: 'warning',
              message: 'Tributary does not run this check.',
              remedy:
                'Write it with type: custom, engine: tributary and an expression, or leave it to the engine that runs it.',
            }),
          ],
    ),
  );
}

/** A custom property that we do not know is nobody's business, unless it is nearly one that we do. */
function checkMisspeltProperties({ yaml, document }: Source<ContractDocument>): readonly Finding[] {
  const table = document.schema[0];
  const lists = [
    {
      at: [] as Path,
      others: document.customProperties.others,
      names: DATASET_PROPERTIES,
      elsewhere: COLUMN_PROPERTIES,
    },
    {
      at: ['schema', 0],
      others: table?.customProperties.others ?? {},
      names: DATASET_PROPERTIES,
      elsewhere: COLUMN_PROPERTIES,
    },
    ...(table?.properties ?? []).map(({ customProperties }, index) => ({
      at: columnPath(index),
      others: customProperties.others,
      names: COLUMN_PROPERTIES,
      elsewhere: DATASET_PROPERTIES,
    })),
  ];
  return lists.flatMap(({ at, others, names, elsewhere }) =>
    Object.keys(others).flatMap((property) => {
      const place = customPath(yaml.value, at, property);
      if (elsewhere.includes(property)) {
        const where = names === COLUMN_PROPERTIES ? 'the document or its schema' : 'a column';
        return [
          yaml.finding(place, {
            code: 'unknown_key',
            message: `"${property}" says nothing here.`,
            remedy: `It belongs to the customProperties of ${where}.`,
          }),
        ];
      }
      const near = nearest(property, names);
      if (near === undefined) return [];
      return [
        yaml.finding(place, {
          code: 'unknown_key',
          severity: 'warning',
          message: `Tributary knows no custom property "${property}".`,
          remedy: `Did you mean "${near}"? If it is meant for another program, all is well.`,
        }),
      ];
    }),
  );
}
