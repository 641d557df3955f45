/** What operators are told in numbers. Each is of one agency, dataset or indicator; none of a person. */
export type SignalName =
  /** Rows of a delivery, by what became of them. */
  | 'RowsAccepted'
  | 'RowsQuarantined'
  /** 1 where a delivery was rejected whole, else 0. */
  | 'DeliveryRejected'
  /** 1 where a delivery's rows moved by more than its contract lets them, else 0. */
  | 'VolumeMoved'
  /** Days past the due date of the dataset's most overdue period; 0 where nothing is. */
  | 'DaysOverdue'
  /** Share of an agency's records that are linked to another record, in percent. */
  | 'LinkageRate'
  /** Share of an indicator's rows that are suppressed, in percent. */
  | 'SuppressedShare'
  /** 1 where a run published in part, else 0. */
  | 'RunPartial'
  /** Accesses that no earlier day has seen the like of. */
  | 'UnusualAccess'
  /** US dollars of one day, by list price. */
  | 'EstimatedCost'
  /** US dollars since the first of the month, by list price. */
  | 'CostOfMonth'
  /** Percentage points by which an agency's linkage rate fell from the release before to the newest; 0 where it did not. */
  | 'LinkageRateDrop'
  /** Percentage points by which the share of suppressed rows rose from the release before to the newest; 0 where it did not. */
  | 'SuppressedShareRise';

export interface Signal {
  readonly name: SignalName;
  readonly value: number;
  /**
   * What it is of; names only, as the workspace has them. A signal of an agency and a dataset is also one of the agency:
   * whoever carries it tells both.
   */
  readonly of: Readonly<Partial<Record<'agency' | 'dataset' | 'indicator' | 'workflow', string>>>;
}

/** Where signals go: CloudWatch, or nowhere on one machine, where the command line tells the same in words. */
export interface Signals {
  emit(signals: readonly Signal[]): void;
}

/** For one machine and for tests that do not look. */
export const unheard: Signals = { emit() {} };
