import { suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import type { Dimension, Indicator } from '../model.ts';
import type { YamlFile } from '../yaml-document.ts';
import { isTotal } from './known.ts';

/** Stands for every code of a dimension. */
const ANY_CODE = '*';

/** Whether the cells that are to be kept are among those that are published. */
export function checkKeep(yaml: YamlFile, { keep = [], dimensions, crosses }: Indicator): readonly Finding[] {
  const names = dimensions.map(({ name }) => name);
  return keep.flatMap((cells, index) => {
    const entries = Object.entries(cells);
    const findings = entries.flatMap(([name, code]) => {
      const place = ['keep', index, name];
      const dimension = dimensions.find((one) => one.name === name);
      if (dimension === undefined) {
        return [
          yaml.finding(place, {
            code: 'unknown_name',
            message: `There is no dimension "${name}" to keep cells of.`,
            remedy: suggest(name, names),
            atKey: true,
          }),
        ];
      }
      const codes = codesOf(dimension);
      if (code === ANY_CODE || isTotal(code) || dimension.codes.length === 0 || codes.includes(code))
        return [];
      return [
        yaml.finding(place, {
          code: 'unknown_name',
          message: `The dimension ${name} has no code or group "${code}".`,
          remedy: suggest(code, codes),
        }),
      ];
    });
    const divided = entries.filter(([, code]) => !isTotal(code)).map(([name]) => name);
    const published = crosses.some((cross) => divided.every((name) => cross.includes(name)));
    if (findings.length > 0 || published) return findings;
    return [
      yaml.finding(['keep', index], {
        code: 'value',
        message: `No cross publishes ${divided.join(' × ')}, so there are no such cells to keep.`,
        remedy: 'Name dimensions that are crossed; those left out stand at Total.',
      }),
    ];
  });
}

function codesOf({ codes, rollups }: Dimension): readonly string[] {
  return [
    ...codes.map(({ code }) => code),
    ...Object.values(rollups).flatMap((groups) => Object.values(groups)),
  ];
}
