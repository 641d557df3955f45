import { beforeEach, describe, expect, it } from 'vitest';
import type { Catalogue, TableDefinition } from '../../lib/ports/catalogue.ts';

const TABLE: TableDefinition = {
  database: 'crosswalk',
  name: 'r0007_persons',
  zone: 'crosswalk',
  path: 'runs/r0007/persons',
  columns: [
    { name: 'scope', type: 'varchar' },
    { name: 'links', type: 'bigint', comment: 'links at this record, in millionths' },
    { name: 'alive', type: 'boolean' },
    { name: 'born', type: 'date', comment: 'größer als nichts, "so" it is' },
    { name: 'share', type: 'double' },
    { name: 'dollars', type: 'decimal' },
  ],
};

/** What every catalogue promises; runs for each adapter over an empty one. */
export function describeCatalogue(name: string, make: () => Promise<Catalogue>): void {
  describe(`${name} as a catalogue`, () => {
    let catalogue: Catalogue;

    beforeEach(async () => {
      catalogue = await make();
    });

    it('gives a table back as it was declared', async () => {
      await catalogue.declare(TABLE);

      expect(await catalogue.find('crosswalk', 'r0007_persons')).toEqual(TABLE);
    });

    it.each<[string, Partial<TableDefinition>]>([
      ['that a statement has to name', { partition: 'delivery_id' }],
      ['that are listed', { partition: 'delivery_id', partitionValues: ['d-02', 'd-01'] }],
      ['of which there are none yet', { partition: 'delivery_id', partitionValues: [] }],
      ['that are numbered', { partition: 'release', partitionValues: { digits: 4 } }],
    ])('gives back a partition with values %s', async (_, partition) => {
      const table = { ...TABLE, ...partition };

      await catalogue.declare(table);

      expect(await catalogue.find(table.database, table.name)).toEqual(table);
    });

    it('puts a declaration in the place of an earlier one', async () => {
      await catalogue.declare({ ...TABLE, partition: 'delivery_id' });
      const narrow = { ...TABLE, columns: TABLE.columns.slice(0, 1), path: 'runs/r0007/other' };

      await catalogue.declare(narrow);

      expect(await catalogue.find('crosswalk', 'r0007_persons')).toEqual(narrow);
      expect(await catalogue.list('crosswalk')).toHaveLength(1);
    });

    it('knows no table that was not declared, nor one of another database', async () => {
      await catalogue.declare(TABLE);

      expect(await catalogue.find('crosswalk', 'r0008_persons')).toBeUndefined();
      expect(await catalogue.find('integrated_a', 'r0007_persons')).toBeUndefined();
      expect(await catalogue.list('integrated_a')).toEqual([]);
    });

    it('lists the tables of a database by name', async () => {
      for (const name of ['b', 'a_2', 'a', 'a_10']) await catalogue.declare({ ...TABLE, name });
      await catalogue.declare({ ...TABLE, database: 'linkage', name: 'other' });

      const names = (await catalogue.list('crosswalk')).map((table) => table.name);

      expect(names).toEqual(['a', 'a_10', 'a_2', 'b']);
    });

    it('forgets a dropped table, and does not mind a missing one or a missing database', async () => {
      await catalogue.declare(TABLE);

      await catalogue.drop('crosswalk', 'r0007_persons');
      await catalogue.drop('crosswalk', 'r0007_persons');
      await catalogue.drop('nowhere', 'r0007_persons');

      expect(await catalogue.find('crosswalk', 'r0007_persons')).toBeUndefined();
    });

    it('makes a database as often as it is asked', async () => {
      await catalogue.ensureDatabase('integrated_a');
      await catalogue.ensureDatabase('integrated_a');

      expect(await catalogue.list('integrated_a')).toEqual([]);
    });

    it('puts the folders of two zones, and two folders of one, in places apart', () => {
      const places = [
        catalogue.location('tokens', 'runs/r1'),
        catalogue.location('crosswalk', 'runs/r1'),
        catalogue.location('crosswalk', 'runs/r10'),
      ];

      expect(new Set(places).size).toBe(3);
    });
  });
}
