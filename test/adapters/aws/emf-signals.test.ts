import { afterEach, describe, expect, it, vi } from 'vitest';
import { EmfSignals } from '../../../lib/adapters/aws/emf-signals.ts';
import type { Signal } from '../../../lib/ports/signals.ts';

/** What a function wrote to its log, line by line. */
function emitted(signals: readonly Signal[]): readonly Record<string, unknown>[] {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  new EmfSignals('Tributary').emit(signals);
  vi.restoreAllMocks();
  return lines
    .join('')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('signals on AWS', () => {
  it('are lines of the log that CloudWatch makes metrics of, with our dimensions and no others', () => {
    const [line] = emitted([{ name: 'SuppressedShare', value: 12.5, of: { indicator: 'enrolled' } }]);

    expect(line).toEqual({
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'Tributary',
            Dimensions: [['indicator']],
            Metrics: [{ Name: 'SuppressedShare', Unit: 'Percent' }],
          },
        ],
      },
      indicator: 'enrolled',
      SuppressedShare: 12.5,
    });
  });

  it('of an agency and its dataset are told of the agency, too', () => {
    const lines = emitted([
      { name: 'RowsAccepted', value: 7, of: { agency: 'schools', dataset: 'enrolment' } },
    ]);

    expect(lines.map(({ _aws, ...values }) => values)).toEqual([
      { agency: 'schools', dataset: 'enrolment', RowsAccepted: 7 },
      { agency: 'schools', RowsAccepted: 7 },
    ]);
  });

  it('are one line each, and none where there is nothing to tell', () => {
    const lines = emitted([
      { name: 'RunPartial', value: 1, of: { workflow: 'integration' } },
      { name: 'RunPartial', value: 0, of: { workflow: 'integration' } },
    ]);

    expect(lines.map((line) => line['RunPartial'])).toEqual([1, 0]);
    expect(emitted([])).toEqual([]);
  });

  it('may be of nothing in particular', () => {
    const [line] = emitted([{ name: 'UnusualAccess', value: 3, of: {} }]);

    expect(line).toMatchObject({ UnusualAccess: 3 });
    expect(JSON.stringify(line)).toContain('"Dimensions":[[]]');
  });
});
