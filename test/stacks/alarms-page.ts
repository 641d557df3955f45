import { AGENCY_ALARMS, type AlarmText, SYSTEM_ALARMS } from '../../lib/stacks/alarm-catalogue.ts';

/** docs/alarms.md, of the same table from which the alarms have their texts. */
export function alarmsPage(): string {
  return `${[
    '# Alarms: what each means, and what to do',
    '',
    'Alarms go to the topic of the deployment and from there to `deployment.alarmEmails`. Each mail begins with the name of the alarm and what to do first; this page has the rest. The dashboard shows the numbers behind them, by agency, dataset and indicator. No alarm, metric or log line holds an identifier.',
    '',
    'This page is made from `lib/stacks/alarm-catalogue.ts`; a test holds it, the alarms of the templates and that table together.',
    '',
    '## Of an agency',
    '',
    'Each agency has these, in its own stack; their names are `<system>-agency-<agency>-<alarm>`.',
    '',
    ...Object.entries(AGENCY_ALARMS).flatMap(([id, alarm]) => section(id, alarm, 'the agency')),
    '## Of the system',
    '',
    'Their names are `<system>-<alarm>`.',
    '',
    ...Object.entries(SYSTEM_ALARMS).flatMap(([id, alarm]) => section(id, alarm, '')),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function section(id: string, { title, means, steps }: AlarmText, agency: string): string[] {
  const said = (text: string) => capital(text.replaceAll('{agency}', agency));
  return [
    `### ${id}`,
    '',
    `**${said(title)}.** ${said(means)}`,
    '',
    ...steps.map((step, at) => `${at + 1}. ${said(step)}`),
    '',
  ];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
