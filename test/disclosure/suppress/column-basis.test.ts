import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onFewerPositions } from '../../../lib/disclosure/suppress/column-basis.ts';
import { Span, scaledAt, type Vector, vectorOf } from '../../../lib/disclosure/suppress/span.ts';

/** Which vectors follow from those before them. */
function following(vectors: readonly Vector[], size: number): readonly boolean[] {
  const span = new Span(size);
  return vectors.map((vector) => {
    const rest = span.reduce(vector);
    const [pivot] = rest.at;
    if (pivot === undefined) return true;
    span.add(pivot, scaledAt(rest, pivot));
    return false;
  });
}

describe('vectors on fewer positions', () => {
  it('follow from one another just as before', () => {
    const forms = fc.array(fc.uniqueArray(fc.nat(11), { maxLength: 6 }), { maxLength: 14 });

    fc.assert(
      fc.property(forms, (given) => {
        const vectors = given.map((form) => vectorOf(form));

        const fewer = onFewerPositions(vectors, 12);

        expect(following(fewer.vectors, fewer.size)).toEqual(following(vectors, 12));
        expect(fewer.size).toBe(following(vectors, 12).filter((follows) => !follows).length);
      }),
    );
  });
});
