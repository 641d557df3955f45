import { describe, expect, it } from 'vitest';
import { linkageSignals } from '../../lib/linkage/link.ts';

describe('what linkage signals', () => {
  it('is the share of each agency’s records that are linked, and nothing of an agency with few records', () => {
    const agencies = [
      { agency: 'clinic', records: 99, linked: 99 },
      { agency: 'school', records: 300, linked: 200 },
    ];

    expect(linkageSignals({ agencies })).toEqual([
      { name: 'LinkageRate', value: 66.7, of: { agency: 'school' } },
    ]);
  });
});
