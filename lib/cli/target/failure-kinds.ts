import type { Kind } from '../../errors/tributary-error.ts';

/**
 * Which errors of steps are no faults, by class: Step Functions and Lambda pass on a name and a sentence, and the exit
 * code hangs on more. Everything else may be cured by another try. A test holds this against the classes.
 */
const KINDS: Readonly<Record<Exclude<Kind, 'fault'>, readonly string[]>> = {
  refusal: [
    'AmountsCannotBeNoisy',
    'AmountsCannotBeRounded',
    'CodesTellOfPeople',
    'AuditTooLarge',
    'BudgetMissing',
    'BudgetOverdrawn',
    'CellsDoNotAddUp',
    'EarlierReleaseDoesNotAddUp',
    'EarlierReleaseUnknown',
    'MixedKeyVersions',
    'ModelDidNotTrain',
    'NoAgreementInForce',
    'NothingLeftToPublish',
    'ProtectionFailed',
    'PublishedRowsDiffer',
    'SharedCellsDiffer',
    'SharedCellsRemembered',
  ],
  usage: [
    'AccessRefused',
    'AmbiguousCodes',
    'AmbiguousColumns',
    'ColumnMissing',
    'ColumnTypeUnsupported',
    'ContractMissing',
    'DatasetUnknown',
    'EnvironmentIncomplete',
    'IdNotUnique',
    'IndicatorUnknown',
    'InvalidObjectKey',
    'NoModelToKeep',
    'NoPeriodDue',
    'NoRelease',
    'NothingObserved',
    'PeriodOutsideCalendar',
    'PeriodUnknown',
    'RecordInTwoClusters',
    'ReleaseMissing',
    'ScanLimitReached',
    'StatementTooLong',
    'TableForeign',
    'TableNotDeployed',
    'UndeclaredCodes',
    'UnknownDimension',
    'ViewNameTaken',
    'WorkspaceNotDeployed',
    'WorkspaceUnfit',
  ],
};

export function kindOfFailure(errorClass: string): Kind {
  const known = (['refusal', 'usage'] as const).find((kind) => KINDS[kind].includes(errorClass));
  return known ?? 'fault';
}

/** Every class that is no fault, for the test that holds this page. */
export const NO_FAULTS = KINDS;
