/** One request as it goes over the wire. */
export interface Message {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What came back, as far as it is known when the body begins. */
export interface Reply {
  readonly status: number;
  /** The value of a header; its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /**
   * The body as it comes, compressed or not. Whoever stops before its end lets go of the connection, and so does the
   * signal, which then throws its reason.
   */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * How one request goes to a server and its answer comes back. No redirect is followed, nothing is decompressed, and an
 * answer of any status is an answer; where there is none, it throws what the runtime says of that.
 */
export interface Wire {
  /** Until there is an answer, an abort throws the signal's reason. */
  send(message: Message, signal: AbortSignal): Promise<Reply>;
}
