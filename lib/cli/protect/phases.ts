/** Seconds by phase, and of all of them together. */
export type Seconds = Readonly<Record<string, number>>;

/** Adds up how long each phase takes; a phase that comes again goes on counting. */
export class Phases {
  readonly #spent = new Map<string, number>();
  readonly #onPhase: (phase: string) => void;
  #phase: string | undefined;
  #since = 0;

  constructor(onPhase: (phase: string) => void = () => {}) {
    this.#onPhase = onPhase;
  }

  /** A phase begins, and the one before it ends. */
  begin(phase: string): void {
    this.#settle();
    if (phase !== this.#phase) this.#onPhase(phase);
    this.#phase = phase;
  }

  /** Ends the last phase. */
  end(): Seconds {
    this.#settle();
    this.#phase = undefined;
    const total = [...this.#spent.values()].reduce((sum, milliseconds) => sum + milliseconds, 0);
    return Object.fromEntries(
      [...this.#spent, ['total', total] as const].map(([phase, spent]) => [phase, Math.round(spent) / 1000]),
    );
  }

  #settle(): void {
    const now = performance.now();
    if (this.#phase !== undefined)
      this.#spent.set(this.#phase, (this.#spent.get(this.#phase) ?? 0) + now - this.#since);
    this.#since = now;
  }
}
