/** Where a command prints, and how. */
export interface Io {
  /** Answers: stdout. */
  out(text: string): void;
  /** Progress, messages and errors: stderr. */
  err(text: string): void;
  /** Exactly one JSON document on stdout instead of text. */
  readonly json: boolean;
  /** Whether stderr is a terminal that a line can be rewritten on. */
  readonly terminal: boolean;
  /** Columns of the terminal; 100 where there is none. */
  readonly width: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What the command line answers with; see the design. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

/** Prints a value as the one JSON document. Bigints become numbers where they are safe, text elsewhere. */
export function printJson(io: Io, value: unknown): void {
  const plain = (_key: string, item: unknown) =>
    typeof item === 'bigint' ? (Number.isSafeInteger(Number(item)) ? Number(item) : String(item)) : item;
  io.out(`${JSON.stringify(value, plain, 2)}\n`);
}
