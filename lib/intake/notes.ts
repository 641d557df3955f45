import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Workspace } from '../workspace/model.ts';
import { releaseClaim } from './claims.ts';
import { digestFile } from './delivery.ts';
import { DeliveredFile } from './delivery-ref.ts';
import { safeFileName } from './file-names.ts';
import { Finding } from './finding.ts';
import { makeFinding } from './make-finding.ts';
import { placeOf } from './place.ts';
import { entry, page, wrap } from './receipt-text.ts';

/**
 * What an agency is told of a file that got no receipt. It lies below `receipts/`, where the agency may read, in a
 * folder that no dataset can be called.
 */
export const Note = z.strictObject({
  note: z.enum(['not_placed', 'not_processed']),
  agency: z.string(),
  /** Where the file lay in the landing zone, as the agency called it. */
  key: z.string(),
  /** Null where it could not be read. */
  file: DeliveredFile.nullable(),
  noted_at: z.string(),
  finding: Finding,
  next: z.string(),
});
export type Note = z.infer<typeof Note>;

export interface NoteInput {
  readonly landing: ObjectStore;
  readonly agency: string;
  readonly key: string;
  readonly version?: string;
  readonly clock: Clock;
}

export interface Noted {
  readonly note: Note;
  readonly noteKey: string;
  /** Names the note; tells nothing of the file. */
  readonly id: string;
}

/**
 * Answers a file that lies where no delivery can, and removes it: no retention rule and no agreement covers that place.
 * @returns also the dataset, where the folder names one of the agency's
 */
export async function noteMisplaced(
  input: NoteInput & { readonly workspace: Workspace },
): Promise<Noted & { readonly dataset?: string }> {
  const { landing, agency, key, clock, workspace } = input;
  const place = placeOf(agency, key, workspace);
  // A workspace that was deployed in between may have the folder now; the file is answered for what it was.
  const finding = place.found
    ? makeFinding('folder_unknown', { message: 'The folder was not known when the file arrived.' })
    : place.finding;
  const here = await landing.head(key);
  const file =
    here === undefined ? null : { name: safeFileName(key), ...(await digestFile(landing.read(key))) };
  const noted = await storeNote(input, {
    note: 'not_placed',
    agency,
    key,
    file,
    noted_at: clock.now().toISOString(),
    finding,
    next: 'The file was removed and nothing of it was taken in. Send it again, into the folder of its dataset and period: incoming/<dataset>/<period>/.',
  });
  await landing.delete(key);
  return { ...noted, ...(place.contract === undefined ? {} : { dataset: place.contract.dataset }) };
}

/** Tells the agency that a fault of ours kept its file waiting, and lets the same file be started again. */
export async function noteNotProcessed(
  input: NoteInput & { readonly execution: string; readonly workspace: Workspace },
): Promise<Noted> {
  const { landing, agency, key, version, execution, clock, workspace } = input;
  const place = placeOf(agency, key, workspace);
  const slot = place.found ? `${place.contract.dataset}/${place.period}` : '<dataset>/<period>';
  const noted = await storeNote(input, {
    note: 'not_processed',
    agency,
    key,
    file: null,
    noted_at: clock.now().toISOString(),
    finding: makeFinding('not_processed', {
      message: 'The file arrived, and a fault of ours kept it from being looked at to the end.',
    }),
    next: `Nothing was lost: your file lies where you put it, and what was in force before stays in force. The operators have been told. Once the file has been processed, its receipt lies in receipts/${slot}/.`,
  });
  if (version !== undefined) await releaseClaim(landing, { key, version, execution });
  return noted;
}

async function storeNote({ landing, key, version }: NoteInput, note: Note): Promise<Noted> {
  const named = [note.note, note.agency, key, version ?? note.noted_at].join('|');
  const id = `n${createHash('sha256').update(named).digest('hex').slice(0, 20)}`;
  const name = `receipts/${note.note.replace('_', '-')}/${id}`;
  const noteKey = `${name}.json`;
  await landing.put(`${name}.txt`, noteText(note));
  await landing.put(noteKey, `${JSON.stringify(note, undefined, 2)}\n`);
  return { note, noteKey, id };
}

const HEADS = {
  not_placed: 'NOT TAKEN IN: the folder is not known',
  not_processed: 'NOT YET PROCESSED',
} as const satisfies Record<Note['note'], string>;

function noteText({ note, key, file, noted_at, finding, next }: Note): string {
  return page([
    HEADS[note],
    '',
    entry('File', key),
    ...(file === null ? [] : [entry('SHA-256', file.sha256)]),
    entry('Looked at', noted_at),
    '',
    ...wrap(finding.message, 0),
    ...wrap(`What to do: ${finding.remedy}`, 0),
    '',
    'WHAT HAPPENS NEXT',
    ...wrap(next, 2),
  ]);
}
