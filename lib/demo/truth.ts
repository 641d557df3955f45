import { Buffer } from 'node:buffer';
import type { Source, Subject } from './extract.ts';

/**
 * Whom every row of every extract is about: `agency,dataset,row_key,person_id`, the row key being the JSON array
 * of the key's values (dates in ISO), as the record ids of intake have it. A row that stands in several periods is entered once.
 */
export class TruthBook {
  readonly #people = new Map<string, string>();

  enter({ agency, dataset }: Pick<Source, 'agency' | 'dataset'>, { key, person }: Subject): void {
    const rowKey = JSON.stringify(key).replaceAll('"', '""');
    this.#people.set(`${agency},${dataset},"${rowKey}"`, `p${String(person).padStart(7, '0')}`);
  }

  *chunks(): Generator<Uint8Array> {
    yield Buffer.from('agency,dataset,row_key,person_id\n');
    let lines: string[] = [];
    for (const [row, person] of this.#people) {
      lines.push(`${row},${person}\n`);
      if (lines.length < 2000) continue;
      yield Buffer.from(lines.join(''));
      lines = [];
    }
    yield Buffer.from(lines.join(''));
  }
}
