import { PLAIN, type Snapshot, type Source, tabulate } from '../extract.ts';
import { NEIGHBORHOODS } from '../places.ts';

/** Licensed seats in care of high quality, by neighbourhood and setting: a dataset that is not of people. */
export const qualitySeats: Source = {
  agency: 'early_childhood',
  dataset: 'quality_seats',
  format: { ...PLAIN, newline: '\n' },
  fileName: (period) => `quality_seats_${period}.csv`,
  extract: (snapshot) =>
    tabulate(
      ['Neighborhood', 'Setting', 'Quality Seats', 'Licensed Seats'],
      ['Neighborhood', 'Setting'],
      seats(snapshot),
    ),
};

function* seats({ chance, people, period }: Snapshot) {
  for (const { code, name, seats: perThousand } of NEIGHBORHOODS) {
    const own = chance.for('seats', code, period);
    const quality = Math.max(6, Math.floor((people * perThousand) / 1000) + own.between(-2, 4));
    const atHome = Math.floor(quality / 4);
    for (const [setting, count] of [
      ['Center', quality - atHome],
      ['Family home', atHome],
    ] as const) {
      const fields = {
        Neighborhood: name,
        Setting: setting,
        'Quality Seats': String(count),
        'Licensed Seats': String(count + Math.floor((count * own.between(40, 160)) / 100)),
      };
      yield { fields };
    }
  }
}
