import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cluster } from '../../lib/linkage/cluster.ts';
import { EdgeList } from '../../lib/linkage/edges.ts';

type Edge = readonly [from: number, to: number, weight: number, forbidden?: boolean];

function clustersOf(nodes: number, edges: readonly Edge[], once: readonly (readonly number[])[] = []) {
  const list = new EdgeList();
  const strongestFirst = edges.toSorted(([a, b, x], [c, d, y]) => y - x || a - c || b - d);
  for (const [from, to, weight, forbidden = false] of strongestFirst) list.add(from, to, weight, forbidden);
  const first = new Int32Array(nodes + 1);
  for (let node = 0; node < nodes; node += 1)
    first[node + 1] = (first[node] ?? 0) + (once[node]?.length ?? 0);
  const onceOnly = { first, delivery: Int32Array.from(once.flat()) };
  return cluster({ nodes, edges: list.done(), threshold: 3170, onceOnly });
}

const groups = (edges: readonly Edge[], nodes: number, once?: readonly (readonly number[])[]) => [
  ...clustersOf(nodes, edges, once).clusterOf,
];

describe('clustering', () => {
  it('joins what a strong link joins and names the cluster after its smallest node', () => {
    expect(groups([[2, 1, 9000]], 3)).toEqual([0, 1, 1]);
  });

  it('leaves apart what only a weak link joins', () => {
    expect(groups([[0, 1, 3000]], 2)).toEqual([0, 1]);
  });

  it('does not let one borrowed identifier join two people known by several records', () => {
    const people: readonly Edge[] = [
      [0, 1, 20_000],
      [2, 3, 20_000],
    ];

    expect(groups([...people, [1, 2, 9000]], 4)).toEqual([0, 0, 2, 2]);
  });

  it('joins two groups whose members all agree', () => {
    expect(
      groups(
        [
          [0, 1, 9000],
          [2, 3, 8000],
          [0, 2, 7000],
          [0, 3, 7000],
          [1, 2, 7000],
          [1, 3, 7000],
        ],
        4,
      ),
    ).toEqual([0, 0, 0, 0]);
  });

  it('does not make a chain', () => {
    const chain: readonly Edge[] = Array.from({ length: 9 }, (_, at) => [at, at + 1, 6000 - at] as const);

    expect(Math.max(...sizes(groups(chain, 10)))).toBeLessThanOrEqual(3);
  });

  it('never links a forbidden pair by itself', () => {
    expect(groups([[0, 1, 30_000, true]], 2)).toEqual([0, 1]);
  });

  it('gives a record to its best match only where a person appears once in each delivery', () => {
    const edges: readonly Edge[] = [
      [0, 2, 9000],
      [1, 2, 8000],
      [1, 3, 7000],
    ];

    expect(groups(edges, 4, [[0], [0], [1], [1]])).toEqual([0, 1, 0, 1]);
  });

  it('expects as many wrong links as the probabilities say, at both ends', () => {
    const { links, expectedFalse } = clustersOf(2, [[0, 1, 4000]]);

    expect([...links]).toEqual([1_000_000, 1_000_000]);
    expect([...expectedFalse]).toEqual([58_824, 58_824]);
  });

  it('expects a link to be missed where it is likely and was not taken', () => {
    const { expectedMissed } = clustersOf(2, [[0, 1, 0]]);

    expect([...expectedMissed]).toEqual([500_000, 500_000]);
  });

  it('expects a forbidden pair to be missed with the probability that the model gives it', () => {
    const { clusterOf, expectedMissed } = clustersOf(2, [[0, 1, 0, true]]);

    expect([...clusterOf]).toEqual([0, 1]);
    expect([...expectedMissed]).toEqual([500_000, 500_000]);
  });

  it('puts nobody twice into one delivery that holds a person once', () => {
    const edge = fc
      .tuple(fc.nat(11), fc.nat(11), fc.integer({ min: -6000, max: 20_000 }))
      .filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(
        fc.uniqueArray(edge, { selector: ([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}` }),
        (edges) => {
          const found = groups(
            edges,
            12,
            Array.from({ length: 12 }, (_, node) => [node % 4]),
          );

          expect(Math.max(...sizes(found.map((one, node) => one * 4 + (node % 4))))).toBe(1);
        },
      ),
    );
  });
});

function sizes(clusters: readonly number[]): readonly number[] {
  return [...Map.groupBy(clusters, (one) => one).values()].map(({ length }) => length);
}
