import { editDistance, nearest, suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import type { Calendar, Contract, DatasetId, Indicator } from '../model.ts';
import { readPeriod, withinCalendar } from '../period.ts';
import { type NameUse, queryNames } from '../query-names.ts';
import type { IndicatorDocument } from '../schemas/indicator.ts';
import type { Source } from '../source.ts';
import type { FindingText, Path } from '../yaml-document.ts';
import { contractOf, datasetMissing, type Known } from './known.ts';

/** Tables that integration makes beside one a dataset. */
const COMMON_TABLES = ['persons', 'spells', 'events'];
const PLACEHOLDERS = ['period', 'period_start', 'period_end'];

/**
 * Whether an indicator's queries ask for tables and columns that there will be. It reads names, not SQL, and
 * keeps silent where it is not sure: the query engine has the last word.
 */
export function checkQueries({ yaml, name }: Source<IndicatorDocument>, known: Known): readonly Finding[] {
  const indicator = known.workspace.indicators.find(({ id }) => id === name);
  if (indicator === undefined) return [];
  const capacities = indicator.measures.flatMap((measure, index) =>
    measure.kind === 'ratio' ? [{ at: ['measures', index, 'capacity'], sql: measure.capacity }] : [],
  );
  return [{ at: ['query'], sql: indicator.query }, ...capacities].flatMap(({ at, sql }) =>
    checkQuery(sql, indicator, known).map((problem) => yaml.finding(at as Path, problem)),
  );
}

function checkQuery(sql: string, indicator: Indicator, known: Known): readonly FindingText[] {
  const names = queryNames(sql);
  const tables = new Map(
    [...known.workspace.contracts.values()].map((contract) => [tableOf(contract.id), contract]),
  );
  const unread = indicator.datasets.some(
    (id) => contractOf(known, id) === undefined && !datasetMissing(known, id),
  );
  const used = names.tables.flatMap(({ name }) => tables.get(name) ?? []);
  const onlyDatasets = names.tables.every(({ name }) => tables.has(name));
  return unique([
    ...names.tables.flatMap((use) => tableProblem(use, sql, indicator, tables, unread)),
    ...names.qualified.flatMap((use) => {
      const contracts = use.tables.map((table) => (table === undefined ? undefined : tables.get(table)));
      const whole = contracts.every((contract) => contract !== undefined);
      return whole ? qualifiedProblem(use, sql, contracts) : [];
    }),
    ...(used.length > 0 && onlyDatasets ? names.bare.flatMap((use) => bareProblem(use, sql, used)) : []),
    ...names.periods.flatMap((use) => periodProblem(use, sql, known.workspace.collaborative.calendar)),
    ...names.placeholders.flatMap(({ name, offset }): readonly FindingText[] =>
      PLACEHOLDERS.includes(name)
        ? []
        : [
            {
              code: 'query',
              message: `{{${name}}} on ${lineOf(sql, offset)} stands for nothing.`,
              remedy: suggest(name, PLACEHOLDERS),
            },
          ],
    ),
  ]);
}

function periodProblem({ name, offset }: NameUse, sql: string, calendar: Calendar): readonly FindingText[] {
  if (readPeriod(calendar.first, calendar) === undefined) return [];
  const period = readPeriod(name, calendar);
  if (period !== undefined && period.id === name && withinCalendar(period, calendar)) return [];
  const last = calendar.last === undefined ? 'on' : `to ${calendar.last}`;
  const renamed = period !== undefined && period.id !== name && withinCalendar(period, calendar);
  return [
    {
      code: 'calendar',
      message: `The query asks for the period '${name.slice(0, 40)}' on ${lineOf(sql, offset)}, which the calendar does not have.`,
      remedy: renamed
        ? `It is called ${period.id} here.`
        : `Periods run from ${calendar.first} ${last}; {{period}} is the run's own.`,
    },
  ];
}

function tableProblem(
  { name, offset }: NameUse,
  sql: string,
  { datasets }: Indicator,
  tables: ReadonlyMap<string, Contract>,
  unread: boolean,
): readonly FindingText[] {
  if (COMMON_TABLES.includes(name)) return [];
  const contract = tables.get(name);
  if (contract === undefined) {
    const known = [...tables.keys(), ...COMMON_TABLES];
    return unread
      ? []
      : [
          {
            code: 'query',
            message: `The query asks for a table "${name}" on ${lineOf(sql, offset)}, which no contract makes.`,
            remedy: suggest(name, known),
          },
        ];
  }
  if (datasets.includes(contract.id)) return [];
  return [
    {
      code: 'query',
      message: `The query reads ${contract.id} on ${lineOf(sql, offset)}, which is not among the indicator's datasets.`,
      remedy: `Add ${contract.id} to "datasets": agreements and policies go by that list.`,
    },
  ];
}

function qualifiedProblem(
  { name, offset }: NameUse,
  sql: string,
  contracts: readonly Contract[],
): readonly FindingText[] {
  if (contracts.some((contract) => attributesOf(contract).includes(name))) return [];
  return contracts.slice(0, 1).map((contract) => missing(name, lineOf(sql, offset), contract));
}

/** A bare name is told only where it is a column that was not kept, or nearly one that was. */
function bareProblem(
  { name, offset }: NameUse,
  sql: string,
  contracts: readonly Contract[],
): readonly FindingText[] {
  const attributes = contracts.flatMap(attributesOf);
  if (attributes.includes(name)) return [];
  const dropped = contracts.find(({ columns }) =>
    columns.some((column) => column.name.toLowerCase() === name),
  );
  if (dropped !== undefined) return [missing(name, lineOf(sql, offset), dropped)];
  const near = nearest(name, attributes);
  const misspelt = near !== undefined && name.length >= 5 && editDistance(name, near) <= 2;
  return misspelt
    ? [
        {
          code: 'query',
          severity: 'warning',
          message: `"${name}" on ${lineOf(sql, offset)} is nothing that the contracts keep.`,
          remedy: `Did you mean "${near}"?`,
        },
      ]
    : [];
}

function missing(name: string, line: string, contract: Contract): FindingText {
  const dropped = contract.columns.find((column) => column.name.toLowerCase() === name);
  const attributes = attributesOf(contract);
  if (dropped === undefined) {
    return {
      code: 'query',
      message: `The query asks for "${name}" on ${line}, which ${contract.id} does not keep.`,
      remedy: suggest(name, attributes),
    };
  }
  const instead = dropped.keep.map(({ as }) => as).join(', ');
  const remedy =
    instead !== ''
      ? `It is kept as ${instead}.`
      : dropped.role === undefined
        ? 'Add keep to the column in the contract.'
        : `It identifies people (${dropped.role}); ask for something coarser.`;
  return {
    code: 'query',
    message: `The query asks for "${name}" on ${line}, which ${contract.id} has and does not keep.`,
    remedy,
  };
}

function attributesOf(contract: Contract): readonly string[] {
  const kept = contract.columns.flatMap(({ keep }) => keep.map(({ as }) => as));
  return [...(contract.ofPeople ? ['person_id'] : []), 'record_id', 'period', ...kept];
}

function tableOf(id: DatasetId): string {
  return id.replace('/', '_');
}

function lineOf(sql: string, offset: number): string {
  return `line ${sql.slice(0, offset).split('\n').length} of it`;
}

function unique(problems: readonly FindingText[]): readonly FindingText[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
