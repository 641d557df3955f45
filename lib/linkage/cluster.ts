import { type Edges, incidenceOf } from './edges.ts';
import { probabilityOf } from './weights.ts';

/** What is to be clustered: nodes are entities, 0 to `nodes − 1`. */
export interface ClusterInput {
  readonly nodes: number;
  /** Strongest first; ties in one fixed order. */
  readonly edges: Edges;
  /** A pair at or above this weight (millibits) is a link. */
  readonly threshold: number;
  /** In which deliveries that hold a person once a node appears: `delivery[first[node] … first[node + 1] − 1]`. */
  readonly onceOnly: OnceOnly;
}

export interface OnceOnly {
  readonly first: Int32Array;
  readonly delivery: Int32Array;
}

export interface Clusters {
  /** For each node the smallest node of its cluster. */
  readonly clusterOf: Int32Array;
  /** By node: links within its cluster; of them expected wrong; links expected missing. Millionths. */
  readonly links: Float64Array;
  readonly expectedFalse: Float64Array;
  readonly expectedMissed: Float64Array;
  /** Links that were strong enough and still did not join two clusters. */
  readonly refused: { readonly forbidden: number; readonly onceOnly: number; readonly unsupported: number };
}

/** No single pair counts for more than this in the support of a merge. */
const MOST_SUPPORT = 10_000;
/** A pair that was not compared, or was too unlikely to be kept, speaks against a merge by so much. */
const NO_SUPPORT = -4_000;
/** A forbidden pair never links by itself, and two good links are needed to outweigh it between larger clusters. */
const FORBIDDEN_SUPPORT = -15_000;

/**
 * Joins nodes, strongest link first. Two clusters become one only where the mean weight over *all* pairs across
 * them speaks for it (average linkage; a pair without an edge counts against), none of these pairs is forbidden,
 * and no delivery in which a person appears once would be in it twice. So a single borrowed identifier joins two
 * records but not two people known by several; chains and hubs do not form.
 */
export function cluster({ nodes, edges, threshold, onceOnly }: ClusterInput): Clusters {
  const incidence = incidenceOf(edges, nodes);
  const parent = Int32Array.from({ length: nodes }, (_, node) => node);
  const next = Int32Array.from({ length: nodes }, (_, node) => node);
  const size = new Int32Array(nodes).fill(1);
  const tally = {
    links: new Float64Array(nodes),
    expectedFalse: new Float64Array(nodes),
    expectedMissed: new Float64Array(nodes),
  };
  const refused = { forbidden: 0, onceOnly: 0, unsupported: 0 };
  const root = (node: number): number => {
    let top = node;
    for (let above = parent[top] ?? top; above !== top; above = parent[top] ?? top) {
      parent[top] = parent[above] ?? above;
      top = above;
    }
    return top;
  };
  const membersOf = (top: number): Int32Array => {
    const members = new Int32Array(size[top] ?? 1);
    for (let at = 0, node = top; at < members.length; at += 1, node = next[node] ?? node) members[at] = node;
    return members;
  };

  /** Edges between two clusters, found from the side that has fewer members. */
  const across = (a: number, b: number) => {
    const [few, other] = (size[a] ?? 1) <= (size[b] ?? 1) ? [a, b] : [b, a];
    const found: number[] = [];
    for (const node of membersOf(few)) {
      for (let place = incidence.first[node] ?? 0; place < (incidence.first[node + 1] ?? 0); place += 1) {
        const edge = incidence.edge[place] ?? 0;
        const end = edges.from[edge] === node ? edges.to[edge] : edges.from[edge];
        if (end !== undefined && root(end) === other) found.push(edge);
      }
    }
    return found;
  };

  const deliveriesOf = (top: number): readonly number[] =>
    [...membersOf(top)].flatMap((node) => [
      ...onceOnly.delivery.subarray(onceOnly.first[node] ?? 0, onceOnly.first[node + 1] ?? 0),
    ]);

  const sharesOnceOnly = (a: number, b: number): boolean => {
    if (onceOnly.delivery.length === 0) return false;
    const left = deliveriesOf(a);
    return left.length > 0 && deliveriesOf(b).some((delivery) => left.includes(delivery));
  };

  const join = (a: number, b: number, found: readonly number[], linkWeight: number): void => {
    const [left, right] = [membersOf(a), membersOf(b)];
    const direct = new Map(
      found.map((edge) => [`${edges.from[edge]}-${edges.to[edge]}`, edges.weight[edge] ?? 0]),
    );
    for (const one of left) {
      for (const other of right) {
        const known = direct.get(`${one}-${other}`) ?? direct.get(`${other}-${one}`) ?? linkWeight;
        const wrong = 1_000_000 - probabilityOf(Math.max(known, linkWeight));
        for (const node of [one, other]) {
          tally.links[node] = (tally.links[node] ?? 0) + 1_000_000;
          tally.expectedFalse[node] = (tally.expectedFalse[node] ?? 0) + wrong;
        }
      }
    }
    const [top, below] = a < b ? [a, b] : [b, a];
    parent[below] = top;
    size[top] = (size[top] ?? 1) + (size[below] ?? 1);
    [next[top], next[below]] = [next[below] ?? below, next[top] ?? top];
  };

  for (let edge = 0; edge < edges.count && (edges.weight[edge] ?? 0) >= threshold; edge += 1) {
    const [a, b] = [root(edges.from[edge] ?? 0), root(edges.to[edge] ?? 0)];
    if (a === b) continue;
    const found = across(a, b);
    if (edges.forbidden[edge] === 1) refused.forbidden += 1;
    else if (sharesOnceOnly(a, b)) refused.onceOnly += 1;
    else if (supportOf(found, edges, (size[a] ?? 1) * (size[b] ?? 1)) < 0) refused.unsupported += 1;
    else join(a, b, found, edges.weight[edge] ?? 0);
  }

  // A forbidden pair may be one person all the same: it is missed with the probability that the model gives it.
  for (let edge = 0; edge < edges.count; edge += 1) {
    const [from, to] = [edges.from[edge] ?? 0, edges.to[edge] ?? 0];
    const [a, b] = [root(from), root(to)];
    if (a === b || sharesOnceOnly(a, b)) continue;
    const found = across(a, b);
    const pairs = (size[a] ?? 1) * (size[b] ?? 1);
    const mean = supportOf(found, edges, pairs, (one) => edges.weight[one] ?? 0) / pairs;
    const missed = probabilityOf(Math.min(edges.weight[edge] ?? 0, mean));
    for (const node of [from, to]) tally.expectedMissed[node] = (tally.expectedMissed[node] ?? 0) + missed;
  }
  return { clusterOf: Int32Array.from({ length: nodes }, (_, node) => root(node)), ...tally, refused };
}

/**
 * The sum of weights over all pairs across two clusters, in millibits; at or above 0 they may join.
 * @param weigh what a pair with an edge weighs; forbidden ones speak against a merge whatever else they say
 */
function supportOf(
  found: readonly number[],
  edges: Edges,
  pairs: number,
  weigh = (edge: number) => (edges.forbidden[edge] === 1 ? FORBIDDEN_SUPPORT : (edges.weight[edge] ?? 0)),
): number {
  const known = found.reduce((sum, edge) => sum + Math.min(MOST_SUPPORT, weigh(edge)), 0);
  return known + (pairs - found.length) * NO_SUPPORT;
}
