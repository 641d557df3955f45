import highs, { type Highs, type InitOptions } from 'highs';

/** The package's declarations take the module for CommonJS, where its loader would hang under `default`. */
const load = highs as unknown as (options?: InitOptions) => Promise<Highs>;

let loading: Promise<Highs> | undefined;

/** The HiGHS solver, loaded once a process. */
export function solver(): Promise<Highs> {
  loading ??= load();
  return loading;
}
