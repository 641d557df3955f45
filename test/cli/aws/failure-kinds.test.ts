import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { kindOfFailure, NO_FAULTS } from '../../../lib/cli/target/failure-kinds.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** Folders whose errors can end an integration run or the watch. */
const FOLDERS = [
  'lib/adapters/aws',
  'lib/deployment',
  'lib/disclosure',
  'lib/errors',
  'lib/governance',
  'lib/indicators',
  'lib/integration',
  'lib/linkage',
  'lib/release',
  'lib/watch',
  'lib/workspace',
  'lambdas',
];

/** Thrown at the command line alone. */
const NOT_OF_STEPS = [
  'FunctionMissing',
  'KeyFileUnsafe',
  'NotSignedIn',
  'QuestionFailed',
  'QuestionRefused',
  'QuestionTooCostly',
  'RegionUnknown',
  'StateTooNew',
  'TableDoesNotFit',
  'TablePolicyIncomplete',
  'WorldMissing',
];

const declared = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [
      ...readFileSync(join(root, folder, name), 'utf8').matchAll(/class (\w+) extends \w+[^{]*\{(.*?)\n\}/gs),
    ])
    .flatMap(([, name = '', body = '']) => {
      const kind = /readonly kind(?:: Kind)? = '(\w+)'/.exec(body)?.[1];
      return kind === undefined ? [] : [{ name, kind }];
    }),
);

it('every error of a step ends the command line on AWS with the code that it has on one machine', () => {
  const ofSteps = declared.filter(({ name }) => !NOT_OF_STEPS.includes(name));

  expect(ofSteps.length).toBeGreaterThan(40);
  expect(ofSteps.filter(({ name, kind }) => kindOfFailure(name) !== kind)).toEqual([]);
});

it('no class is listed that is not there', () => {
  const names = declared.map(({ name }) => name);

  expect(
    Object.values(NO_FAULTS)
      .flat()
      .filter((name) => !names.includes(name)),
  ).toEqual([]);
});
