import loadHighs, { type Highs } from 'highs';

let loading: Promise<Highs> | undefined;

/** The HiGHS solver, loaded once a process. */
export function solver(): Promise<Highs> {
  loading ??= loadHighs();
  return loading;
}
