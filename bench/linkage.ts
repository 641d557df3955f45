/**
 * Linkage of generated people in three sources: seconds by step, peak memory, precision and recall.
 * `node bench/linkage.ts [people]` (default 10,000; each stands in two sources on average, with slips).
 */
import { clusterRun, evaluate, prepareLink, trainAndScore } from '../lib/linkage/link.ts';
import { anExtract, aPerson, aSlip } from '../test/linkage/people.ts';
import { aLinkageWorld } from '../test/linkage/world.ts';

const people = Number(process.argv[2] ?? 10_000);
const slipped = (number: number) => aSlip(aPerson(number), number);
const third = Math.floor(people / 3);
const extracts = [
  anExtract('births/register', [0, 2 * third]),
  anExtract('schools/pupils', [third, people], slipped),
  anExtract('snap/cases', [0, 2 * third], slipped),
];

await using world = await aLinkageWorld();
for (const extract of extracts) await world.deliver(extract);
const job = world.jobOf(extracts, { oncePerPerson: extracts.map(({ dataset }) => dataset) });
const begun = performance.now();
const seconds = async <T>(name: string, work: Promise<T>): Promise<T> => {
  const from = performance.now();
  const result = await work;
  console.log(`${name.padEnd(20)} ${((performance.now() - from) / 1000).toFixed(2)} s`);
  return result;
};

for (const statement of await prepareLink(job))
  await seconds(statement.name, world.engine.execute(statement));
for (const statement of await seconds('train', trainAndScore(job)))
  await seconds(statement.name, world.engine.execute(statement));
const quality = await seconds('cluster', clusterRun(job));
console.log(
  `${'all'.padEnd(20)} ${((performance.now() - begun) / 1000).toFixed(2)} s, peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
);

const persons = await world.engine.query({
  name: 'persons',
  database: 'crosswalk',
  sql: 'SELECT record_id, person_id FROM crosswalk.r0001_persons ORDER BY record_id',
});
const starts: Readonly<Record<string, number>> = {
  'births/register': 0,
  'schools/pupils': third,
  'snap/cases': 0,
};
const truth = extracts.flatMap(({ dataset, rows }) =>
  rows.map(({ record }, at) => [record, String(at + (starts[dataset] ?? 0))] as const),
);
const { precision, recall, f1 } = evaluate(
  persons.map((row) => [String(row['record_id']), String(row['person_id'])] as const),
  truth,
);
const estimated = quality.scopes[0];
console.log(
  `${truth.length} records; precision ${precision.toFixed(4)} (estimated ${((estimated?.precision ?? 0) / 1e6).toFixed(4)}), recall ${recall.toFixed(4)} (estimated ${((estimated?.recall ?? 0) / 1e6).toFixed(4)}), F1 ${f1.toFixed(4)}`,
);
