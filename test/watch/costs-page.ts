import {
  AGENCY_ALARM_METRICS,
  type BillItem,
  billTotal,
  costOf,
  FIXED_KEYS,
  PRICE_LIST,
  PRICES,
  type Scenario,
  SYSTEM_ALARM_METRICS,
  standingItems,
  workItems,
} from '../../lib/watch/watch.ts';

/** Five agencies that deliver once a month. */
export const FIVE: Scenario = {
  agencies: 5,
  datasetsPerAgency: 3,
  deliveriesPerMonth: 1,
  megabytesPerDelivery: 50,
  runsPerMonth: 1,
  indicators: 20,
  analystQueries: 500,
  megabytesPerQuery: 20,
  monthsKept: 24,
};

/** Ten times as many agencies, and more of everything that comes with them. */
export const FIFTY: Scenario = { ...FIVE, agencies: 50, indicators: 60, analystQueries: 3000 };

/** docs/costs.md, of the same prices and quantities from which the watch estimates. */
export function costsPage(): string {
  const five = [...standingItems(FIVE), ...workItems(FIVE)];
  const fifty = [...standingItems(FIFTY), ...workItems(FIFTY)];
  return `${[
    '# Costs',
    '',
    `What a month costs at AWS's list prices of ${PRICE_LIST.region}, as of ${PRICE_LIST.date}; compare them with the pages named below before you rely on a cent. No free tier and no discount is counted, so a real bill is lower; taxes and support are not in it. A test makes this page from the price table with which \`WatchCost\` estimates each day (\`lib/watch/prices.ts\`, \`bill.ts\`), and counts the keys and alarms of the templates.`,
    '',
    `- **5 agencies: ${money(billTotal(five))} a month.** Of that, ${money(billTotal(standingItems(FIVE)))} are paid for being there, ${money(billTotal(workItems(FIVE)))} for what is done.`,
    `- **50 agencies: ${money(billTotal(fifty))} a month**, ${money(billTotal(standingItems(FIFTY)))} and ${money(billTotal(workItems(FIFTY)))}.`,
    `- One more agency that delivers as these do: ${money(anotherAgency())} a month.`,
    '',
    '## Five agencies',
    '',
    assumptions(FIVE),
    '',
    ...table(five),
    '',
    '## Fifty agencies',
    '',
    assumptions(FIFTY),
    '',
    ...table(fifty),
    '',
    '## Keys',
    '',
    `Each agency has a KMS key of its own, so that what it delivers can be cut off by itself: ${money(1)} a month each, ${money(FIXED_KEYS + 50)} of the bill of fifty agencies and its largest part. Keys are rotated each year, and AWS asks another ${money(1)} a month for the first and for the second rotation of each (no more after that): in the third year ${money(rotated(5))} for keys at 5 agencies and ${money(rotated(50))} at 50. The root keys of tokens and of noise are not rotated by AWS; each \`keyVersion\` is a key. Requests cost next to nothing, since buckets ask for a data key now and then and not for each object.`,
    '',
    '## What moves the bill',
    '',
    `- *The size of files.* Intake works with 10 GB of memory. One machine took 4 gigabyte-seconds a megabyte ([benchmarks](../bench/README.md)); the tables take 17. A delivery of 50 MB costs about ${money(deliveryCost(50))}, one of 1 GB ${money(deliveryCost(1024))}. \`architecture: arm64\` takes a fifth off.`,
    '- *Indicators.* Each is protected and attacked anew in every run; two minutes of a large function are taken for it.',
    '- *Metrics.* CloudWatch asks for a metric by the hour in which it is told. What changes daily is told once a day, which costs a twenty-fourth of telling it hourly.',
    `- *Alarms.* ${SYSTEM_ALARM_METRICS} metrics for the system and ${AGENCY_ALARM_METRICS} for each agency: an agency's datasets share its alarms.`,
    '- *The trail.* Data events cost little here, because Parquet files are few and large. Management events are free in the first trail of an account; where an organisation has one already, they cost $2 for 100,000.',
    '- *GuardDuty* (`malwareProtection`) is not in the tables. It is billed by gigabyte scanned and by object.',
    '',
    "`deployment.monthlyBudgetDollars` raises the alarm [cost-of-month](alarms.md#cost-of-month). The estimate counts functions, transitions, queries and what is paid for being there; storage and requests, here a small part, only AWS's own bill knows.",
    '',
    '## Prices',
    '',
    '| what | dollars | per | source |',
    '| --- | ---: | --- | --- |',
    ...Object.entries(PRICES).map(
      ([name, { dollars, per, source }]) => `| ${words(name)} | ${plain(dollars)} | ${per} | <${source}> |`,
    ),
  ].join('\n')}\n`;
}

function assumptions(scenario: Scenario): string {
  const { agencies, datasetsPerAgency, megabytesPerDelivery, runsPerMonth, indicators, monthsKept } =
    scenario;
  return `${agencies} agencies with ${datasetsPerAgency} datasets each, every one delivered monthly (${megabytesPerDelivery} MB); ${runsPerMonth} integration run a month with ${indicators} indicators; ${scenario.analystQueries} questions of analysts, ${scenario.megabytesPerQuery} MB each; deliveries kept for ${monthsKept} months.`;
}

function table(items: readonly BillItem[]): string[] {
  return [
    '| what | quantity | price | dollars | because |',
    '| --- | ---: | --- | ---: | --- |',
    ...items.map(
      ({ what, price, quantity, because }) =>
        `| ${what} | ${quantity.toLocaleString('en-US', { maximumFractionDigits: 3 })} | ${plain(PRICES[price].dollars)} per ${PRICES[price].per.split(/[;,]/)[0]} | ${costOf(price, quantity).toFixed(2)} | ${because} |`,
    ),
    `| **Together** | | | **${billTotal(items).toFixed(2)}** | |`,
  ];
}

function anotherAgency(): number {
  const six = { ...FIVE, agencies: 6 };
  const all = (scenario: Scenario) => billTotal([...standingItems(scenario), ...workItems(scenario)]);
  return all(six) - all(FIVE);
}

/** Keys that rotate cost three dollars each once they were rotated twice; the two root keys do not. */
function rotated(agencies: number): number {
  return 3 * (FIXED_KEYS - 2 + agencies) + 2;
}

function deliveryCost(megabytes: number): number {
  const one = { ...FIVE, agencies: 1, datasetsPerAgency: 1, megabytesPerDelivery: megabytes };
  const intake = workItems(one).filter(({ what }) => what === 'Intake: functions');
  return billTotal(intake);
}

function money(dollars: number): string {
  return dollars >= 10 ? `$${dollars.toFixed(0)}` : `$${dollars.toFixed(2)}`;
}

/** Without an exponent. */
function plain(dollars: number): string {
  return dollars.toLocaleString('en-US', { maximumFractionDigits: 10 });
}

function words(name: string): string {
  const text = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
