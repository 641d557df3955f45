import { describe, expect, it } from 'vitest';
import { formerSets } from '../../../lib/disclosure/indicator/former-sets.ts';

const mark = (code: string, flag = false) => ({ codes: [code], flags: [flag] });
const names = (sets: ReturnType<typeof formerSets>) =>
  sets
    .map((marks) =>
      marks
        .map(({ codes, flags }) => `${codes}${flags[0] ? '!' : ''}`)
        .sort()
        .join('+'),
    )
    .sort();

describe('sets of cells that people may have been in before', () => {
  it('are single cells and what sets make together, without those that somebody is in', () => {
    const sets = formerSets([[mark('snap')], [mark('snap'), mark('wic')], [mark('shelter')]]);

    expect(names(sets)).toEqual(['shelter+snap', 'shelter+snap+wic', 'shelter+wic', 'wic']);
  });

  it('count somebody where either set counts them', () => {
    const sets = formerSets([[mark('snap', true)], [mark('snap'), mark('wic')]]);

    expect(names(sets)).toContain('snap!+wic');
  });

  it('do not depend on the order of what is observed, and end', () => {
    const many = Array.from({ length: 40 }, (_, at) => [mark(`p${at}`)]);

    const sets = formerSets(many);

    expect(sets.length).toBeLessThanOrEqual(600);
    expect(names(formerSets(many.toReversed()))).toEqual(names(sets));
  });
});
