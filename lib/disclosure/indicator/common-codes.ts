import { type Axis, TOTAL } from '../../indicators/measure.ts';

/** Positions of the codes below a code, a group or the total, ascending; none where the axis has no such thing. */
export function positionsOf({ codes, groups }: Axis, name: string): readonly number[] {
  if (name === TOTAL) return codes.map((_, position) => position);
  const members = groups.find(({ code }) => code === name)?.members ?? [name];
  return members
    .map((member) => codes.indexOf(member))
    .filter((position) => position >= 0)
    .sort((left, right) => left - right);
}

/**
 * Codes and groups that two axes both have, a code of one perhaps a group of the other. Left out is a group of both
 * whose codes are in common too: what is equal of them is equal of it.
 */
export function namesInCommon(left: Axis, right: Axis): readonly string[] {
  const codes = left.codes.filter((code) => right.codes.includes(code));
  const follows = (name: string) => {
    const [own, other] = [membersOf(left, name), membersOf(right, name)];
    return own.length === other.length && own.every((code) => codes.includes(code) && other.includes(code));
  };
  const others = [...left.codes, ...left.groups.map(({ code }) => code)].filter(
    (name) => !codes.includes(name) && positionsOf(right, name).length > 0 && !follows(name),
  );
  return [...codes, ...new Set(others)];
}

function membersOf(axis: Axis, name: string): readonly string[] {
  return positionsOf(axis, name).map((position) => axis.codes[position] ?? '');
}
