import { describe, expect, it } from 'vitest';
import type { Keys } from '../../lib/ports/keys.ts';

/** What every derivation of keys promises; runs for each adapter. @param open opens the same root key each time */
export function describeKeys(name: string, open: () => Promise<Keys>): void {
  describe(`${name} as keys`, () => {
    it('gives the same 32 bytes for a label whenever the root key is opened', async () => {
      const first = await (await open()).derive('token/surname');

      const second = await (await open()).derive('token/surname');

      expect(first).toHaveLength(32);
      expect(Buffer.compare(first, second)).toBe(0);
    });

    it('gives other bytes for another label', async () => {
      const keys = await open();
      const labels = ['token/surname', 'token/surname_first', 'bloom/surname'];

      const derived = await Promise.all(labels.map((label) => keys.derive(label)));

      expect(new Set(derived.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(labels.length);
    });

    it('takes labels of any letters', async () => {
      const keys = await open();

      const [one, other] = await Promise.all([keys.derive('é'), keys.derive('e')]);

      expect(Buffer.compare(one, other)).not.toBe(0);
    });

    it('names the version of its root key', async () => {
      expect((await open()).version).toMatch(/^v[1-9]\d*$/);
    });
  });
}
