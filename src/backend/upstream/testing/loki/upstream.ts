import type { HttpUpstream } from '../../../../model';
import type { UpstreamDeps } from '../../deps';
import type { EventUpstream } from '../../events';
import type { HttpLimits } from '../../http';
import { createLokiUpstream } from '../../loki';
import { NOW } from './log';

export interface AskedLoki {
  readonly upstream: EventUpstream;
  /** One entry an HTTP exchange: the call of the API that it was, and how it ended. */
  readonly exchanges: ReadonlyArray<{ readonly operation: string; readonly outcome: string }>;
}

/** The upstream as the backend makes it, at the time of the scenarios, with a note of what it asks. */
export function askLoki(
  settings: HttpUpstream,
  secrets: Readonly<Record<string, string>> = {},
  limits?: HttpLimits
): AskedLoki {
  const exchanges: Array<{ readonly operation: string; readonly outcome: string }> = [];
  const silent = (): void => undefined;
  const deps: UpstreamDeps = {
    now: () => NOW,
    observer: { exchanged: ({ operation, outcome }) => exchanges.push({ operation, outcome }), cache: silent },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  };
  return { upstream: createLokiUpstream(settings, secrets, deps, limits), exchanges };
}
