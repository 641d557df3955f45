import { suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import type { Dimension } from '../model.ts';
import type { Path, YamlFile } from '../yaml-document.ts';
import { isTotal, totalFinding } from './known.ts';

/** Whether a dimension's roll-ups and former groupings speak of its codes, and can be told from them. */
export function checkGroupings(yaml: YamlFile, dimension: Dimension, at: Path): readonly Finding[] {
  const { name, codes, rollups, former = {} } = dimension;
  const known = codes.map(({ code }) => code);
  const rolledUp = Object.values(rollups).flatMap((groups) => Object.values(groups));
  const check = (kind: 'rollups' | 'former', groupings: Dimension['rollups'], taken: readonly string[]) =>
    Object.entries(groupings).flatMap(([grouping, groups]) =>
      Object.entries(groups).flatMap(([code, group]) => {
        const place = [...at, kind, grouping, code];
        return [
          ...(isTotal(group) ? [totalFinding(yaml, place)] : []),
          ...(known.length > 0 && !known.includes(code) ? [unknownCode(yaml, place, name, code, known)] : []),
          ...(taken.includes(group) ? [takenGroup(yaml, place, name, group)] : []),
        ];
      }),
    );
  return [...check('rollups', rollups, known), ...check('former', former, [...known, ...rolledUp])];
}

function unknownCode(
  yaml: YamlFile,
  place: Path,
  dimension: string,
  code: string,
  known: readonly string[],
): Finding {
  return yaml.finding(place, {
    code: 'unknown_name',
    message: `The dimension ${dimension} has no code "${code}".`,
    remedy: suggest(code, known),
    atKey: true,
  });
}

function takenGroup(yaml: YamlFile, place: Path, dimension: string, group: string): Finding {
  return yaml.finding(place, {
    code: 'duplicate',
    message: `The group "${group}" is called like a code or another group of ${dimension}.`,
    remedy: 'Give the group another name, so that readers can tell the two apart.',
  });
}
