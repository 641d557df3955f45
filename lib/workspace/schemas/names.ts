import { z } from 'zod';

/** Names of agencies, datasets, agreements and indicators become folders, tables and databases. */
export const NAME = /^[a-z][a-z0-9_]*$/;

export const Name = z.string().max(60).regex(NAME).meta({
  description: 'Lower-case letters, digits and underscores, beginning with a letter.',
});

export const DatasetId = z
  .string()
  .regex(/^[a-z][a-z0-9_]*\/[a-z][a-z0-9_]*$/)
  .meta({ description: 'agency/dataset' });

export const Text = z.string().trim().min(1);

/** A code list's code. YAML reads a bare 1 as a number, which is meant as the text "1". */
export const Code = z
  .union([z.string().min(1), z.int()])
  .transform((code) => String(code))
  .meta({ description: 'A code; put it in quotes where it is no plain word or whole number.' });

/** An ISO date that exists. */
export const IsoDate = z.iso.date();

/** A period, by form alone; whether the calendar has it is checked later. A bare 2026 is a number in YAML. */
export const PeriodText = z
  .union([z.string().regex(/^(?:FY)?\d{4}(?:-Q[1-4]|-\d{2})?$/), z.int().min(1900).max(2999)])
  .transform((period) => String(period))
  .meta({ description: '2026, 2026-Q1, 2026-03, FY2026 or FY2026-Q1' });

export const Share = z.number().min(0).max(1);

/** Codes with labels, in the order to be shown; a bare code is its own label. */
export const CodeList = z
  .array(
    z.union([Code.transform((code) => ({ code, label: code })), z.strictObject({ code: Code, label: Text })]),
  )
  .min(1);
