/** Whether the same call may succeed later without anybody changing anything. */
export type Retry = 'never' | 'later';

/** Who can act on the message. */
export type Audience = 'steward' | 'analyst' | 'operator';

/** What the command line answers with: refused on the data or an agreement, wrong usage or configuration, a fault. */
export type Kind = 'refusal' | 'usage' | 'fault';

const EXIT_CODES = { refusal: 1, usage: 2, fault: 3 } as const satisfies Record<Kind, number>;

/**
 * The root of every error that Tributary throws on purpose. A subclass names one thing that went wrong and
 * builds its own sentence from typed facts, so that no caller formats a message and no identifier slips in.
 * The class name is the `error.name` that a workflow's `ErrorEquals` matches.
 */
export abstract class TributaryError extends Error {
  /** Stable and documented; never reused for another meaning. */
  abstract readonly code: string;
  abstract readonly kind: Kind;
  abstract readonly audience: Audience;
  readonly retry: Retry = 'never';

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }

  /** The exit code of the command line for this error: 1, 2 or 3. */
  get exitCode(): 1 | 2 | 3 {
    return EXIT_CODES[this.kind];
  }
}
