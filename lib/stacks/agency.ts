import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import type { Agency, Workspace } from '../workspace/model.ts';
import { AgencyAlarms } from './agency-alarms.ts';
import { Arrivals } from './arrivals.ts';
import { Deliverer } from './deliverer.ts';
import { Landing } from './landing.ts';
import { MalwareScan, Scanner } from './malware-scan.ts';
import { ReceiptNotice } from './receipt-notice.ts';
import { RecordsTables } from './records-tables.ts';
import { tag } from './tags.ts';
import { filesOfAgency, WorkspaceParameters } from './workspace-parameters.ts';

export interface AgencyStackProps extends StackProps {
  readonly names: Names;
  readonly place: Place;
  readonly workspace: Workspace;
  readonly agency: Agency;
  /** The workspace's YAML: path, segments divided by `/`, to text. */
  readonly files: ReadonlyMap<string, string>;
  /** Two consents to what the agency delivered going with the stack. */
  readonly removable: boolean;
}

/**
 * Everything that is of one agency: where it delivers, who may, what happens then, who is told, and its part of the
 * workspace. Other stacks find it by name, so an agency comes and goes without touching them.
 */
export class AgencyStack extends Stack {
  constructor(scope: Construct, id: string, props: AgencyStackProps) {
    super(scope, id, props);
    const { names, place, workspace, agency, files, removable } = props;
    const { agreements, collaborative } = workspace;
    const { deployment } = collaborative;
    const contracts = [...workspace.contracts.values()].filter((contract) => contract.agency === agency.id);

    const deliverer = new Deliverer(this, 'Deliverer', { names, agency, deployment });
    const scanner = deployment.malwareProtection
      ? new Scanner(this, 'Scanner', { names, agency })
      : undefined;
    const landing = new Landing(this, 'Landing', {
      names,
      place,
      agency,
      datasets: contracts.map((contract) => contract.id),
      agreements,
      deliverer,
      removable,
      ...(scanner === undefined ? {} : { scanner: scanner.role.roleArn }),
    });
    const notice = new ReceiptNotice(this, 'Receipts', { names, place, agency, key: landing.key });
    new Arrivals(this, 'Arrivals', { names, agency, scanned: scanner !== undefined });
    if (scanner !== undefined)
      new MalwareScan(this, 'Scan', { names, place, agency, landing, scanner, notice });
    new RecordsTables(this, 'Records', { names, place, contracts });
    new AgencyAlarms(this, 'Alarms', { names, agency });
    new WorkspaceParameters(this, 'Workspace', { names, files: filesOfAgency(files, agency.id) });
    tag(this, { collaborative: collaborative.name, agency: agency.id });
  }
}
