import { handlers } from '../../../src/backend/query/handlers';
import type { QueryContext } from '../../../src/backend/query/request';
import { querySchema, type Settings } from '../../../src/model';
import { compilePack, replayRules, type Pack } from '../../../src/pack';
import { GrafanaReplay, type ReplayResult } from '../../../src/replay';
import type { Traffic } from './traffic';
import { trafficEvents, trafficUpstream } from './upstream';

/** What counters of features and of predictions can tell; jobs, labels and shadows are not simulated. */
export const WATCHED: ReadonlySet<string> = new Set([
  'feature_drift',
  'dataset_drift',
  'quality',
  'volume',
  'unreadable',
]);

const OWNERS = ['risk', 'pricing', 'search', 'logistics'] as const;
/** Who is told of data and pipelines of all models. */
export const PLATFORM = 'platform';

/** The settings of so many models, with nothing but what somebody has to write down: all else is the pack's default. */
export function settingsOf(models: readonly string[], interval: string): Settings {
  return {
    prometheus: { url: 'http://prometheus:9090' },
    loki: { url: 'http://loki:3100' },
    models: models.map((id, i) => ({ id, owner: OWNERS[i % OWNERS.length] ?? OWNERS[0] })),
    teams: [
      ...OWNERS.map((id) => ({ id, contactPoint: id, concerns: ['model' as const, 'output' as const] })),
      { id: PLATFORM, contactPoint: PLATFORM, concerns: ['data', 'pipeline'] },
    ],
    alerting: {
      interval,
      contactPoints: [...OWNERS, PLATFORM].map((name) => ({
        name,
        type: 'email' as const,
        addresses: [`${name}@example.com`],
      })),
    },
  };
}

export function packOf(settings: Settings): Pack {
  const packed = compilePack(settings, 'tidemark');
  if (!packed.ok) {
    throw new Error(JSON.stringify(packed.problems));
  }
  return packed.pack;
}

/** PSI of one feature at one evaluation, as a rule without anything else would see it. */
export interface PlainScore {
  readonly at: number;
  readonly feature: string;
  readonly psi: number;
}

export interface Watched {
  readonly result: ReplayResult;
  /** What a rule says that there was nothing to evaluate: a simulation that asks wrongly must not read as quiet. */
  readonly errors: readonly string[];
  readonly evaluations: number;
}

/**
 * Evaluates the rules of one model over its traffic, every so often: what the rules ask, the handlers of the data source
 * answer; what Grafana and its Alertmanager would do with it, the replay says.
 */
export async function watch(
  pack: Pack,
  traffic: Traffic,
  range: { readonly from: number; readonly to: number },
  onScore: (score: PlainScore) => void
): Promise<Watched> {
  const rules = replayRules(pack).filter(
    ({ labels }) => labels['model'] === traffic.model && WATCHED.has(labels['check'] ?? '')
  );
  const replay = new GrafanaReplay(rules, { folder: pack.options.folder });
  const context: QueryContext = {
    instance: { settings: pack.settings, upstream: trafficUpstream(traffic), events: trafficEvents(traffic) },
    signal: new AbortController().signal,
    now: () => range.to,
  };
  const asks = rules.flatMap(({ uid, nodes }) =>
    nodes
      .filter(({ relativeTimeRange, model }) => relativeTimeRange !== undefined && !isForTheText(model))
      .map(({ refId, model, relativeTimeRange }) => {
        const query = querySchema.parse(withoutRefId(model));
        return {
          uid,
          refId,
          query,
          key: JSON.stringify([withoutRefId(model), relativeTimeRange]),
          back: relativeTimeRange,
        };
      })
  );
  const errors = new Set<string>(replay.problems);
  const step = pack.options.interval * 1000;
  let evaluations = 0;
  for (let at = range.from; at <= range.to; at += step) {
    const known = new Map<string, Answer>();
    for (const { key, query, back } of asks) {
      if (!known.has(key)) {
        known.set(key, await answer(query, { from: at - (back?.from ?? 0) * 1000, to: at - (back?.to ?? 0) * 1000 }));
      }
    }
    for (const { uid } of rules) {
      const own = asks.filter((one) => one.uid === uid);
      const answers = Object.fromEntries(own.map(({ refId, key }) => [refId, known.get(key) ?? NOTHING]));
      replay.evaluate(uid, at, { cause: NO_CAUSE, ...answers });
      evaluations++;
    }
    const scores = known.get(asks.find(({ refId }) => refId === 'psi')?.key ?? '');
    for (const { labels, value } of scores?.ok === true ? scores.samples : []) {
      if (value !== null) {
        onScore({ at, feature: labels['feature'] ?? '', psi: value });
      }
    }
  }
  return { result: replay.result(range.to), errors: [...errors], evaluations };

  async function answer(
    query: ReturnType<typeof querySchema.parse>,
    over: { from: number; to: number }
  ): Promise<Answer> {
    try {
      const frames = await handlers[query.queryType](
        { query, range: over, intervalMs: 1000, fromAlert: true },
        context
      );
      return {
        ok: true,
        samples: frames.map(({ fields: [field] }) => ({
          labels: field?.labels ?? {},
          value: typeof field?.values[0] === 'number' ? field.values[0] : null,
        })),
      };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      errors.add(message);
      return { ok: false, error: message };
    }
  }
}

type Answer = Parameters<GrafanaReplay['evaluate']>[2][string];

const NOTHING: Answer = { ok: true, samples: [] };
/** A cause is read by people alone, and by no condition. */
const NO_CAUSE: Answer = { ok: true, samples: [{ labels: {}, value: null }] };

const isForTheText = (model: Readonly<Record<string, unknown>>): boolean =>
  /^(volume_)?cause$/.test(String(model['metrics']));

function withoutRefId(model: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(model).filter(([name]) => name !== 'refId'));
}
