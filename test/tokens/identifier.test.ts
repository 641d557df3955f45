import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Identifier } from '../../lib/tokens/separate.ts';

it('an identifier shows nothing of itself, however it is printed', () => {
  const identifier = new Identifier('Zebulon');

  const printed = [
    `${identifier}`,
    String(identifier),
    JSON.stringify({ identifier }),
    inspect({ identifier }, { showHidden: true, depth: 5 }),
    Object.values(identifier).join(),
    new Error(`in ${identifier}`).message,
  ].join(' ');

  expect(printed).not.toContain('Zebulon');
  expect(identifier.reveal()).toBe('Zebulon');
});
