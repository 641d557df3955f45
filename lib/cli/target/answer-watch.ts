import { setTimeout as pause } from 'node:timers/promises';
import { Note, type Receipt, readReceipt } from '../../intake/intake.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { NotedInstead, ReceiptNotThere } from './errors.ts';

/** Milliseconds between two looks: the first, how they grow, the longest. */
const POLL = { first: 500, growth: 1.3, longest: 10_000 };

const NOTES = ['receipts/not-placed/', 'receipts/not-processed/'] as const;

/**
 * Waits for the answer to one file among all that lie below `receipts/`. What was there before the file was sent is no
 * answer to it; a receipt that is put there once more is, since intake repeats the receipt of a file that it knows.
 */
export class AnswerWatch {
  readonly #landing: ObjectStore;
  readonly #folder: string;
  /** Versions of everything that has been looked at. */
  readonly #seen: Set<string>;

  private constructor(landing: ObjectStore, folder: string, seen: Set<string>) {
    this.#landing = landing;
    this.#folder = folder;
    this.#seen = seen;
  }

  /** Begins before the file is sent. */
  static async begin(landing: ObjectStore, dataset: string, period: string): Promise<AnswerWatch> {
    const watch = new AnswerWatch(landing, `receipts/${dataset}/${period}/`, new Set());
    await watch.#news();
    return watch;
  }

  /** @throws ReceiptNotThere, NotedInstead */
  async waitFor(file: { readonly key: string; readonly sha256: string }, minutes: number): Promise<Receipt> {
    const until = performance.now() + minutes * 60_000;
    let wait = POLL.first;
    for (;;) {
      const answer = await this.#answerTo(file);
      if (answer !== undefined) return answer;
      if (performance.now() + wait > until) throw new ReceiptNotThere(minutes);
      await pause(wait);
      wait = Math.min(POLL.longest, wait * POLL.growth);
    }
  }

  async #answerTo({
    key,
    sha256,
  }: {
    readonly key: string;
    readonly sha256: string;
  }): Promise<Receipt | undefined> {
    for (const found of await this.#news()) {
      if (found.startsWith(this.#folder)) {
        const receipt = await readReceipt(this.#landing, found);
        if (receipt.file.sha256 === sha256) return receipt;
        continue;
      }
      const note = Note.parse(JSON.parse(Buffer.from(await this.#landing.get(found)).toString('utf8')));
      if (note.key === key) throw new NotedInstead(note.note, note.finding.message, note.next);
    }
    return undefined;
  }

  /** Keys of receipts and notes that are new, or new in this version, since the last look. */
  async #news(): Promise<readonly string[]> {
    const lists = await Promise.all([this.#folder, ...NOTES].map((prefix) => this.#landing.list(prefix)));
    const news: string[] = [];
    for (const { key, version } of lists.flat()) {
      const named = `${key} ${version}`;
      if (!key.endsWith('.json') || this.#seen.has(named)) continue;
      this.#seen.add(named);
      news.push(key);
    }
    return news;
  }
}
