import type { Finding } from './finding.ts';
import type { AgencyDocument } from './schemas/agency.ts';
import type { AgreementDocument } from './schemas/agreement.ts';
import type { CollaborativeDocument } from './schemas/collaborative.ts';
import type { ContractDocument } from './schemas/contract.ts';
import type { IndicatorDocument } from './schemas/indicator.ts';
import type { YamlFile } from './yaml-document.ts';

/** One file of the workspace that its schema accepts. */
export interface Source<Document> {
  /** The file's name without its ending: an agency's, dataset's, agreement's or indicator's name. */
  readonly name: string;
  /** The folder that holds it: a contract's agency. */
  readonly folder: string;
  readonly yaml: YamlFile;
  readonly document: Document;
}

/** Everything that could be read, by kind, in the order of file names. */
export interface Sources {
  readonly collaborative?: Source<CollaborativeDocument>;
  readonly agencies: readonly Source<AgencyDocument>[];
  readonly contracts: readonly Source<ContractDocument>[];
  readonly agreements: readonly Source<AgreementDocument>[];
  readonly indicators: readonly Source<IndicatorDocument>[];
  /** Files that could not be read, so that nothing is said to be missing which is merely broken. */
  readonly unread: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}
