import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Signal, SignalName, Signals } from '../../ports/signals.ts';

const UNITS: Readonly<Partial<Record<SignalName, keyof typeof MetricUnit>>> = {
  LinkageRate: 'Percent',
  LinkageRateDrop: 'Percent',
  SuppressedShare: 'Percent',
  SuppressedShareRise: 'Percent',
  DaysOverdue: 'NoUnit',
  EstimatedCost: 'NoUnit',
  CostOfMonth: 'NoUnit',
};

/**
 * Signals as lines of the log that CloudWatch makes metrics of (embedded metric format): a function needs no
 * permission and no request for it.
 */
export class EmfSignals implements Signals {
  readonly #namespace: string;

  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  emit(signals: readonly Signal[]): void {
    for (const signal of signals) {
      this.#write(signal);
      const { agency, dataset } = signal.of;
      // Of an agency's dataset is of the agency, too.
      if (agency !== undefined && dataset !== undefined) this.#write({ ...signal, of: { agency } });
    }
  }

  #write({ name, value, of }: Signal): void {
    const metrics = new Metrics({ namespace: this.#namespace });
    // Powertools adds the name of a service to every metric, which ours would then have to be searched by.
    metrics.clearDefaultDimensions();
    metrics.addDimensions({ ...of });
    metrics.addMetric(name, MetricUnit[UNITS[name] ?? 'Count'], value);
    metrics.publishStoredMetrics();
  }
}
