import type { Finding } from '../finding.ts';
import type { Calendar } from '../model.ts';
import { comparePeriods, readPeriod } from '../period.ts';
import type { CollaborativeDocument } from '../schemas/collaborative.ts';
import type { Source } from '../source.ts';
import { isTotal, repeated, totalFinding } from './known.ts';

/** Whether the calendar's own periods are of its cycle and in order. */
export function checkCalendar({ yaml, document }: Source<CollaborativeDocument>): readonly Finding[] {
  const { first, last, cycle, dueDays, fiscalYearStarts } = document.calendar;
  const calendar: Calendar = {
    cycle,
    first,
    dueDays,
    ...(fiscalYearStarts === undefined ? {} : { fiscalYearStarts }),
  };
  const examples = { month: '2026-03', quarter: '2026-Q1', year: '2026' };
  const findings: Finding[] = [];
  for (const [key, text] of Object.entries({ first, last })) {
    if (text === undefined) continue;
    const period = readPeriod(text, calendar);
    if (period !== undefined && period.frequency === cycle) continue;
    const fiscal = text.startsWith('FY') && fiscalYearStarts === undefined;
    findings.push(
      yaml.finding(['calendar', key], {
        code: 'calendar',
        message: fiscal
          ? `${text} is a fiscal period, and the calendar has no fiscal years.`
          : `${text} is no ${cycle}, which is the calendar's cycle.`,
        remedy: fiscal
          ? 'Add fiscalYearStarts, the month in which a fiscal year begins.'
          : `Write it as ${examples[cycle]}.`,
      }),
    );
  }
  const from = readPeriod(first, calendar);
  const to = last === undefined ? undefined : readPeriod(last, calendar);
  if (from !== undefined && to !== undefined && comparePeriods(from, to) > 0) {
    findings.push(
      yaml.finding(['calendar', 'last'], {
        code: 'calendar',
        message: `The last period, ${to.id}, lies before the first, ${from.id}.`,
        remedy: 'Swap them, or leave "last" out where there is no end.',
      }),
    );
  }
  return findings;
}

/** Codes once each, none called Total. */
export function checkVocabularies({ yaml, document }: Source<CollaborativeDocument>): readonly Finding[] {
  return Object.entries(document.vocabularies).flatMap(([name, { codes }]) => {
    const at = (index: number) => ['vocabularies', name, 'codes', index];
    return [
      ...repeated(
        yaml,
        'codes',
        codes.map(({ code }) => code),
        at,
      ),
      ...codes.flatMap(({ code }, index) => (isTotal(code) ? [totalFinding(yaml, at(index))] : [])),
    ];
  });
}
