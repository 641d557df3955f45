/** How often a property is tried: ten times as often where TRIBUTARY_APART is `many`. */
export function runs(usual: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: process.env['TRIBUTARY_APART'] === 'many' ? usual * 10 : usual, seed: 20261122 };
}
