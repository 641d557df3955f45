/** Tells a person how far something is: a bar on a terminal, plain lines elsewhere, on stderr. Never an identifier. */
export interface Progress {
  /** A new piece of work; `of` where the number of steps is known. */
  start(title: string, of?: number): void;
  /** One step done. */
  tick(detail?: string): void;
  /** The piece is done. */
  done(summary?: string): void;
}

/** For tests and quiet runs. */
export const silent: Progress = { start() {}, tick() {}, done() {} };
