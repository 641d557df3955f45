/**
 * Derives keys from a root key that nobody can read. On AWS this is KMS `GenerateMac` with an HMAC key; on one
 * machine HMAC-SHA-256 with a key file of mode 600.
 */
export interface Keys {
  /** Names the root key in force, e.g. `v1`; rotation changes it. */
  readonly version: string;
  /**
   * @param label one a field and purpose, e.g. `token/surname`
   * @returns 32 bytes, the same for the same label and version
   */
  derive(label: string): Promise<Uint8Array>;
}
