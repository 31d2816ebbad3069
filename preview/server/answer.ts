/** An answer over HTTP, before it is written. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
}

export const jsonText = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body,
});

export const json = (status: number, value: unknown): Answer => jsonText(status, JSON.stringify(value));

/** The shape of Grafana's own errors. */
export const failure = (status: number, message: string): Answer => json(status, { message });

/** The shape of the errors that Grafana gives an id. */
export const namedFailure = (status: number, messageId: string, message: string): Answer =>
  json(status, { extra: null, message, messageId, statusCode: status, traceID: '' });

export const html = (body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body,
});
