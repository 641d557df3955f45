/** A value of an answer: bigint for every integer, text for decimals, dates and NaN, lists as arrays. */
export type TrinoValue = string | number | bigint | boolean | null | readonly TrinoValue[];

export interface TrinoAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly TrinoValue[])[];
}

/** A statement that Trino refused or could not finish. */
export class TrinoFailed extends Error {
  override readonly name = 'TrinoFailed';
  /** Trino's name of the error, such as DIVISION_BY_ZERO. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

interface Page {
  readonly nextUri?: string;
  readonly columns?: TrinoAnswer['columns'];
  readonly data?: readonly (readonly TrinoValue[])[];
  readonly error?: { readonly errorName: string; readonly message: string };
}

/**
 * Asks a Trino server over its REST protocol (`POST /v1/statement`, then `nextUri` until there is none). npm's
 * `trino-client` 0.2.9 loses digits of a bigint; JSON.parse's access to the source text keeps them.
 */
export class TrinoClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * @param schema the schema of unqualified names
   * @throws TrinoFailed
   */
  async query(sql: string, schema = 'default'): Promise<TrinoAnswer> {
    const headers = {
      'X-Trino-User': 'tributary',
      'X-Trino-Catalog': 'hive',
      'X-Trino-Schema': schema,
      'X-Trino-Time-Zone': 'UTC',
    };
    let page = await fetchPage(`${this.#url}/v1/statement`, { method: 'POST', body: sql, headers });
    let columns: TrinoAnswer['columns'] = [];
    const rows: (readonly TrinoValue[])[] = [];
    for (;;) {
      if (page.error) throw new TrinoFailed(page.error.errorName, page.error.message);
      columns = page.columns ?? columns;
      const types = columns.map(({ type }) => type);
      for (const row of page.data ?? []) rows.push(row.map((value, at) => exact(value, types[at] ?? '')));
      if (page.nextUri === undefined) return { columns, rows };
      page = await fetchPage(page.nextUri, { headers });
    }
  }
}

async function fetchPage(address: string, init: RequestInit): Promise<Page> {
  const response = await fetch(address, init);
  const text = await response.text();
  if (!response.ok) throw new TrinoFailed(`HTTP_${response.status}`, text.slice(0, 200));
  return JSON.parse(text, keepDigits);
}

/** A JSON.parse reviver: an integer past 2^53 becomes a bigint from its own digits. */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source ?? '';
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source)
    ? BigInt(source)
    : value;
}

const INTEGER = /^(array\()*(bigint|integer|smallint|tinyint)\b/;

function exact(value: TrinoValue, type: string): TrinoValue {
  if (Array.isArray(value)) return value.map((item: TrinoValue) => exact(item, type));
  return typeof value === 'number' && INTEGER.test(type) ? BigInt(value) : value;
}
