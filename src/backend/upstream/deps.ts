import type { Logger } from '../log';

/** What an upstream tells of its own work, for the plugin's metrics. It never sees a URL, a query or a secret. */
export interface UpstreamObserver {
  /** One HTTP exchange is over, however it ended. */
  exchanged(exchange: {
    /** Which call of the upstream's API: `query`, `query_range`, `labels`, ... */
    readonly operation: string;
    readonly outcome: 'ok' | 'error' | 'cancelled';
    readonly seconds: number;
    /** Bytes of the answer's body, as far as it was read. */
    readonly bytes: number;
  }): void;
  /** A question was answered without asking: `joined` one under way, or found `stored`; or it was a `miss`. */
  cache(result: 'joined' | 'stored' | 'miss'): void;
}

/** What an upstream needs of the world. */
export interface UpstreamDeps {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly observer: UpstreamObserver;
  readonly log: Logger;
}
