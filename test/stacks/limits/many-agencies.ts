import { readWorkspaceFiles } from '../../../lib/adapters/local/workspace-files.ts';
import type { Files } from '../rules/apps.ts';

/** Contracts of the county that each agency has a copy of: of the size that contracts have. */
const COPIED = ['human_services/snap', 'public_health/wic', 'schools/enrolment'] as const;

/** What an agency is called, at the same length for each, so that sizes can be compared. */
function agencyId(number: number): string {
  return `county_department_${String(number).padStart(3, '0')}`;
}

/** The files of one agency and its three datasets. */
export async function agencyFiles(number: number): Promise<Files> {
  const id = agencyId(number);
  const county = await readWorkspaceFiles('examples/county');
  return new Map([
    [
      `agencies/${id}.yaml`,
      `name: County department ${id}\nowner: { name: Owner Of ${id}, email: owner@${id.replaceAll('_', '-')}.example }\n`,
    ],
    ...COPIED.map(
      (contract) =>
        [
          `contracts/${id}/${contract.split('/').at(-1)}.yaml`,
          (county.get(`contracts/${contract}.yaml`) ?? '').replace(
            /^id: .*$/m,
            `id: ${id}-${contract.split('/').at(-1)}`,
          ),
        ] as const,
    ),
  ]);
}

/** The agreement under which one agency delivers. */
export function agreementOf(number: number): Files {
  const id = agencyId(number);
  return new Map([
    [
      `agreements/${id}.yaml`,
      `title: Agreement of ${id}
parties: [${id}]
datasets: [${COPIED.map((contract) => `${id}/${contract.split('/').at(-1)}`).join(', ')}]
purpose: indicators
indicators: ["*"]
authority: County Code 2.14
effective: 2026-01-01
expires: 2028-12-31
retentionDays: 1095
signatories:
  - { name: Owner Of ${id}, agency: ${id}, date: 2025-12-01 }
`,
    ],
  ]);
}

/** A workspace of so many agencies, three datasets and an agreement each, with the county's settings. */
export async function manyAgencies(count: number): Promise<Files> {
  const county = await readWorkspaceFiles('examples/county');
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const agencies = await Promise.all(numbers.map(agencyFiles));
  return new Map([
    ['collaborative.yaml', county.get('collaborative.yaml') ?? ''],
    ...agencies.flatMap((files) => [...files]),
    ...numbers.flatMap((number) => [...agreementOf(number)]),
  ]);
}
