import type { ExecutionUsage, FunctionUsage, QueryUsage } from '../ports/executions.ts';
import type { Signal } from '../ports/signals.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { billTotal, standingItems } from './bill.ts';
import { costOf, DAYS_OF_MONTH, dollars } from './prices.ts';

export interface ExecutionCost {
  readonly id: string;
  readonly workflow: ExecutionUsage['workflow'];
  readonly agency?: string;
  readonly dollars: number;
}

/** What one day cost, at list prices. */
export interface DayCost {
  readonly day: string;
  /** `intake`, `integration`, `analyst` (their queries), `standing` (what is paid for being there). */
  readonly workflows: Readonly<Record<string, number>>;
  /** Its deliveries, its key and its alarms. */
  readonly agencies: Readonly<Record<string, number>>;
  readonly executions: readonly ExecutionCost[];
}

export interface DayUsage {
  readonly day: string;
  readonly workspace: Workspace;
  readonly executions: readonly ExecutionUsage[];
  readonly queries: readonly QueryUsage[];
}

const MEGABYTE = 1_048_576;
const TERABYTE = 1_099_511_627_776;
const LEAST_SCAN = 10 * MEGABYTE;
/** Free with every function. */
const FREE_SCRATCH_MEGABYTES = 512;

/** What a day's use amounts to. A query belongs to the integration run during which it was asked. */
export function costOfDay({ day, workspace, executions, queries }: DayUsage): DayCost {
  const { architecture } = workspace.collaborative.deployment;
  const ofWorkflow = queries.filter(({ duty }) => duty !== 'analyst');
  const costs = executions.map((execution): ExecutionCost => {
    const own =
      execution.workflow === 'integration' ? ofWorkflow.filter((one) => isDuring(one, execution)) : [];
    return {
      id: execution.id,
      workflow: execution.workflow,
      ...(execution.agency === undefined ? {} : { agency: execution.agency }),
      dollars: dollars(costOfExecution(execution, architecture) + sum(own.map(costOfQuery))),
    };
  });
  const stray = ofWorkflow.filter((query) => !executions.some((one) => isDuring(query, one)));
  const standing = standingOfDay(workspace);
  const agencies = [...workspace.agencies.keys()].toSorted();
  const deliveries = (agency: string) => costs.filter((one) => one.agency === agency);
  return {
    day,
    workflows: {
      intake: total(costs.filter(({ workflow }) => workflow === 'intake')),
      integration: dollars(
        total(costs.filter(({ workflow }) => workflow === 'integration')) + sum(stray.map(costOfQuery)),
      ),
      analyst: dollars(sum(queries.filter(({ duty }) => duty === 'analyst').map(costOfQuery))),
      standing: standing.all,
    },
    agencies: Object.fromEntries(
      agencies.map((agency) => [agency, dollars(standing.agency + total(deliveries(agency)))]),
    ),
    executions: costs,
  };
}

/** The signals of a day: by workflow, by agency. */
export function costSignals({ workflows, agencies }: DayCost): readonly Signal[] {
  const name = 'EstimatedCost';
  return [
    ...Object.entries(workflows).map(([workflow, value]) => ({ name, value, of: { workflow } }) as const),
    ...Object.entries(agencies).map(([agency, value]) => ({ name, value, of: { agency } }) as const),
  ];
}

/** Everything of a day, once. */
export function totalOfDay({ workflows }: Pick<DayCost, 'workflows'>): number {
  return dollars(sum(Object.values(workflows)));
}

export function costOfExecution(
  { transitions, functions }: Pick<ExecutionUsage, 'transitions' | 'functions'>,
  architecture: 'x86_64' | 'arm64',
): number {
  return dollars(
    costOf('transition', transitions) + sum(functions.map((one) => costOfFunction(one, architecture))),
  );
}

/** @returns dollars; at least ten megabytes are billed, and nothing for what scans nothing (DDL) */
export function costOfQuery({ scannedBytes }: Pick<QueryUsage, 'scannedBytes'>): number {
  if (scannedBytes === 0) return 0;
  return costOf('athenaTerabyte', Math.max(scannedBytes, LEAST_SCAN) / TERABYTE);
}

function costOfFunction(
  { memoryMegabytes, scratchMegabytes, milliseconds }: FunctionUsage,
  architecture: 'x86_64' | 'arm64',
): number {
  const seconds = milliseconds / 1000;
  const scratch = Math.max(0, scratchMegabytes - FREE_SCRATCH_MEGABYTES);
  return (
    costOf(architecture === 'arm64' ? 'lambdaArm' : 'lambdaX86', (memoryMegabytes / 1024) * seconds) +
    costOf('lambdaScratch', (scratch / 1024) * seconds) +
    costOf('lambdaRequest', 1)
  );
}

function standingOfDay({ agencies, contracts, indicators }: Workspace): {
  readonly all: number;
  readonly agency: number;
} {
  const datasetsPerAgency = agencies.size === 0 ? 0 : contracts.size / agencies.size;
  const month = (count: number) =>
    billTotal(standingItems({ agencies: count, datasetsPerAgency, indicators: indicators.length }));
  const all = month(agencies.size);
  const agency = agencies.size === 0 ? 0 : (all - month(0)) / agencies.size;
  return { all: dollars(all / DAYS_OF_MONTH), agency: dollars(agency / DAYS_OF_MONTH) };
}

function isDuring({ submitted }: QueryUsage, { workflow, started, ended }: ExecutionUsage): boolean {
  return workflow === 'integration' && submitted >= started && submitted <= ended;
}

function total(costs: readonly ExecutionCost[]): number {
  return dollars(sum(costs.map((one) => one.dollars)));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((so, amount) => so + amount, 0);
}
