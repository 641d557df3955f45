import { z } from 'zod';
import { ObjectNotFound } from '../errors/storage-errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Contract } from '../workspace/model.ts';

/**
 * Rows that one call tokenizes. A million with nine identifiers takes one and a half minutes and 2.1 GiB, where a function
 * of AWS has a quarter of an hour and 10 GiB; bench/README.md has the figures.
 */
export const PART_ROWS = 1_000_000;

/** So that what the parts say of themselves fits through a workflow. */
const MOST_PARTS = 64;

/** One part of a delivery: the rows whose record ids begin within one of `of` equal stretches. */
export interface Part {
  /** From 0. */
  readonly part: number;
  readonly of: number;
}

const Settled = z.strictObject({ parts: z.int().positive() });

/**
 * Into how many parts a delivery is tokenized. A first try that had more than one writes down how many, and every later
 * try keeps to it, whatever the program has come to think since: so each file that a try left is written over by the next,
 * and no function that writes tokens and records needs to look there or to remove anything.
 */
export async function settleParts(
  landing: ObjectStore,
  contract: Contract,
  deliveryId: string,
  rows: number,
): Promise<number> {
  const key = `${recordIdsFolder(contract, deliveryId)}/parts.json`;
  const settled = await readSettled(landing, key);
  if (settled !== undefined) return settled;
  const parts = Math.min(MOST_PARTS, Math.max(1, Math.ceil(rows / PART_ROWS)));
  if (parts > 1) await landing.put(key, `${JSON.stringify({ parts })}\n`);
  return parts;
}

async function readSettled(landing: ObjectStore, key: string): Promise<number | undefined> {
  try {
    return Settled.parse(JSON.parse(Buffer.from(await landing.get(key)).toString('utf8'))).parts;
  } catch (error) {
    if (error instanceof ObjectNotFound) return undefined;
    throw error;
  }
}

const FIRST_DIGITS = 8;
const STRETCH = 16 ** FIRST_DIGITS;

/**
 * The part that a record id belongs to. Record ids are keyed digests, so parts are of even size, and which part a row is
 * in tells nothing about the row or its place in the file.
 */
export function partOf(recordId: string, of: number): number {
  return Math.floor((Number.parseInt(recordId.slice(1, 1 + FIRST_DIGITS), 16) * of) / STRETCH);
}

/** The file of a part, in the folder of its delivery; parts follow each other by record id. */
export function partFile(part: number): string {
  return `part-${part}.parquet`;
}

/** Where the list of record ids of a delivery lies in the agency's landing zone. */
export function recordIdsOf(contract: Contract, deliveryId: string): string {
  return `${recordIdsFolder(contract, deliveryId)}.parquet`;
}

/** Where a part leaves its list of record ids until the lists are put together; a delivery in one part has but one. */
export function partRecordIds(contract: Contract, deliveryId: string, { part, of }: Part): string {
  return of === 1
    ? recordIdsOf(contract, deliveryId)
    : `${recordIdsFolder(contract, deliveryId)}/${partFile(part)}`;
}

function recordIdsFolder({ dataset }: Contract, deliveryId: string): string {
  return `record-ids/${dataset}/${deliveryId}`;
}
