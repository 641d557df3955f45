/** The time, as a port: `SOURCE_DATE_EPOCH` fixes it. */
export interface Clock {
  now(): Date;
}

/** Chance, as a port. */
export interface Random {
  bytes(count: number): Uint8Array;
}
