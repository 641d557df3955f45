/** One price as AWS lists it. */
export interface Price {
  readonly dollars: number;
  readonly per: string;
  /** Where it stands. */
  readonly source: string;
}

/** Whose list, and of when. Free tiers and discounts are not in it: the real bill is lower. */
export const PRICE_LIST = { region: 'us-east-1 (N. Virginia)', date: 'March 2026' } as const;

const lambda = 'https://aws.amazon.com/lambda/pricing/';
const s3 = 'https://aws.amazon.com/s3/pricing/';
const cloudWatch = 'https://aws.amazon.com/cloudwatch/pricing/';

export const PRICES = {
  lambdaX86: { dollars: 0.0000166667, per: 'GB-second, x86_64', source: lambda },
  lambdaArm: { dollars: 0.0000133334, per: 'GB-second, arm64', source: lambda },
  lambdaRequest: { dollars: 0.0000002, per: 'invocation', source: lambda },
  lambdaScratch: { dollars: 0.0000000309, per: 'GB-second of /tmp beyond 512 MB', source: lambda },
  athenaTerabyte: {
    dollars: 5,
    per: 'TB scanned, 10 MB a query at least',
    source: 'https://aws.amazon.com/athena/pricing/',
  },
  transition: {
    dollars: 0.000025,
    per: 'state transition (standard workflow)',
    source: 'https://aws.amazon.com/step-functions/pricing/',
  },
  keyMonth: {
    dollars: 1,
    per: 'key and month; one more after the first rotation, and after the second',
    source: 'https://aws.amazon.com/kms/pricing/',
  },
  keyRequest: { dollars: 0.000003, per: 'request', source: 'https://aws.amazon.com/kms/pricing/' },
  storageMonth: { dollars: 0.023, per: 'GB and month, S3 Standard', source: s3 },
  put: { dollars: 0.000005, per: 'PUT, COPY, POST or LIST request', source: s3 },
  get: { dollars: 0.0000004, per: 'GET request', source: s3 },
  metricMonth: {
    dollars: 0.3,
    per: 'custom metric and month, by the hour in which it is told',
    source: cloudWatch,
  },
  alarmMonth: { dollars: 0.1, per: 'metric of an alarm and month', source: cloudWatch },
  dashboardMonth: { dollars: 3, per: 'dashboard and month', source: cloudWatch },
  logGigabyte: { dollars: 0.5, per: 'GB of logs taken in', source: cloudWatch },
  logMonth: { dollars: 0.03, per: 'GB of logs and month', source: cloudWatch },
  trace: { dollars: 0.000005, per: 'trace recorded', source: 'https://aws.amazon.com/xray/pricing/' },
  dataEvent: {
    dollars: 0.000001,
    per: 'data event of the trail; management events are free in the account’s first trail',
    source: 'https://aws.amazon.com/cloudtrail/pricing/',
  },
  mail: { dollars: 0.00002, per: 'e-mail sent', source: 'https://aws.amazon.com/sns/pricing/' },
} as const satisfies Readonly<Record<string, Price>>;
export type PriceName = keyof typeof PRICES;

export const HOURS_OF_MONTH = 730;
export const DAYS_OF_MONTH = 30.4;

/** `quantity` times the price, to a millionth of a dollar. */
export function costOf(price: PriceName, quantity: number): number {
  return dollars(PRICES[price].dollars * quantity);
}

/** To a millionth of a dollar, so that sums read the same everywhere. */
export function dollars(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
