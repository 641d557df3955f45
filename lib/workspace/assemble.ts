import { assembleContract } from './assemble-contract.ts';
import { assembleIndicator } from './assemble-indicator.ts';
import type { Agency, Agreement, Collaborative, DatasetId, Deployment, Workspace } from './model.ts';
import { additionalPolicy, collaborativePolicy, ownersPolicy } from './policy.ts';
import type { AgencyDocument } from './schemas/agency.ts';
import type { AgreementDocument } from './schemas/agreement.ts';
import type { CollaborativeDocument } from './schemas/collaborative.ts';
import type { Source, Sources } from './source.ts';

/** The model of what was read, defaults filled in. Undefined without a collaborative, for all else leans on it. */
export function assemble(sources: Sources, folder: string): Workspace | undefined {
  if (sources.collaborative === undefined) return undefined;
  const collaborative = assembleCollaborative(sources.collaborative.document);
  const contracts = sources.contracts.map((source) => assembleContract(source, collaborative));
  return {
    folder,
    collaborative,
    agencies: new Map(sources.agencies.map((source) => [source.name, assembleAgency(source, collaborative)])),
    contracts: new Map(contracts.map((contract) => [contract.id, contract])),
    agreements: sources.agreements.map((source) => assembleAgreement(source, collaborative)),
    indicators: sources.indicators.map((source) => assembleIndicator(source, collaborative)),
  };
}

function assembleCollaborative(document: CollaborativeDocument): Collaborative {
  const { first, last, cycle, dueDays, fiscalYearStarts } = document.calendar;
  return {
    name: document.name,
    title: document.title,
    calendar: {
      cycle,
      first,
      dueDays,
      ...(last === undefined ? {} : { last }),
      ...(fiscalYearStarts === undefined ? {} : { fiscalYearStarts }),
    },
    linkage: document.linkage,
    policy: collaborativePolicy(document.policy),
    vocabularies: new Map(
      Object.entries(document.vocabularies).map(([name, { title, codes }]) => [
        name,
        { name, title: title ?? name, codes },
      ]),
    ),
    deployment: assembleDeployment(document.deployment),
  };
}

function assembleDeployment({ samlProvider, ...rest }: CollaborativeDocument['deployment']): Deployment {
  return { ...rest, ...(samlProvider === undefined ? {} : { samlProvider }) };
}

function assembleAgency({ name, document }: Source<AgencyDocument>, collaborative: Collaborative): Agency {
  const steward = document.steward ?? document.owner;
  return {
    id: name,
    name: document.name,
    owner: document.owner,
    steward,
    custodian: document.custodian ?? steward,
    ...(document.principal === undefined ? {} : { principal: document.principal }),
    ...(document.policy === undefined ? {} : { policy: ownersPolicy(document.policy, collaborative.policy) }),
    ...(document.privacyBudget === undefined ? {} : { privacyBudget: document.privacyBudget }),
  };
}

function assembleAgreement(
  { name, document }: Source<AgreementDocument>,
  collaborative: Collaborative,
): Agreement {
  const { policy, datasets, ...rest } = document;
  return {
    id: name,
    ...rest,
    datasets: datasets as DatasetId[],
    ...(policy === undefined ? {} : { policy: additionalPolicy(policy, collaborative.policy) }),
  };
}
