import { describe, expect, it } from 'vitest';
import { keepQuality, type Quality, readQuality } from '../../lib/integration/integrate.ts';
import { aStore } from '../workflow/a-store.ts';

const QUALITY: Quality = {
  dataQuality: {
    columns: [
      { name: 'agency', type: 'varchar', comment: 'who delivers' },
      { name: 'records', type: 'bigint' },
      { name: 'share', type: 'decimal' },
    ],
    rows: [
      { agency: '12', records: 9_007_199_254_740_993n, share: '0.2500' },
      { agency: 'clinic', records: null, share: null },
    ],
  },
  linkageQuality: { columns: [{ name: 'good', type: 'boolean' }], rows: [{ good: true }] },
};

describe('quality that was measured', () => {
  it('is read as it was kept, integers of any size and text that looks like one included', async () => {
    const integrated = aStore();

    await keepQuality(integrated, 'r0001', QUALITY);

    expect(await readQuality(integrated, 'r0001')).toEqual(QUALITY);
  });

  it('lies apart from people', async () => {
    const integrated = aStore();

    await keepQuality(integrated, 'r0001', QUALITY);

    expect((await integrated.list('')).map(({ key }) => key)).toEqual(['measured/r0001/quality.json']);
  });
});
