import { costOf, dollars, HOURS_OF_MONTH, type PriceName } from './prices.ts';

/** How large a collaborative is, and how busy in a month. */
export interface Scenario {
  readonly agencies: number;
  readonly datasetsPerAgency: number;
  /** Of each dataset. */
  readonly deliveriesPerMonth: number;
  readonly megabytesPerDelivery: number;
  readonly runsPerMonth: number;
  readonly indicators: number;
  readonly analystQueries: number;
  readonly megabytesPerQuery: number;
  /** How much of what was delivered is kept. */
  readonly monthsKept: number;
}

export interface BillItem {
  readonly what: string;
  readonly price: PriceName;
  readonly quantity: number;
  /** How the quantity comes about. */
  readonly because: string;
}

/** Keys that every deployment has: records, linkage, release, audit, operations, the root keys of tokens and of noise, the trail. */
export const FIXED_KEYS = 8;
/** Metrics that the alarms of the system look at, and those of one agency. */
export const SYSTEM_ALARM_METRICS = 17;
export const AGENCY_ALARM_METRICS = 4;

/**
 * What a delivery and a run are taken to use: several times what bench/README.md measured on one machine, since there
 * is the way to S3 and back between the steps. A million rows (some 150 MB) took 58 s, which is 4 gigabyte-seconds a
 * megabyte with 10 GB; two whole cycles of 100,000 people took 105 s.
 */
const WORK = {
  /** Gigabyte-seconds of intake: a fixed part, and for each megabyte of the file. */
  intakeFixed: 60,
  intakePerMegabyte: 17,
  intakeTransitions: 25,
  intakePuts: 60,
  intakeGets: 80,
  /** Gigabyte-seconds of a run: training and clustering, and for each indicator protection and its audit. */
  runFixed: 5000,
  runPerIndicator: 1200,
  runTransitionsFixed: 80,
  runTransitionsPerIndicator: 12,
  runTransitionsPerDataset: 6,
  queriesFixed: 60,
  queriesPerDataset: 4,
  queriesPerIndicator: 3,
  filesPerQuery: 30,
  /** Parts of what was delivered that its tokens, records and integrated tables take up. */
  storedPerDelivered: 2.5,
  logsFixedGigabytes: 0.5,
  logGigabytesPerDelivery: 0.001,
  logGigabytesPerRun: 0.05,
} as const;

/** What is paid for merely being there, whatever is delivered. */
export function standingItems({
  agencies,
  datasetsPerAgency,
  indicators,
}: Pick<Scenario, 'agencies' | 'datasetsPerAgency' | 'indicators'>): readonly BillItem[] {
  const datasets = agencies * datasetsPerAgency;
  const daily = datasets + agencies + agencies + indicators + 1 + agencies + 4 + 1;
  const watchCalls = 24 * 30 + 60;
  return [
    item('Keys', 'keyMonth', FIXED_KEYS + agencies, `${FIXED_KEYS} of the system, 1 of each agency`),
    item(
      'Alarms',
      'alarmMonth',
      SYSTEM_ALARM_METRICS + AGENCY_ALARM_METRICS * agencies,
      `${SYSTEM_ALARM_METRICS} metrics of the system, ${AGENCY_ALARM_METRICS} of each agency`,
    ),
    item('Dashboard', 'dashboardMonth', 1, 'one, which finds agencies by itself'),
    item(
      'Metrics told once a day',
      'metricMonth',
      round((daily * 30) / HOURS_OF_MONTH),
      `${daily} metrics, 30 of ${HOURS_OF_MONTH} hours`,
    ),
    item('Metric told each hour', 'metricMonth', 1, 'unusual access'),
    item('Functions that watch', 'lambdaX86', watchCalls * 8, `${watchCalls} calls of some 8 GB-seconds`),
    item('Logs of functions that watch', 'logGigabyte', WORK.logsFixedGigabytes, 'half a gigabyte'),
  ];
}

/** What deliveries, runs and questions cost in a month. */
export function workItems(scenario: Scenario): readonly BillItem[] {
  const datasets = scenario.agencies * scenario.datasetsPerAgency;
  const deliveries = datasets * scenario.deliveriesPerMonth;
  const { runsPerMonth: runs, indicators, megabytesPerDelivery: size } = scenario;
  const intake = deliveries * (WORK.intakeFixed + WORK.intakePerMegabyte * size);
  const run = runs * (WORK.runFixed + WORK.runPerIndicator * indicators);
  const perRun =
    WORK.queriesFixed + WORK.queriesPerDataset * datasets + WORK.queriesPerIndicator * indicators;
  const delivered = (deliveries * size) / 1024;
  const scanned = (runs * perRun * Math.max(10, (delivered * 1024) / 8)) / 1_048_576;
  const asked = (scenario.analystQueries * Math.max(10, scenario.megabytesPerQuery)) / 1_048_576;
  const transitions =
    deliveries * WORK.intakeTransitions +
    runs *
      (WORK.runTransitionsFixed +
        WORK.runTransitionsPerIndicator * indicators +
        WORK.runTransitionsPerDataset * datasets);
  const queries = runs * perRun + scenario.analystQueries;
  const gets = deliveries * WORK.intakeGets + queries * WORK.filesPerQuery;
  const puts = deliveries * WORK.intakePuts + queries * 5;
  const stored = delivered * scenario.monthsKept * (1 + WORK.storedPerDelivered);
  const logs = deliveries * WORK.logGigabytesPerDelivery + runs * WORK.logGigabytesPerRun;
  return [
    item('Intake: functions', 'lambdaX86', round(intake), `${deliveries} deliveries of ${size} MB`),
    item('Integration: functions', 'lambdaX86', round(run), `${runs} run(s) with ${indicators} indicators`),
    item('Integration: Athena', 'athenaTerabyte', round(scanned), `${perRun} statements a run`),
    item(
      'Analysts: Athena',
      'athenaTerabyte',
      round(asked),
      `${scenario.analystQueries} queries of ${scenario.megabytesPerQuery} MB`,
    ),
    item('State transitions', 'transition', transitions, 'both workflows'),
    item(
      'Storage',
      'storageMonth',
      round(stored),
      `${scenario.monthsKept} months of deliveries and what is made of them`,
    ),
    item('Requests that write', 'put', puts, 'deliveries and answers'),
    item('Requests that read', 'get', gets, 'deliveries and tables'),
    item('Data events', 'dataEvent', puts + gets, 'each of those requests is in the trail'),
    item('Requests to keys', 'keyRequest', round((puts + gets) / 20), 'bucket keys spare nearly all'),
    item('Logs', 'logGigabyte', round(logs), 'structured, without data'),
    item('Logs kept', 'logMonth', round((logs + WORK.logsFixedGigabytes) * 12), 'for a year'),
    item(
      'Metrics told with deliveries',
      'metricMonth',
      round((deliveries * 8 + runs * (indicators + scenario.agencies + 1)) / HOURS_OF_MONTH),
      'each in the hour of its delivery or run',
    ),
    item('Traces', 'trace', deliveries + runs, 'one an execution'),
    item('Mails', 'mail', deliveries * 2, 'receipts and alarms'),
  ];
}

export function billTotal(items: readonly BillItem[]): number {
  return dollars(items.reduce((sum, { price, quantity }) => sum + costOf(price, quantity), 0));
}

function item(what: string, price: PriceName, quantity: number, because: string): BillItem {
  return { what, price, quantity, because };
}

function round(quantity: number): number {
  return Math.round(quantity * 1000) / 1000;
}
