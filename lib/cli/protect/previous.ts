import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { COUNT, type EarlierTable, TableDoesNotFit, type TextRow } from '../../disclosure/protect.ts';
import { requireFile } from '../files.ts';
import { readCsv } from './read-csv.ts';

/** What of an earlier audit tells how its numbers are to be taken. */
const EarlierAudit = z.object({
  method: z.object({
    name: z.enum(['suppress', 'round', 'dp']),
    zeros: z.enum(['publish', 'protect']).optional(),
    rounded_to: z.number().optional(),
  }),
});

/** What `toCsv` puts before text that a spreadsheet would run as a formula. */
const GUARDED = /^'(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/;

/**
 * A folder that `tributary protect` wrote earlier, as a reader has it: table.csv, and from audit.json how its numbers
 * were altered.
 * @throws FileUnreadable, TableDoesNotFit
 */
export async function readPrevious(folder: string): Promise<EarlierTable> {
  const rows = await readCsv(join(folder, 'table.csv'));
  const { name, zeros, rounded_to } = (await readAudit(folder)).method;
  const dimensions = Object.keys(rows[0] ?? {}).filter((column) => column !== 'value' && column !== 'status');
  return {
    name: folder,
    period: { id: 'the same period', is: 'same' },
    dimensions,
    rows: rows.map((fields, at) => ({
      key: dimensions.map((dimension) => (fields[dimension] ?? '').replace(GUARDED, '')),
      values: shownIn(folder, fields, at + 2),
      ...(fields['status'] === 'held' ? { held: true } : {}),
    })),
    ...(zeros === undefined ? {} : { zeros: zeros === 'publish' ? 'published' : 'protected' }),
    ...(rounded_to === undefined ? {} : { roundedTo: rounded_to }),
    ...(name === 'dp' ? { noisy: true } : {}),
  };
}

function shownIn(folder: string, fields: TextRow, row: number): Readonly<Record<string, number>> | null {
  const text = fields['value'] ?? '';
  const isHidden = fields['status'] === 'suppressed';
  if (isHidden && text === '') return null;
  if (!isHidden && /^\d{1,15}$/.test(text)) return { [COUNT]: Number(text) };
  throw new TableDoesNotFit({
    what: {
      kind: 'unreadable',
      file: join(folder, 'table.csv'),
      problem: `Row ${row} is not as 'tributary protect' writes it: 'value' and 'status' do not fit. Take the file as it was published.`,
    },
  });
}

async function readAudit(folder: string): Promise<z.output<typeof EarlierAudit>> {
  const file = join(folder, 'audit.json');
  await requireFile(file);
  const parsed = EarlierAudit.safeParse(parseJson(await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new TableDoesNotFit({
    what: {
      kind: 'unreadable',
      file,
      problem: "It does not say by which 'method' the table beside it was protected.",
    },
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
