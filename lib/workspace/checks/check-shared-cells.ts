import { countedQuantities } from '../counted-quantities.ts';
import { suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import type { Indicator, SharedCells } from '../model.ts';
import type { Path, YamlFile } from '../yaml-document.ts';
import type { Known } from './known.ts';

/** Whether what an indicator says that it shares is there, on both sides. Circles are fine. */
export function checkSharedCells(
  yaml: YamlFile,
  indicator: Indicator,
  { workspace, unread }: Known,
): readonly Finding[] {
  return (indicator.sharesCells ?? []).flatMap((shared, index) => {
    const at = ['sharesCells', index];
    if (shared.with === indicator.id) return [sharesWithItself(yaml, at)];
    const other = workspace.indicators.find(({ id }) => id === shared.with);
    if (other === undefined) {
      return unread.has(`indicators/${shared.with}.yaml`)
        ? []
        : [
            yaml.finding([...at, 'with'], {
              code: 'unknown_name',
              message: `There is no indicator "${shared.with}" to share cells with.`,
              remedy: suggest(
                shared.with,
                workspace.indicators.map(({ id }) => id).filter((id) => id !== indicator.id),
              ),
            }),
          ];
    }
    return [
      ...checkQuantity(yaml, [...at, 'quantity'], shared.quantity, indicator),
      ...checkQuantity(yaml, [...at, 'as'], shared.as, other),
      ...checkDimensions(yaml, [...at, 'dimensions'], shared, indicator, other),
    ];
  });
}

function sharesWithItself(yaml: YamlFile, at: Path): Finding {
  return yaml.finding([...at, 'with'], {
    code: 'value',
    message: 'An indicator shares all its cells with itself.',
    remedy: 'Name another indicator, or take the entry out.',
  });
}

function checkQuantity(
  yaml: YamlFile,
  at: Path,
  quantity: string,
  { id, measures }: Indicator,
): readonly Finding[] {
  const known = countedQuantities(measures);
  if (known.includes(quantity)) return [];
  return [
    yaml.finding(at, {
      code: 'unknown_name',
      message: `The indicator ${id} publishes no count of persons called "${quantity}".`,
      remedy: known.length === 0 ? `It publishes no count of persons.` : suggest(quantity, known),
    }),
  ];
}

function checkDimensions(
  yaml: YamlFile,
  at: Path,
  { dimensions }: SharedCells,
  indicator: Indicator,
  other: Indicator,
): readonly Finding[] {
  const named = Object.values(dimensions);
  const unknown = (place: Path, name: string, { id, dimensions: has }: Indicator, atKey: boolean) => {
    const names = has.map((dimension) => dimension.name);
    if (names.includes(name)) return [];
    return [
      yaml.finding(place, {
        code: 'unknown_name',
        message: `The indicator ${id} has no dimension "${name}".`,
        remedy: suggest(name, names),
        atKey,
      }),
    ];
  };
  return Object.entries(dimensions).flatMap(([own, theirs], index) => [
    ...unknown([...at, own], own, indicator, true),
    ...unknown([...at, own], theirs, other, false),
    ...(named.indexOf(theirs) < index
      ? [
          yaml.finding([...at, own], {
            code: 'duplicate',
            message: `Two dimensions are both "${theirs}" of the indicator ${other.id}.`,
            remedy: 'Each dimension is one of the other indicator.',
          }),
        ]
      : []),
  ]);
}
