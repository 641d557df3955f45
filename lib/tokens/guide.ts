import { BLOOM_BITS, BLOOM_PARAMETERS } from './bloom-parameters.ts';
import { PLACEHOLDERS } from './normalise/placeholders.ts';
import type { NormalisationRule } from './normalise/rule.ts';
import { NORMALISATION } from './normalise/rules.ts';

/** `docs/normalisation.md`, printed from the tables that the program itself reads; a test keeps the page current. */
export function normalisationGuide(): string {
  return [
    '# How identifiers are written before they are keyed',
    'Two records of one person agree on a token only where the identifier is written alike. So every identifier is brought into one form first, by the rules below. The program reads the same tables, and a test walks every example. This page is printed from them (`npx vitest run test/tokens/guide.test.ts -u`): change the tables, not the page.',
    'Where the form is made, nothing is kept of it: tokens are HMAC-SHA-256 of it, under one key a column, cut to 64 bits. *Missing* means null in every column that the identifier fills.',
    ...NORMALISATION.map(section),
    '## Placeholders',
    'Values that say "not known" are missing. As they read after the rule of their field:',
    table(
      ['field', 'values', 'beginnings of values', 'why'],
      Object.entries(PLACEHOLDERS).map(([field, placeholders]) => [
        field,
        placeholders.values.join(', '),
        'beginnings' in placeholders ? placeholders.beginnings.join(', ') : '',
        placeholders.because,
      ]),
    ),
    '## Bloom filters',
    `Five fields have a filter beside their tokens, for names and numbers that are nearly alike. Each has ${BLOOM_BITS} bits and a key of its own. A gram sets a fixed number of different positions, drawn by HMAC-SHA-256 in counter mode; the number is chosen so that a value of typical length sets a little less than half of the bits (Schnell, Bachteler and Reiher, 2009).`,
    table(
      ['field', 'grams', 'grams of a typical value', 'positions a gram', 'bits then set', 'typical'],
      BLOOM_PARAMETERS.map(({ field, grams, typicalGrams, positionsPerGram, because }) => [
        field,
        grams,
        String(typicalGrams),
        String(positionsPerGram),
        `${Math.round(100 * expectedFill(typicalGrams, positionsPerGram))} %`,
        because,
      ]),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The expected share of bits that so many grams set. */
export function expectedFill(grams: number, positionsPerGram: number): number {
  return 1 - (1 - positionsPerGram / BLOOM_BITS) ** grams;
}

function section({ field, steps, right, wrong }: NormalisationRule): string {
  return [
    `## ${field.charAt(0).toUpperCase()}${field.slice(1)}`,
    steps.map((step, at) => `${at + 1}. ${step}`).join('\n'),
    table(
      ['delivered', 'becomes'],
      right.map(([raw, normalised]) => [code(raw), normalised === null ? '*missing*' : code(normalised)]),
    ),
    table(
      ['delivered', 'does not become', 'because'],
      wrong.map(([raw, not, because]) => [code(raw), code(not), because]),
    ),
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |`)
    .join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function code(text: string): string {
  return `\`${text}\``;
}
