import { type KeyedBytes, keyedStream } from '../lib/disclosure/protect.ts';
import type { Keys } from '../lib/ports/keys.ts';
import type { DisclosurePolicy } from '../lib/workspace/workspace.ts';
import { NothingToAlter } from './errors.ts';

/** What the key of altered numbers is derived by. */
const LABEL = 'disclosure/alteration';

/** The source of rounding and noise. The key is not touched where a policy alters no numbers. */
export async function keyedBytesFor(
  { rounding, noise }: Pick<DisclosurePolicy, 'rounding' | 'noise'>,
  keys: () => Promise<Keys>,
): Promise<KeyedBytes> {
  if (rounding === undefined && noise === undefined)
    return () => {
      throw new NothingToAlter();
    };
  return keyedStream(await (await keys()).derive(LABEL));
}
