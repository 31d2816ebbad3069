import { createLogger } from '../../src/backend/log';
import { connectionOf } from '../../src/backend/upstream/connection';
import { HttpClient } from '../../src/backend/upstream/http';
import { LokiApi } from '../../src/backend/upstream/loki/api';
import { LOKI_NAMES, PROMETHEUS_NAMES, type UpstreamNames } from '../../src/backend/upstream/names';
import { PrometheusApi, promNumber } from '../../src/backend/upstream/prometheus/api';
import type { HttpUpstream, Settings } from '../../src/model';
import type { Element } from '../../src/replay';

/** What an expression answered at instants a step apart. Seconds. */
export type AskExpression = (
  expr: string,
  instants: readonly number[],
  step: number
) => Promise<ReadonlyArray<readonly Element[]>>;

/** Prometheus and Loki answer no more points of a series at once than 11,000. */
const MOST_POINTS = 10_000;
/** Of a log so many seconds are read at once: a week of one does not fit into the time that a request has. */
const LOG_SPAN = 86_400;

type Secrets = Readonly<Record<string, string>>;

function clientOf(settings: HttpUpstream, secrets: Secrets, names: UpstreamNames) {
  const connection = connectionOf(settings, secrets, names);
  const nobody = { exchanged: () => undefined, cache: () => undefined };
  const deps = { now: Date.now, observer: nobody, log: createLogger(() => undefined, 'info') };
  return [new HttpClient(connection, deps), connection] as const;
}

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values?: ReadonlyArray<readonly [number, string]>;
}

/** Asks a stretch at a time; a range query has exactly the values of the instant queries at its steps. */
async function inParts(
  instants: readonly number[],
  step: number,
  most: number,
  ask: (from: number, to: number) => Promise<readonly Series[]>
): Promise<ReadonlyArray<readonly Element[]>> {
  const [first = 0] = instants;
  const elements = instants.map((): Element[] => []);
  for (let begin = 0; begin < instants.length; begin += most) {
    const part = instants.slice(begin, begin + most);
    for (const { metric, values = [] } of await ask((part[0] ?? 0) * 1000, (part.at(-1) ?? 0) * 1000)) {
      for (const [time, value] of values) {
        elements[Math.round((time - first) / step)]?.push({ labels: metric, value: promNumber(value) });
      }
    }
  }
  return elements;
}

const isHttp = (upstream: object | undefined): upstream is HttpUpstream => upstream !== undefined && 'url' in upstream;

/** The Prometheus of the settings; undefined where it has no address of its own. */
export function prometheusOf({ prometheus }: Settings, secrets: Secrets): PrometheusApi | undefined {
  return isHttp(prometheus) ? new PrometheusApi(...clientOf(prometheus, secrets, PROMETHEUS_NAMES)) : undefined;
}

export function askPrometheus(api: PrometheusApi, signal: AbortSignal): AskExpression {
  return (expr, instants, step) =>
    inParts(
      instants,
      step,
      MOST_POINTS,
      async (from, to) => (await api.queryRange(expr, from, to, step * 1000, signal)).data
    );
}

/** The Loki of the settings. */
export function lokiOf({ loki }: Settings, secrets: Secrets): LokiApi | undefined {
  return isHttp(loki) ? new LokiApi(...clientOf(loki, secrets, LOKI_NAMES)) : undefined;
}

export function askLoki(api: LokiApi, signal: AbortSignal): AskExpression {
  return (expr, instants, step) =>
    inParts(
      instants,
      step,
      Math.max(1, Math.min(MOST_POINTS, Math.floor(LOG_SPAN / step))),
      async (from, to) => (await api.overTime(expr, { from, to }, step * 1000, signal)).data
    );
}
