import { suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import { explainLacking, inForce, lackingOf } from '../in-force.ts';
import type { DatasetId } from '../model.ts';
import type { IsoDate } from '../plain-date.ts';
import type { AgreementDocument } from '../schemas/agreement.ts';
import type { ContractDocument } from '../schemas/contract.ts';
import type { Source } from '../source.ts';
import type { YamlFile } from '../yaml-document.ts';
import { type Known, repeated, unknownDatasets } from './known.ts';

/** Whether everything that an agreement names is there, and whether its parties own what it shares. */
export function checkAgreement(
  { yaml, document }: Source<AgreementDocument>,
  known: Known,
): readonly Finding[] {
  const { parties, datasets, indicators, signatories, effective, expires } = document;
  const findings = [
    ...parties.flatMap((party, index) => unknownAgency(yaml, known, ['parties', index], party)),
    ...signatories.flatMap(({ agency }, index) =>
      unknownAgency(yaml, known, ['signatories', index, 'agency'], agency),
    ),
    ...unknownDatasets(yaml, known, ['datasets'], datasets),
    ...repeated(yaml, 'datasets', datasets, (index) => ['datasets', index]),
    ...repeated(yaml, 'parties', parties, (index) => ['parties', index]),
  ];
  for (const [index, id] of indicators.entries()) {
    const there = id === '*' || known.workspace.indicators.some((indicator) => indicator.id === id);
    if (there || known.unread.has(`indicators/${id}.yaml`)) continue;
    findings.push(
      yaml.finding(['indicators', index], {
        code: 'unknown_name',
        message: `There is no indicator "${id}".`,
        remedy: suggest(
          id,
          known.workspace.indicators.map((indicator) => indicator.id),
        ),
      }),
    );
  }
  for (const [index, dataset] of datasets.entries()) {
    const [owner = ''] = dataset.split('/');
    if (parties.includes(owner)) continue;
    findings.push(
      yaml.finding(['datasets', index], {
        code: 'value',
        message: `${owner} owns ${dataset} and is no party to this agreement.`,
        remedy: `Add ${owner} to "parties", or take the dataset out.`,
      }),
    );
  }
  for (const [index, { agency }] of signatories.entries()) {
    if (parties.includes(agency)) continue;
    findings.push(
      yaml.finding(['signatories', index, 'agency'], {
        code: 'value',
        message: `${agency} has signed and is no party to this agreement.`,
        remedy: `Add ${agency} to "parties", or take the signature out.`,
      }),
    );
  }
  if (expires < effective) {
    findings.push(
      yaml.finding(['expires'], {
        code: 'value',
        message: `This agreement expires on ${expires}, before it becomes effective on ${effective}.`,
        remedy: 'Mend one of the two dates.',
      }),
    );
  }
  return findings;
}

function unknownAgency(
  yaml: YamlFile,
  { workspace, unread }: Known,
  at: readonly PropertyKey[],
  agency: string,
): readonly Finding[] {
  if (workspace.agencies.has(agency) || unread.has(`agencies/${agency}.yaml`)) return [];
  return [
    yaml.finding(at, {
      code: 'unknown_name',
      message: `There is no agency "${agency}".`,
      remedy: `${suggest(agency, workspace.agencies.keys())} An agency is a file agencies/${agency}.yaml.`,
    }),
  ];
}

/** A warning for each dataset that could not be taken in today: a contract may well come before the signatures. */
export function checkDatasetsAgreed(
  contracts: readonly Source<ContractDocument>[],
  { workspace, unread }: Known,
  today: IsoDate,
): readonly Finding[] {
  // The one that names it may be among those that could not be read.
  if ([...unread].some((file) => file.startsWith('agreements/'))) return [];
  return contracts.flatMap(({ yaml, folder, name }) => {
    const id: DatasetId = `${folder}/${name}`;
    const naming = workspace.agreements.filter(({ datasets }) => datasets.includes(id));
    if (naming.some((agreement) => inForce(agreement, today))) return [];
    const lacking = explainLacking(lackingOf(naming, today));
    return [
      yaml.finding([], {
        code: 'no_agreement',
        severity: 'warning',
        message: `No agreement in force on ${today} covers ${id}, so nothing of it is taken in: ${lacking}.`,
        remedy:
          naming.length === 0
            ? 'Name it in a file under agreements/.'
            : 'Mend the dates or signatories there.',
      }),
    ];
  });
}
