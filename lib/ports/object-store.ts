/** What may be stored: bytes, text (as UTF-8), or a stream of bytes. */
export type Body = Uint8Array | string | AsyncIterable<Uint8Array>;

export interface ObjectInfo {
  /** Relative to the store, segments divided by `/`. */
  readonly key: string;
  /** Changes whenever the content is written anew. */
  readonly version: string;
  readonly bytes: number;
}

export interface PutOptions {
  /** Refuse where the key has a version already. */
  readonly ifAbsent?: boolean;
  /** Refuse unless this is the key's newest version. */
  readonly ifMatch?: string;
}

/**
 * Bytes under keys, as S3 has them: whole objects, versions, conditional writes. An object appears whole or
 * not at all. A key's segments are never empty, `.` or `..`.
 */
export interface ObjectStore {
  /** Whole content. @throws ObjectNotFound where the key has none. */
  get(key: string): Promise<Uint8Array>;
  /** The content in chunks. @throws ObjectNotFound */
  read(key: string): AsyncIterable<Uint8Array>;
  /** What lies under the key, or undefined. */
  head(key: string): Promise<ObjectInfo | undefined>;
  /** Every object whose key begins with the prefix, ordered by key (code point). */
  list(prefix: string): Promise<readonly ObjectInfo[]>;
  /** @throws PreconditionFailed where `ifAbsent` or `ifMatch` does not hold. */
  put(key: string, body: Body, options?: PutOptions): Promise<ObjectInfo>;
  /** Removes the key; nothing happens where it has no object. */
  delete(key: string): Promise<void>;
}

/** The zones of the design, each with a store of its own; a landing zone belongs to one agency. */
export interface Zones {
  landing(agency: string): ObjectStore;
  readonly tokens: ObjectStore;
  readonly records: ObjectStore;
  readonly crosswalk: ObjectStore;
  readonly integrated: ObjectStore;
  readonly release: ObjectStore;
  readonly audit: ObjectStore;
}

export type SharedZone = Exclude<keyof Zones, 'landing'>;
