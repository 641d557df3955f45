import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { JSON_SCHEMAS } from '../../lib/workspace/json-schemas.ts';

const FOLDER = new URL('../../schemas/', import.meta.url);

describe('the JSON Schemas for editors', () => {
  it.each([...JSON_SCHEMAS.keys()])('%s is what "node scripts/generate-schemas.ts" writes', (name) => {
    const stored = readFileSync(new URL(name, FOLDER), 'utf8');

    expect(stored).toBe(JSON_SCHEMAS.get(name));
  });

  it('are one a kind, and no others', () => {
    const stored = readdirSync(FOLDER).sort();

    expect(stored).toEqual([...JSON_SCHEMAS.keys()].sort());
  });

  it('know the roles of a column, so that an editor completes them', () => {
    const contract = JSON_SCHEMAS.get('contract.schema.json') ?? '';

    expect(contract).toContain('"postal_code"');
    expect(contract).toContain('"additionalProperties": false');
  });
});
