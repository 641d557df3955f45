import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { makeProgram } from '../../lib/cli/program.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What the CDK's command line says of itself. */
interface CdkRegistry {
  readonly globalOptions: Readonly<Record<string, CdkOption>>;
  readonly commands: Readonly<
    Record<
      string,
      { readonly options?: Readonly<Record<string, CdkOption>>; readonly aliases?: readonly string[] }
    >
  >;
}
interface CdkOption {
  readonly alias?: string | readonly string[];
}

const program = makeProgram(
  { out: () => {}, err: () => {}, environment: {}, json: false } as unknown as Parameters<
    typeof makeProgram
  >[0],
  () => {},
);
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const cdk = JSON.parse(
  readFileSync(join(ROOT, 'node_modules/aws-cdk/lib/cli/cli-type-registry.json'), 'utf8'),
) as CdkRegistry;

/** npm's own commands that pages may name. */
const NPM = ['install', 'start', 'test', 'run'];

/**
 * What is wrong with a command that a page names: undefined where it could be typed as it stands, and where it is none
 * of ours.
 */
export function faultOf(words: readonly string[]): string | undefined {
  const [first, second, ...rest] = words;
  if (first === 'npx' && second === 'tributary') return faultOfTributary(rest);
  if (first === 'tributary') return faultOfTributary(words.slice(1));
  if (first === 'npx' && second === 'cdk') return faultOfCdk(rest);
  if (first === 'npx') return `There is no npx ${second}.`;
  if (first === 'npm') return faultOfNpm(second, rest);
  if (first === 'node' || first === 'bash')
    return second !== undefined && existsSync(join(ROOT, second)) ? undefined : `There is no ${second}.`;
  return undefined;
}

function faultOfTributary(words: readonly string[]): string | undefined {
  let current: Command = program;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word.startsWith('-')) {
      const option = [...current.options, ...program.options].find(({ short, long }) =>
        [short, long].includes(word),
      );
      if (option === undefined && word !== '--help')
        return `tributary ${current.name()} has no option ${word}.`;
      if (option?.required === true) at += 1;
      continue;
    }
    const next = current.commands.find((command) => command.name() === word);
    if (next !== undefined) current = next;
    else if (current === program) return `There is no command ${word}.`;
  }
  return undefined;
}

function faultOfCdk(words: readonly string[]): string | undefined {
  const [name, ...rest] = words;
  if (name === undefined) return undefined;
  const command =
    cdk.commands[name] ?? Object.values(cdk.commands).find(({ aliases = [] }) => aliases.includes(name));
  if (command === undefined) return `cdk has no command ${name}.`;
  const options = { ...cdk.globalOptions, ...command.options };
  const known = Object.entries(options).flatMap(([long, { alias = [] }]) => [
    `--${long}`,
    `--no-${long}`,
    ...[alias].flat().map((short) => `-${short}`),
  ]);
  const unknown = rest.find((word) => word.startsWith('-') && !known.includes(word.replace(/=.*/, '')));
  return unknown === undefined ? undefined : `cdk ${name} has no option ${unknown}.`;
}

function faultOfNpm(name: string | undefined, rest: readonly string[]): string | undefined {
  if (name === undefined || !NPM.includes(name)) return `npm ${name} is not for readers of this page.`;
  if (name !== 'run') return undefined;
  const [script = ''] = rest.filter((word) => !word.startsWith('-'));
  return script in scripts ? undefined : `package.json has no script ${script}.`;
}
