import { at, type Rule } from './rule.ts';

const GROUP = 'AWS::Athena::WorkGroup';
const TABLE = 'AWS::Glue::Table';
const DATABASE = 'AWS::Glue::Database';

/** Buckets of the system, whose encryption and policies other rules look at. */
const OURS = /^s3:\/\/trib-[a-z0-9-]+-<AWS::AccountId>-<AWS::Region>\/[a-z_0-9/-]*$/;

const configuration = (properties: unknown) => at(properties, 'WorkGroupConfiguration');

/** Athena and Glue. */
export const QUESTION_RULES: readonly Rule[] = [
  {
    id: 'AnswersEncrypted',
    of: [GROUP],
    says: 'A work group writes its answers to a bucket of the system in this account, under a key of the system.',
    controls: ['SC-13', 'SC-28', 'SC-28(1)'],
    holds: ({ properties }) => {
      const result = at(configuration(properties), 'ResultConfiguration');
      return (
        at(result, 'EncryptionConfiguration', 'EncryptionOption') === 'SSE_KMS' &&
        at(result, 'EncryptionConfiguration', 'KmsKey') !== undefined &&
        at(result, 'ExpectedBucketOwner') === '<AWS::AccountId>' &&
        OURS.test(String(at(result, 'OutputLocation')))
      );
    },
    planted: { type: GROUP, properties: { Name: 'bare' } },
  },
  {
    id: 'WorkGroupEnforced',
    of: [GROUP],
    says: 'No client of a work group can choose other settings.',
    controls: ['AC-3', 'CM-6'],
    holds: ({ properties }) => at(configuration(properties), 'EnforceWorkGroupConfiguration') === true,
    planted: {
      type: GROUP,
      properties: { Name: 'free', WorkGroupConfiguration: { EnforceWorkGroupConfiguration: false } },
    },
  },
  {
    id: 'ScanLimited',
    of: [GROUP],
    says: 'A question that reads too much is stopped.',
    controls: ['SC-5', 'SC-6'],
    holds: ({ properties }) => Number(at(configuration(properties), 'BytesScannedCutoffPerQuery')) > 0,
    planted: { type: GROUP, properties: { Name: 'endless' } },
  },
  {
    id: 'EngineNamed',
    of: [GROUP],
    says: 'A work group keeps to the engine that statements were tested for.',
    controls: ['CM-2', 'CM-6'],
    holds: ({ properties }) =>
      at(configuration(properties), 'EngineVersion', 'SelectedEngineVersion') === 'Athena engine version 3',
    planted: { type: GROUP, properties: { Name: 'any' } },
  },
  {
    id: 'TableInOurBucket',
    of: [TABLE],
    says: 'A table is of data in an encrypted bucket of the system, and finds its partitions by projection.',
    controls: ['AC-4', 'SC-28'],
    holds: ({ properties }) =>
      OURS.test(String(at(properties, 'TableInput', 'StorageDescriptor', 'Location'))) &&
      at(properties, 'TableInput', 'Parameters', 'projection.enabled') === 'true' &&
      at(properties, 'CatalogId') === '<AWS::AccountId>',
    planted: {
      type: TABLE,
      properties: {
        CatalogId: '1',
        DatabaseName: 'records',
        TableInput: { StorageDescriptor: { Location: 's3://elsewhere/x/' } },
      },
    },
  },
  {
    id: 'DatabaseHoldsNoData',
    of: [DATABASE],
    says: 'A database is of this account and has no place of its own, where tables would be made outside of zones.',
    controls: ['AC-4', 'CM-7'],
    holds: ({ properties }) =>
      at(properties, 'DatabaseInput', 'LocationUri') === undefined &&
      at(properties, 'DatabaseInput', 'TargetDatabase') === undefined &&
      at(properties, 'CatalogId') === '<AWS::AccountId>',
    planted: {
      type: DATABASE,
      properties: { CatalogId: '1', DatabaseInput: { Name: 'x', LocationUri: 's3://elsewhere/' } },
    },
  },
  {
    id: 'NothingCrawls',
    of: [
      'AWS::Glue::Crawler',
      'AWS::Glue::Job',
      'AWS::Glue::DevEndpoint',
      'AWS::Glue::Connection',
      'AWS::LakeFormation::Permissions',
      'AWS::LakeFormation::PrincipalPermissions',
    ],
    says: 'No crawler, job or connection reads zones, and nothing opens the catalogue beside the policies of roles.',
    controls: ['AC-6', 'CM-7'],
    holds: () => false,
    planted: { type: 'AWS::Glue::Crawler', properties: { Role: 'x', Targets: {} } },
  },
];
