import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TablePolicyDocument } from '../../../lib/disclosure/protect.ts';
import { attackSheets, type PublishedTable, type Sheet } from './attack-apart.ts';
import { isTooClose } from './demands.ts';
import { protectedOrNull } from './protected.ts';
import { type SmallRegister, smallRegisters } from './random-tables.ts';
import { runs } from './runs.ts';

/** The sets of codes that units hold, as text, each with how many units hold it. */
function setsOf({ records }: SmallRegister) {
  const held = new Map<string, Set<string>>();
  for (const { who = '', program, sex } of records) {
    const codes = held.get(who) ?? new Set();
    held.set(who, codes.add(`${program}/${sex}`));
  }
  const sets = new Map<string, number>();
  for (const codes of held.values()) {
    const name = [...codes].sort().join(' ');
    sets.set(name, (sets.get(name) ?? 0) + 1);
  }
  return [...sets].map(([name, units]) => ({ cells: name.split(' '), units }));
}

/** Unknown is how many units hold each set; a published cell counts those that hold anything in it. */
function registerSheet(register: SmallRegister, { dimensions, rows }: PublishedTable): Sheet {
  const sets = setsOf(register);
  return {
    rows,
    zerosShown: register.zeros === 'publish',
    below: (key) => {
      const at = (dimension: string) => key[dimensions.indexOf(dimension)];
      return sets.flatMap(({ cells }, set) => {
        const counts = cells.some((cell) => {
          const [program, sex] = cell.split('/');
          return ['Total', program].includes(at('program')) && ['Total', sex].includes(at('sex'));
        });
        return counts ? [set] : [];
      });
    },
  };
}

async function learnt(register: SmallRegister, published: PublishedTable): Promise<readonly string[]> {
  const sets = setsOf(register);
  const sheet = registerSheet(register, published);
  const bounds = await attackSheets([sheet], sets.length);
  return bounds
    .filter((bound) => {
      const value = sheet.below(bound.key).reduce((sum, set) => sum + (sets[set]?.units ?? 0), 0);
      return isTooClose(bound, value, register);
    })
    .map(({ key, low, high }) => `${key.join(' × ')} is ${low} to ${high}`);
}

function policyOf({ tables, threshold, zeros }: SmallRegister) {
  return TablePolicyDocument.parse({
    records: true,
    unit: 'who',
    dimensions: { program: {}, sex: {} },
    tables,
    policy: { threshold, zeros },
  });
}

describe('a table of units that may be in several cells, attacked by a program written apart', () => {
  it('shows the true number of units in every cell that it shows, and gives none of the others away', async () => {
    let judged = 0;

    await fc.assert(
      fc.asyncProperty(smallRegisters, async (register) => {
        const result = await protectedOrNull(policyOf(register), register.records);
        if (result === null) return;

        judged += result.primary > 0 ? 1 : 0;
        const { dimensions, rows } = result;
        for (const { key, value } of rows) {
          const units = new Set(
            register.records
              .filter((codes) => dimensions.every((name, at) => ['Total', codes[name]].includes(key[at])))
              .map(({ who }) => who),
          );
          expect([null, units.size]).toContain(value);
        }
        expect(await learnt(register, result)).toEqual([]);
      }),
      runs(30),
    );

    expect(judged).toBeGreaterThan(10);
  });

  it('would give some away if cells were hidden one by one, for being small alone', async () => {
    let leaks = 0;

    await fc.assert(
      fc.asyncProperty(smallRegisters, async (register) => {
        const all = await protectedOrNull(
          policyOf({ ...register, threshold: 1, zeros: 'publish' }),
          register.records,
        );
        if (all === null || leaks > 0) return;
        const rows = all.rows.map(({ key, value }) => ({
          key,
          value: value !== null && value > 0 && value < register.threshold ? null : value,
        }));
        leaks += (await learnt({ ...register, zeros: 'publish' }, { ...all, rows })).length;
      }),
      runs(30),
    );

    expect(leaks).toBeGreaterThan(0);
  });
});
