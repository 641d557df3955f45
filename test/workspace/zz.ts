import { check } from '../../lib/cli/commands/check.ts';
const io = { out: (t: string) => process.stdout.write(t), err: (t: string) => process.stderr.write(t), json: false, terminal: false, width: 100, environment: {} };
for (const d of process.argv.slice(2)) { console.log('==', d); console.log(await check(d, io, { now: () => new Date('2026-04-15') })); }
