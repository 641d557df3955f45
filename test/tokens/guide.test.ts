import { expect, it } from 'vitest';
import { normalisationGuide } from '../../lib/tokens/guide.ts';

it('prints the page on normalisation from the tables that the program reads', async () => {
  const page = normalisationGuide();

  await expect(page).toMatchFileSnapshot('../../docs/normalisation.md');
});
