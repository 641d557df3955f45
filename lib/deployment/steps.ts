import type { QueryDuty, Workflow } from './names.ts';

/** How a step of a workflow is deployed, and what happens to it as data grow. */
export interface StepDeployment {
  /** As the workflow file calls it in `${…}`; functions that no workflow calls have a name of the same form. */
  readonly name: string;
  readonly workflow: Workflow | 'watch';
  /** `engine` brings DuckDB; `light` does not and starts in a fraction of the time. */
  readonly bundle: 'light' | 'engine';
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** `file`: `/tmp` holds the largest file that the deployment allows, twice over; `small`: 512 MB. */
  readonly scratch: 'file' | 'large' | 'small';
  /** For whom it asks the query engine itself; missing where it asks nothing. */
  readonly duty?: QueryDuty;
  /** What it works with grows with what, and what then. */
  readonly growth: string;
}

const MOST = 10_240;
const MINUTE = 60;

const light = (
  name: string,
  workflow: StepDeployment['workflow'],
  growth: string,
  memoryMegabytes = 512,
): StepDeployment => ({
  name,
  workflow,
  bundle: 'light',
  memoryMegabytes,
  timeoutSeconds: 5 * MINUTE,
  scratch: 'small',
  growth,
});

const engine = (
  name: string,
  workflow: StepDeployment['workflow'],
  scratch: StepDeployment['scratch'],
  growth: string,
  memoryMegabytes = MOST,
): StepDeployment => ({
  name,
  workflow,
  bundle: 'engine',
  memoryMegabytes,
  timeoutSeconds: 15 * MINUTE,
  scratch,
  growth,
});

/** Every function of a deployment. */
export const STEPS: readonly StepDeployment[] = [
  light('Receive', 'intake', 'reads the file once to digest it: some 100 MB a second', 1769),
  light('CheckAgreement', 'intake', 'with nothing but the workspace'),
  light('Refuse', 'intake', 'with nothing, but digests a file that lies in no folder of ours', 1769),
  {
    ...light('Read', 'intake', 'reads the file once, unpacked: some 50 MB a second', 3008),
    timeoutSeconds: 15 * MINUTE,
  },
  engine('Validate', 'intake', 'file', 'with the rows of the delivery, which spill to /tmp'),
  engine(
    'Tokenize',
    'intake',
    'file',
    'with the rows of one part, a million at 87 s and 2.1 GiB; each other million of the delivery adds 7 s',
  ),
  engine(
    'Combine',
    'intake',
    'file',
    'with the rows of the delivery and of the one that it replaces, some 60 bytes each; 3 million in 8 s',
  ),
  light('Receipt', 'intake', 'with the causes found, not with rows'),
  light('Plan', 'integration', 'with the deliveries in force: a small object each', 1024),
  light('PrepareLink', 'integration', 'with the datasets: it writes statements, Athena runs them', 1024),
  {
    ...engine('Train', 'integration', 'large', 'with distinct agreement patterns, some ten thousand at most'),
    duty: 'linkage',
  },
  {
    ...engine(
      'Cluster',
      'integration',
      'large',
      'with the pairs that may match, 28 bytes each, and the records',
    ),
    duty: 'linkage',
  },
  light('Integrate', 'integration', 'with the datasets: it writes statements, Athena runs them', 1024),
  { ...light('MeasureQuality', 'integration', 'with the datasets: Athena counts', 1024), duty: 'integrate' },
  light('Measure', 'integration', 'with nothing: it writes statements, Athena runs them'),
  {
    ...engine('Protect', 'integration', 'small', 'with the cells of one family of indicators'),
    duty: 'measure',
  },
  {
    ...engine('AuditProtection', 'integration', 'small', 'with the cells of one family of indicators'),
    duty: 'measure',
  },
  engine('Assemble', 'integration', 'small', 'with the indicators of the release', 3008),
  engine('Publish', 'integration', 'small', 'with the files of the release', 3008),
  light('ShowViews', 'integration', 'with the indicators of all releases'),
  light('Announce', 'integration', 'with nothing'),
  light('Watch', 'watch', 'with the datasets and periods that are due', 1024),
  light('WatchAccess', 'watch', 'with the log files of one hour', 1769),
  light('WatchCost', 'watch', 'with the executions of one day'),
];
