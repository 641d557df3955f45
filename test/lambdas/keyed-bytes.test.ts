import { describe, expect, it } from 'vitest';
import { keyedBytesFor } from '../../lambdas/keyed-bytes.ts';

const NOISE = { mechanism: 'gaussian', rho: 0.1, cellsPerPerson: 1, delta: 1e-6 } as const;

function someKeys() {
  const asked: string[] = [];
  const keys = async () => ({
    version: 'v1',
    derive: async (label: string) => {
      asked.push(label);
      return new Uint8Array(32).fill(1);
    },
  });
  return { asked, keys };
}

describe('the source of rounding and noise', () => {
  it.each([
    ['rounds', { rounding: { base: 3 } }],
    ['adds noise', { noise: NOISE }],
  ])('is derived from the key once where a policy %s', async (_, policy) => {
    const { asked, keys } = someKeys();

    const bytes = await keyedBytesFor(policy, keys);

    expect(bytes('a')(4)).toEqual(bytes('a')(4));
    expect(asked).toEqual(['disclosure/alteration']);
  });

  it('leaves the key alone where a policy alters nothing, and gives nothing', async () => {
    const opened = { times: 0 };

    const bytes = await keyedBytesFor({}, async () => {
      opened.times += 1;
      return (await someKeys().keys()) as never;
    });

    expect(opened.times).toBe(0);
    expect(() => bytes('a')).toThrow('alters none');
  });
});
