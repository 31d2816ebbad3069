/** One query's part of an answer of `/api/ds/query`. */
export interface Result {
  readonly status: number;
  readonly error?: string;
  readonly errorSource?: string;
  readonly frames?: readonly Frame[];
}

export interface Frame {
  readonly schema: {
    readonly name?: string;
    readonly refId: string;
    readonly meta?: {
      readonly type?: string;
      readonly typeVersion?: readonly number[];
      readonly executedQueryString?: string;
      readonly notices?: ReadonlyArray<{ readonly severity: string; readonly text: string }>;
      readonly preferredVisualisationPluginId?: string;
    };
    readonly fields: ReadonlyArray<{
      readonly name: string;
      readonly type: string;
      readonly labels?: Readonly<Record<string, string>>;
    }>;
  };
  readonly data: { readonly values: ReadonlyArray<readonly unknown[]> };
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Talks to Grafana over HTTP as an administrator. */
export class Api {
  constructor(private readonly url: string) {}

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    try {
      return { status: response.status, body: JSON.parse(text) };
    } catch {
      return { status: response.status, body: text };
    }
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  /** Asks one data source several questions over the last six hours. */
  async query(
    uid: string,
    queries: ReadonlyArray<Readonly<Record<string, unknown>>>,
    from = 'now-6h'
  ): Promise<{ readonly status: number; readonly results: Readonly<Record<string, Result>> }> {
    const { status, body } = await this.send('POST', '/api/ds/query', {
      from,
      to: 'now',
      queries: queries.map((query) => ({
        datasource: { uid, type: 'tidemark-drift-datasource' },
        intervalMs: 900_000,
        maxDataPoints: 100,
        ...query,
      })),
    });
    return { status, results: (body as { results?: Record<string, Result> }).results ?? {} };
  }
}

/** The rows of a frame, by the names of its fields. */
export function rowsOf(frame: Frame | undefined): ReadonlyArray<Readonly<Record<string, unknown>>> {
  const fields = frame?.schema.fields ?? [];
  const length = frame?.data.values[0]?.length ?? 0;
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(fields.map(({ name }, column) => [name, frame?.data.values[column]?.[row]]))
  );
}
