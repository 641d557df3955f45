import type { Day } from './dates.ts';
import type { FieldRow, Fields, Snapshot } from './extract.ts';
import type { Life, Stay } from './lives.ts';

/**
 * One row a stay that a file is about: begun by its last day, not ended before its first. An end that lies
 * after the last day is not known yet.
 */
export function* spellsWithin(
  { lives, since, until, bridges }: Snapshot,
  stays: (life: Life) => readonly Stay[],
  fields: (life: Life, stay: Stay) => Fields,
): Generator<FieldRow> {
  for (const life of lives) {
    if (bridges.has(life.person.index)) continue;
    for (const stay of stays(life)) {
      if (stay.start > until || (stay.end ?? until) < since) continue;
      yield {
        fields: fields(life, endKnown(stay, until)),
        person: life.person.index,
        firstDay: stay.start,
      };
    }
  }
}

function endKnown({ start, end, registration }: Stay, until: Day): Stay {
  return end === undefined || end > until ? { start, registration } : { start, end, registration };
}
