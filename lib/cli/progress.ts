import type { Progress } from '../ports/progress.ts';
import type { Io } from './io.ts';

const BAR = 24;

/** A bar that is rewritten on a terminal; a line at each start and end elsewhere. All on stderr. */
export function showProgress(io: Io): Progress {
  return io.terminal ? new TerminalProgress(io) : new PlainProgress(io);
}

class TerminalProgress implements Progress {
  readonly #io: Io;
  #title = '';
  #of: number | undefined;
  #at = 0;

  constructor(io: Io) {
    this.#io = io;
  }

  start(title: string, of?: number): void {
    this.#title = title;
    this.#of = of;
    this.#at = 0;
    this.#draw();
  }

  tick(detail?: string): void {
    this.#at += 1;
    this.#draw(detail);
  }

  done(summary?: string): void {
    this.#io.err(`\r\u001b[2K${summary ? `  ${this.#title}: ${summary}\n` : ''}`);
  }

  #draw(detail = ''): void {
    const share = this.#of ? Math.min(1, this.#at / this.#of) : 0;
    const filled = Math.round(share * BAR);
    const bar = this.#of
      ? `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${this.#at}/${this.#of} `
      : `${this.#at} `;
    this.#io.err(`\r\u001b[2K${`  ${this.#title} ${bar}${detail}`.slice(0, this.#io.width - 1)}`);
  }
}

class PlainProgress implements Progress {
  readonly #io: Io;
  #title = '';

  constructor(io: Io) {
    this.#io = io;
  }

  start(title: string): void {
    this.#title = title;
    this.#io.err(`${title} …\n`);
  }

  tick(): void {}

  done(summary?: string): void {
    if (summary) this.#io.err(`${this.#title}: ${summary}\n`);
  }
}
