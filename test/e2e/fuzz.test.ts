import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { tributary } from './command-line.ts';
import {
  aFolder,
  aSmallWorkspace,
  IN_APRIL,
  SMALL_WORKSPACE,
  smallExtracts,
  submitSmall,
  writeFiles,
} from './small-workspace.ts';

/** Calls the command line within this process, so that hundreds of calls are quick. */
async function call(args: readonly string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const say = (more: string) => {
    text += more;
  };
  const code = await main(args, {
    out: say,
    err: say,
    json: false,
    terminal: false,
    width: 80,
    environment: IN_APRIL,
  });
  return { code, text };
}

/** Exit code 1, 2 or 3 with a sentence, or success; never a stack trace, never "unexpected". */
function expectSentence({ code, text }: { code: number; text: string }, what: unknown): void {
  const shown = `${JSON.stringify(what)} → ${code}: ${text.slice(0, 2000)}`;
  expect([0, 1, 2, 3, 4], shown).toContain(code);
  expect(text, shown).not.toMatch(/^\s+at .*\(?(file:|node:|\/)/m);
  expect(text, shown).not.toContain('(UNEXPECTED)');
  expect(text, shown).not.toMatch(/ERR_|TypeError|undefined is not|\[object Object\]/);
  if (code !== 0) expect(text.trim(), shown).toMatch(/\w+\W+\w+\W+\w+/);
}

const WORDS = [
  'check',
  'run',
  'status',
  'query',
  'submit',
  'validate',
  'contract',
  'infer',
  'init',
  'link',
  'protect',
  'evaluate',
  'help',
  '--json',
  '--workspace',
  '--agency',
  '--dataset',
  '--period',
  '--format',
  '--model',
  '--out',
  '--policy',
  '--clusters',
  '--truth',
  '--people',
  'clinic',
  'patients',
  '2026-Q1',
  '2026-Q9',
  'SELECT 1',
  '-1',
  '--',
  '../..',
  '/dev/null',
  '/etc',
  '\u0000',
  'ß',
  '',
];

describe('nothing that a user types crashes it', { timeout: 300_000 }, () => {
  const folder = aSmallWorkspace('fuzz');

  beforeAll(async () => {
    await submitSmall(folder, 'clinic/patients');
    await tributary(['--workspace', folder, 'run'], { env: IN_APRIL });
  });

  it('as arguments', async () => {
    const out = join(folder, 'out');
    const argument = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
      { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
    );

    await fc.assert(
      fc.asyncProperty(fc.array(argument, { maxLength: 7 }), async (args) => {
        // A demo would take its minute, and init or link would write where they are told.
        const safe = args.map((one) => (['init', 'link', 'protect'].includes(one) ? 'check' : one));
        expectSentence(
          await call([
            '--workspace',
            join(out, 'none'),
            ...safe.filter((one) => one !== '--workspace' && one !== '--out'),
          ]),
          args,
        );
      }),
      { numRuns: 150 },
    );
  });

  it('as a period, an agency, a dataset or a file', async () => {
    const name = fc.oneof(
      fc.constantFrom(
        'clinic',
        'patients',
        '../clinic',
        '..',
        'a/b',
        '',
        'CLINIC',
        '2026-Q1',
        '2026-Q3',
        '1999',
        'FY2026',
      ),
      fc.string({ maxLength: 10 }),
    );

    await fc.assert(
      fc.asyncProperty(
        name,
        name,
        name,
        fc.constantFrom('in/patients.csv', 'in', 'missing.csv', ''),
        async (agency, dataset, period, file) => {
          const answer = await call([
            '--workspace',
            folder,
            'submit',
            `--agency=${agency}`,
            `--dataset=${dataset}`,
            `--period=${period}`,
            join(folder, file),
          ]);
          expectSentence(answer, [agency, dataset, period, file]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('as YAML', async () => {
    const target = fc.constantFrom(
      'collaborative.yaml',
      'contracts/clinic/patients.yaml',
      'agreements/small.yaml',
      'indicators/people.yaml',
      'agencies/clinic.yaml',
    );
    const damage = fc.record({
      at: fc.nat(),
      length: fc.nat({ max: 40 }),
      text: fc.oneof(
        fc.string(),
        fc.constantFrom(': ', '\n  - ', '{', '&a *a', '!!js x', '\t', 'null', '? ', '---\n', '"'),
      ),
    });

    await fc.assert(
      fc.asyncProperty(target, damage, async (path, { at, length, text }) => {
        const place = aFolder('yaml');
        const whole = SMALL_WORKSPACE[path] ?? '';
        const from = at % whole.length;
        writeFiles(place, {
          ...SMALL_WORKSPACE,
          [path]: `${whole.slice(0, from)}${text}${whole.slice(from + length)}`,
        });
        expectSentence(await call(['--workspace', place, 'check']), [path, at, length, text]);
      }),
      { numRuns: 120 },
    );
  });

  it('as a file to validate', async () => {
    const { patients } = smallExtracts();
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .record({
          at: fc.nat(),
          text: fc.constantFrom(
            '"',
            ',',
            '\n',
            '\r',
            '\u0000',
            '\ufeff',
            '""',
            ';;;',
            'x'.repeat(5000),
            '\u2028',
          ),
        })
        .map(({ at, text }) => {
          const from = at % patients.length;
          return Buffer.from(`${patients.slice(0, from)}${text}${patients.slice(from)}`);
        }),
    );

    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const file = join(folder, 'in', 'fuzzed.csv');
        writeFileSync(file, content);
        expectSentence(
          await call([
            '--workspace',
            folder,
            'validate',
            '--agency',
            'clinic',
            '--dataset',
            'patients',
            file,
          ]),
          [...content].slice(0, 60),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('as a question', async () => {
    const part = fc.constantFrom(
      'SELECT',
      '*',
      'FROM',
      'people',
      'WHERE',
      '1',
      '=',
      "'",
      '"',
      '(',
      ')',
      ';',
      ',',
      'COPY',
      'ATTACH',
      "read_csv('/etc/passwd')",
      'PRAGMA',
      'GROUP BY',
      'sex',
      'count(*)',
      '--',
      '/*',
      'WITH RECURSIVE',
      '\u0000',
      'ß',
      'UNION ALL',
      'range(10)',
    );

    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        expectSentence(await call(['--workspace', folder, 'query', '--', parts.join(' ')]), parts);
      }),
      { numRuns: 40 },
    );
  });
});
