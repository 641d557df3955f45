import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  QuestionFailed,
  type QuestionLimit,
  QuestionTooCostly,
  ReaderEnded,
} from '../../errors/question-errors.ts';
import type { Answer, Parsed, ReaderQuestion, ReleaseReader } from '../../ports/reader.ts';
import { FolderStore } from './folder-store.ts';
import { ANSWER_MEGABYTES, MEMORY_EXIT, ReaderReply, type ReaderRequest } from './release-reader-messages.ts';

export interface ReleaseReaderSettings {
  /** A question is stopped after so long. */
  readonly seconds: number;
  /** The engine's own limit. */
  readonly megabytes: number;
  /** What its process may hold beside: Node, the engine's code, texts that the engine does not count. */
  readonly besides: number;
  readonly threads: number;
}

export const READER_DEFAULTS: ReleaseReaderSettings = {
  seconds: 60,
  megabytes: 1024,
  besides: 512,
  threads: 2,
};

interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
}

const PROGRAM = fileURLToPath(new URL('./release-reader-process.ts', import.meta.url));

/**
 * DuckDB in a process of its own. Texts that grow are not counted by DuckDB's memory limit, and an operation within
 * one vector cannot be interrupted (both measured on 1.5.6): only the end of a process holds against every question.
 * It gets no environment to read.
 */
export class LocalReleaseReader implements ReleaseReader {
  readonly #process: ChildProcess;
  readonly #replies: AsyncIterator<string>;
  readonly #ended: Promise<Ending>;
  readonly #settings: ReleaseReaderSettings;

  constructor(settings: Partial<ReleaseReaderSettings> = {}) {
    this.#settings = { ...READER_DEFAULTS, ...settings };
    this.#process = spawn(process.execPath, [PROGRAM], { env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#ended = new Promise((resolve) => {
      this.#process.once('exit', (code, signal) => resolve({ code, signal }));
    });
    const { stdin, stdout } = this.#process;
    if (stdin === null || stdout === null)
      throw new TypeError('The reader process was started without pipes.');
    // The process may end while it is being written to; the missing reply tells.
    stdin.on('error', () => {});
    this.#replies = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  async parse(sql: string): Promise<Parsed> {
    const reply = await this.#exchange({ kind: 'parse', sql, ...this.#limits() });
    if (reply.kind !== 'parsed') throw this.#unexpected(reply);
    return reply.parsed;
  }

  async ask(question: ReaderQuestion): Promise<Answer> {
    const { store, tables, views, sql, database, rowLimit } = question;
    if (!(store instanceof FolderStore))
      throw new TypeError('A local reader opens releases in local stores only.');
    const reply = await this.#exchange({
      kind: 'ask',
      sql,
      database,
      rowLimit,
      tables: tables.map(({ parts, ...table }) => ({
        ...table,
        parts: parts.map(({ value, key }) => ({ value, path: store.pathOf(key) })),
      })),
      views: views.map((view) => view.sql),
      ...this.#limits(),
    });
    if (reply.kind !== 'answer') throw this.#unexpected(reply, rowLimit);
    return {
      columns: reply.columns,
      rows: reply.rows.map((row) =>
        row.map((value, at) =>
          typeof value === 'string' && reply.columns[at]?.kind === 'integer' ? BigInt(value) : value,
        ),
      ),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill('SIGKILL');
  }

  #limits() {
    const { megabytes, besides, threads } = this.#settings;
    return { megabytes, threads, processMegabytes: megabytes + besides };
  }

  async #exchange(request: ReaderRequest): Promise<ReaderReply> {
    const { seconds } = this.#settings;
    const clock = { late: false };
    const timer = setTimeout(() => {
      clock.late = true;
      this.#process.kill('SIGKILL');
    }, seconds * 1000);
    try {
      this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await this.#replies.next();
      if (clock.late) throw new QuestionTooCostly({ kind: 'time', seconds });
      if (done === true) throw this.#endedError(await this.#ended);
      return ReaderReply.parse(JSON.parse(value));
    } finally {
      clearTimeout(timer);
    }
  }

  /** The process ends itself when it holds more than it may; the system kills it when there is no memory left. */
  #endedError({ code, signal }: Ending): Error {
    const memory = code === MEMORY_EXIT || signal !== null;
    return memory
      ? new QuestionTooCostly({ kind: 'memory', megabytes: this.#settings.megabytes })
      : new ReaderEnded(code);
  }

  #unexpected(reply: ReaderReply, rows = 0): Error {
    if (reply.kind === 'failed') return new QuestionFailed(reply.detail);
    if (reply.kind === 'limit') return new QuestionTooCostly(this.#limitOf(reply.limit, rows));
    return new TypeError('The reader process answered another request.');
  }

  #limitOf(limit: 'memory' | 'rows' | 'size', rows: number): QuestionLimit {
    if (limit === 'rows') return { kind: 'rows', rows };
    return { kind: limit, megabytes: limit === 'size' ? ANSWER_MEGABYTES : this.#settings.megabytes };
  }
}
