import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyedDigest } from '../../lib/tokens/keyed-digest.ts';

describe('a keyed digest', () => {
  it('is HMAC-SHA-256 as RFC 4231 has it', () => {
    const digest = new KeyedDigest(Buffer.alloc(20, 0x0b));

    const hex = digest.hex('Hi There', 64);

    expect(hex).toBe('b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7');
  });

  it('is what node:crypto computes, for any key and text', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.string({ unit: 'binary', maxLength: 400 }),
        (key, text) => {
          const digest = new KeyedDigest(key);
          const expected = createHmac('sha256', key).update(text, 'utf8').digest();

          expect(digest.token('before')).toBe(
            createHmac('sha256', key).update('before').digest().readBigInt64BE(0),
          );
          expect(Buffer.from(digest.bytes(text))).toEqual(expected);
          expect(digest.token(text)).toBe(expected.readBigInt64BE(0));
        },
      ),
    );
  });

  it('refuses keys that HMAC would hash first', () => {
    expect(() => new KeyedDigest(new Uint8Array(65))).toThrow(RangeError);
  });
});
