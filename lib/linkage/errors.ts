import { TributaryError } from '../errors/tributary-error.ts';

/** Expectation–maximisation gave a model that must not decide who is whom. */
export class ModelDidNotTrain extends TributaryError {
  override readonly code = 'LINKAGE_MODEL_DID_NOT_TRAIN';
  override readonly kind = 'refusal';
  override readonly audience = 'operator';
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(
      `The linkage model did not train: ${reasons.join('; ')}. Nothing was linked. Check that the contracts give each ` +
        'column the role that it really has, or keep the model of the newest release (linkage.model: keep).',
    );
    this.reasons = reasons;
  }
}

/** A run was asked to keep a model where there is none that fits. */
export class NoModelToKeep extends TributaryError {
  override readonly code = 'LINKAGE_NO_MODEL_TO_KEEP';
  override readonly kind = 'usage';
  override readonly audience = 'operator';

  constructor(run: string) {
    super(
      `collaborative.yaml says that the linkage model is kept, but run ${run} left none that this version reads. ` +
        'Set linkage.model to train for one run.',
    );
  }
}

/** Two files of clusters or truth say different things about one record. */
export class RecordInTwoClusters extends TributaryError {
  override readonly code = 'LINKAGE_RECORD_IN_TWO_CLUSTERS';
  override readonly kind = 'usage';
  override readonly audience = 'operator';

  constructor(file: 'clusters' | 'truth', records: number) {
    super(
      `The file of ${file} gives ${records === 1 ? 'one record' : `${records} records`} more than one person_id. ` +
        'Each record_id may stand on one line only.',
    );
  }
}

/** An agency's tokens were made under several root keys, which cannot be compared. */
export class MixedKeyVersions extends TributaryError {
  override readonly code = 'LINKAGE_MIXED_KEY_VERSIONS';
  override readonly kind = 'refusal';
  override readonly audience = 'operator';

  constructor(versions: readonly string[]) {
    super(
      `The deliveries of this run were tokenized under different root keys (${versions.join(', ')}), so that the same ` +
        'person has different tokens. Tokenize the older deliveries again before linking.',
    );
  }
}

/** A model names a column that a file does not have. */
export class ColumnMissing extends TributaryError {
  override readonly code = 'LINKAGE_COLUMN_MISSING';
  override readonly kind = 'usage';
  override readonly audience = 'operator';

  constructor(file: string, column: string) {
    super(
      `The model names the column "${column}", which ${file} does not have. Correct the name, or give this file roles of its own under sources.`,
    );
  }
}

/** The column that names records is empty or repeats a value. */
export class IdNotUnique extends TributaryError {
  override readonly code = 'LINKAGE_ID_NOT_UNIQUE';
  override readonly kind = 'usage';
  override readonly audience = 'operator';

  constructor(column: string, records: number) {
    super(
      `The column "${column}" names records, and ${records} of them have no name of their own: it is empty there or stands in another row or file, too. Name a column that is unique over all files.`,
    );
  }
}
