/** Scored pairs of nodes in typed arrays that grow, strongest first, and then by node for random access. */
export interface Edges {
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Millibits. */
  readonly weight: Int32Array;
  readonly forbidden: Uint8Array;
}

/** Collects edges from a stream. */
export class EdgeList {
  #count = 0;
  #from = new Int32Array(1024);
  #to = new Int32Array(1024);
  #weight = new Int32Array(1024);
  #forbidden = new Uint8Array(1024);

  add(from: number, to: number, weight: number, forbidden: boolean): void {
    if (this.#count === this.#from.length) this.#grow();
    this.#from[this.#count] = from;
    this.#to[this.#count] = to;
    this.#weight[this.#count] = weight;
    this.#forbidden[this.#count] = Number(forbidden);
    this.#count += 1;
  }

  done(): Edges {
    return {
      count: this.#count,
      from: this.#from.subarray(0, this.#count),
      to: this.#to.subarray(0, this.#count),
      weight: this.#weight.subarray(0, this.#count),
      forbidden: this.#forbidden.subarray(0, this.#count),
    };
  }

  #grow(): void {
    const wider = <T extends Int32Array | Uint8Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    const size = this.#count * 2;
    this.#from = wider(this.#from, new Int32Array(size));
    this.#to = wider(this.#to, new Int32Array(size));
    this.#weight = wider(this.#weight, new Int32Array(size));
    this.#forbidden = wider(this.#forbidden, new Uint8Array(size));
  }
}

/** For each node the edges that touch it: `edge[first[node] … first[node + 1] − 1]` are positions in the edges. */
export interface Incidence {
  readonly first: Int32Array;
  readonly edge: Int32Array;
}

/** Compressed sparse rows over undirected edges. */
export function incidenceOf({ count, from, to }: Edges, nodes: number): Incidence {
  const first = new Int32Array(nodes + 1);
  for (let at = 0; at < count; at += 1) {
    for (const node of [from[at] ?? 0, to[at] ?? 0]) first[node + 1] = (first[node + 1] ?? 0) + 1;
  }
  for (let node = 0; node < nodes; node += 1) first[node + 1] = (first[node + 1] ?? 0) + (first[node] ?? 0);
  const next = first.slice(0, nodes);
  const edge = new Int32Array(2 * count);
  for (let at = 0; at < count; at += 1) {
    for (const node of [from[at] ?? 0, to[at] ?? 0]) {
      const place = next[node] ?? 0;
      edge[place] = at;
      next[node] = place + 1;
    }
  }
  return { first, edge };
}
