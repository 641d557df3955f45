/** Why Athena could not finish a query, in its own shape: a reason that begins with the engine's code. */
export class AthenaFailure extends Error {
  override readonly name = 'AthenaFailure';
  /** 1 system, 2 user, 3 other. */
  readonly category: 1 | 2 | 3;
  readonly type: number;

  constructor(reason: string, category: 1 | 2 | 3 = 2, type = 1000) {
    super(reason);
    this.category = category;
    this.type = type;
  }
}

/** A request that Athena does not take: HTTP 400 at once, no query. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequestException';
}
