import { relative } from 'node:path';
import type { Acknowledgement } from '../../../lib/stacks/acknowledgement.ts';
import { CONTROLS } from './controls.ts';
import { type Applied, baseControl } from './nist-pack.ts';
import type { Rule } from './rule.ts';

export interface ControlsPage {
  readonly rules: readonly Rule[];
  readonly nist: readonly Applied[];
  readonly explained: readonly Pick<Acknowledgement, 'finding' | 'reason'>[];
}

/** docs/controls.md: which control is served by what, made of the tables that the tests use. */
export function controlsPage({ rules, nist, explained }: ControlsPage): string {
  return `${[
    '# Controls: NIST SP 800-53 revision 5, what serves them, and what shows it',
    '',
    'For whoever has to write a system security plan. It speaks of controls that the program serves by itself; policies, training, physical protection and the account around it are the operator’s. No control is fully met by software alone, and nobody has certified anything here.',
    '',
    'The page is made from the tables that the tests use (`test/stacks/rules/controls.ts`, the rules of our own, cdk-nag’s pack as it ran over the stacks, `lib/stacks/acknowledged.ts`); a test holds them together, and `npx vitest run test/stacks/rules -u` writes it anew.',
    '',
    '## By control',
    '',
    'The last column counts rules that every template passes: of our own pack and of cdk-nag’s NIST pack, each named below.',
    '',
    ...table(
      ['control', 'how it is served', 'built in', 'shown by', 'rules'],
      Object.entries(CONTROLS).map(([id, { title, how, built, shown }]) => [
        `**${id}** ${title}`,
        how,
        built.map(link).join(', '),
        shown.map(link).join(', '),
        String(count(id, rules, nist)),
      ]),
    ),
    '',
    '## Rules of our own',
    '',
    'What cdk-nag’s packs lack: Athena, Glue, Step Functions, queues and rules, and what this system promises beyond them. Each has a planted violation in its test.',
    '',
    ...table(
      ['rule', 'what holds', 'controls'],
      rules.map(({ id, says, controls }) => [id, says, controls.join(', ')]),
    ),
    '',
    '## Rules of cdk-nag that had something to look at',
    '',
    'Counted over the county with every option on. Beside these, all rules of the AwsSolutions pack hold.',
    '',
    ...table(
      ['rule', 'resources', 'controls'],
      nist.map(({ rule, looked, controls }) => [
        rule,
        String(looked),
        [...new Set(controls.map(baseControl))].join(', '),
      ]),
    ),
    '',
    '## What they find, and why it is so',
    '',
    'Each finding is explained for its one resource; here they are counted by reason. A finding without a reason fails the tests, and so does a reason without a finding.',
    '',
    ...table(['rule', 'findings', 'reason'], reasons(explained)),
  ].join('\n')}\n`;
}

function count(control: string, rules: readonly Rule[], nist: readonly Applied[]): number {
  return [...rules, ...nist].filter(({ controls }) => controls.map(baseControl).includes(control)).length;
}

function reasons(explained: ControlsPage['explained']): readonly (readonly string[])[] {
  const byReason = Map.groupBy(
    explained,
    ({ finding, reason }) => `${finding.replace(/\[.*$/s, '')}\n${reason}`,
  );
  return [...byReason]
    .map(([key, all]) => {
      const [rule = '', reason = ''] = key.split('\n');
      return [rule, String(all.length), reason];
    })
    .toSorted(([a = '', , x = ''], [b = '', , y = '']) => (`${a} ${x}` < `${b} ${y}` ? -1 : 1));
}

function link(file: string): string {
  return `[${file.split('/').at(-1)}](${relative('docs', file)})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
