import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../../lib/cli/main.ts';

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder in which somebody keeps tables and policies, and calls `tributary protect`. */
export class Desk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<Desk> {
    return new Desk(await mkdtemp(join(tmpdir(), 'protect-')));
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), content);
  }

  read(name: string): Promise<string> {
    return readFile(this.path(name), 'utf8');
  }

  /** Calls the command line on `policy.yaml` and `table.csv`, or on what the arguments name instead. */
  async protect(...more: readonly string[]): Promise<Answer> {
    const has = (option: string) => more.includes(option);
    const argv = [
      'protect',
      ...(has('--policy') ? [] : ['--policy', this.path('policy.yaml')]),
      ...(has('--out') ? [] : ['--out', this.path('out')]),
      ...more,
      ...(more.some((one) => one.endsWith('.csv')) ? [] : [this.path('table.csv')]),
    ];
    const printed = { out: '', err: '' };
    const code = await main(argv, {
      out: (text) => {
        printed.out += text;
      },
      err: (text) => {
        printed.err += text;
      },
      json: false,
      terminal: false,
      width: 100,
      environment: {},
    });
    return { code, ...printed };
  }

  /** The protected table as cells: codes joined by `/` → value, or null where it is suppressed. */
  async cells(out = 'out'): Promise<Readonly<Record<string, number | null>>> {
    const [, ...lines] = (await this.read(`${out}/table.csv`)).trimEnd().split('\n');
    return Object.fromEntries(
      lines.map((line) => {
        const fields = line.split(',');
        const value = fields.at(-2) ?? '';
        return [fields.slice(0, -2).join('/'), value === '' ? null : Number(value)];
      }),
    );
  }

  async audit(out = 'out'): Promise<Readonly<Record<string, unknown>>> {
    return JSON.parse(await this.read(`${out}/audit.json`));
  }
}
