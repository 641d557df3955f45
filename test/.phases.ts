import { eliminate } from '../lib/disclosure/elimination.ts';
import { auditPattern } from '../lib/disclosure/audit.ts';
import { sensitiveQuantities } from '../lib/disclosure/rules.ts';
import { widen } from '../lib/disclosure/widening.ts';
import { trim } from '../lib/disclosure/trimming.ts';
export async function phases(system: any, policy: any) {
  const t: any = {}; let n = performance.now(); const lap = (k: string) => { const m = performance.now(); t[k] = (t[k] ?? 0) + Math.round(m - n); n = m; };
  const s = sensitiveQuantities(system, policy);
  let h: any = eliminate(system, s, policy, 'first'); lap('eliminate'); const e = h.size;
  let v = await auditPattern(system, h, s, policy); lap('audit1'); const weak = v.weaknesses.length;
  let rounds = 0;
  while (!v.passed) { h = await widen(system, h, v.weaknesses, policy); lap('widen'); v = await auditPattern(system, h, s, policy); lap('audit2'); rounds++; }
  const w = h.size;
  h = await trim(system, h, s, policy); lap('trim');
  console.log({ rows: system.rows.length, primary: new Set(s.map((x: any) => x.row)).size, e, weak, rounds, w, final: h.size, programs: v.programs, ...t });
}
