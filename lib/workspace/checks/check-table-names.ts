import type { Finding } from '../finding.ts';
import type { ContractDocument } from '../schemas/contract.ts';
import type { IndicatorDocument } from '../schemas/indicator.ts';
import type { Source } from '../source.ts';

/** Prefixes of the tables that measuring makes beside the datasets' own. */
const MEASURED = ['cells', 'atoms'];
/** Views that every release has. */
const RELEASE_VIEWS = ['indicators', 'data_dictionary', 'data_quality', 'linkage_quality', 'releases'];

/** Agency and dataset are joined by an underscore into a table's name, which both may hold: `a_b/c` and `a/b_c`. */
export function checkDatasetTables(contracts: readonly Source<ContractDocument>[]): readonly Finding[] {
  const first = new Map<string, string>();
  return contracts.flatMap(({ yaml, folder, name }) => {
    const table = `${folder}_${name}`;
    const earlier = first.get(table);
    first.set(table, earlier ?? yaml.file);
    if (MEASURED.includes(folder)) {
      return [
        yaml.finding([], {
          code: 'reserved',
          message: `An agency cannot be called ${folder}: tables of that name hold what is measured.`,
          remedy: 'Give the agency another name.',
        }),
      ];
    }
    if (earlier === undefined) return [];
    return [
      yaml.finding([], {
        code: 'duplicate',
        message: `Its table ${table} is also that of ${earlier}.`,
        remedy: 'Rename the agency or the dataset.',
      }),
    ];
  });
}

/** An indicator is a view, and so is its history; neither may have the name of another view. */
export function checkViews(indicators: readonly Source<IndicatorDocument>[]): readonly Finding[] {
  const ids = indicators.map(({ name }) => name);
  return indicators.flatMap(({ yaml, name }) => {
    const historyOf = name.endsWith('_history') ? name.slice(0, -'_history'.length) : undefined;
    const taken = RELEASE_VIEWS.includes(name) || (historyOf !== undefined && ids.includes(historyOf));
    if (!taken) return [];
    return [
      yaml.finding([], {
        code: 'reserved',
        message: `A release has another view called ${name}.`,
        remedy: 'Rename the file, and the indicator wherever an agreement names it.',
      }),
    ];
  });
}
