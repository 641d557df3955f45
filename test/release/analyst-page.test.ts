import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FUNCTION_GROUPS } from '../../lib/release/query-rules.ts';

describe("the analysts' page", () => {
  it.each(Object.entries(FUNCTION_GROUPS).filter(([group]) => group !== 'operators'))(
    'lists the functions of %s',
    (group, functions) => {
      const page = readFileSync(join(import.meta.dirname, '../../docs/analyst.md'), 'utf8');

      const line = page.split('\n').find((one) => one.toLowerCase().startsWith(`- ${group}: `)) ?? '';

      expect([...line.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).toEqual([...functions]);
    },
  );
});
