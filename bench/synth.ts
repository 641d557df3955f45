import { manyAgencies } from '../test/stacks/limits/many-agencies.ts';
import { made } from '../test/stacks/rules/apps.ts';

/*
 * How long the synthesis of all stacks takes as agencies are added, three datasets and an agreement each; without the
 * bundling of functions, which no agency makes longer, and without the check against CloudFormation's schemas.
 */

const COUNTS = [5, 10, 25, 50];

// The first synthesis loads the CDK.
made(await manyAgencies(1));

process.stdout.write('agencies  seconds  resources  megabytes  seconds an agency\n');
for (const count of COUNTS) {
  const files = await manyAgencies(count);
  const began = performance.now();
  const { templates } = made(files);
  const seconds = (performance.now() - began) / 1000;
  const texts = [...templates.values()];
  const resources = texts.reduce((sum, { Resources }) => sum + Object.keys(Resources).length, 0);
  const megabytes = texts.reduce((sum, template) => sum + JSON.stringify(template).length, 0) / 1e6;
  process.stdout.write(
    `${String(count).padStart(8)}  ${seconds.toFixed(2).padStart(7)}  ${String(resources).padStart(9)}  ` +
      `${megabytes.toFixed(2).padStart(9)}  ${(seconds / count).toFixed(3).padStart(17)}\n`,
  );
}
