import { suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import { normalisedHeader } from '../headers.ts';
import type { Contract } from '../model.ts';
import type { ContractDocument } from '../schemas/contract.ts';
import type { Source } from '../source.ts';
import type { YamlFile } from '../yaml-document.ts';
import { checkReferences } from './check-references.ts';
import { checkSettings } from './check-settings.ts';
import { checkMisspeltProperties, checkOtherChecks } from './check-unused.ts';
import { columnPath, customPath } from './column-path.ts';
import { contractOf, type Known, repeated } from './known.ts';

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
  const headers = columns.flatMap(({ name, aliases }, index) => [
    { header: normalisedHeader(name), at: columnPath(index, 'name'), index },
    ...aliases.map((alias) => ({
      header: normalisedHeader(alias),
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
        remedy:
          'Case, blanks, _, - and full stops do not tell headers apart: rename a column or take an alias out.',
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
