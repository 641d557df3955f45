/** Who acts: a part of the system, a person's role, an agency's, or anybody else. */
export type ActorKind = 'step' | 'person' | 'agency' | 'other';

export type AccessAction = 'read' | 'write' | 'delete' | 'decrypt' | 'derive' | 'query' | 'refused';

/** One use of data or of a key. Holds no key of an object, no session and no address: `event` finds them in the log. */
export interface Access {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The name of the role as this system calls it (`Tokenize`, `Analyst`), else what the log says. */
  readonly role: string;
  readonly kind: ActorKind;
  /** A zone, `landing of <agency>`, `root key`, or `queries of <work group>`. */
  readonly zone: string;
  readonly action: AccessAction;
  /** Read, written or scanned; 0 where the log does not say. */
  readonly bytes: number;
  /** The id under which the log has it. */
  readonly event: string;
}

/** A file of the log. */
export interface AccessLogFile {
  readonly name: string;
  /** The day that it tells of, UTC, e.g. `2026-03-31`. */
  readonly day: string;
}

/** The log of access, in files that appear some minutes after what they tell. */
export interface AccessLog {
  /** The files of the days from `since` to `until` that can be judged at `until`, oldest first. */
  files(since: Date, until: Date): Promise<readonly AccessLogFile[]>;
  /** What a file tells of data and keys of this system; other events are left out. */
  read(file: AccessLogFile): Promise<readonly Access[]>;
}
