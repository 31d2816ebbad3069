import { parseSettings, type Problem, type Settings } from '../../model';
import { TidemarkError } from '../errors';
import type { PluginContext } from '../rpc/generated/backend';
import { LONGEST_SECONDS } from '../upstream/connection';
import type { UpstreamDeps } from '../upstream/deps';
import type { Surroundings } from './behindGrafana';
import { badSettings, LONGEST_MS, type Instance } from './instance';
import { selectEvents } from './selectEvents';
import { selectUpstream } from './selectUpstream';

/** A Grafana with more Tidemark data sources than this reads the settings of the rarely used ones again. */
const MOST_INSTANCES = 100;

/** Where Grafana puts its own URL into the configuration that comes with each request. */
const APP_URL = 'GF_APP_URL';

type Outcome =
  { readonly ok: true; readonly instance: Instance } | { readonly ok: false; readonly error: TidemarkError };

interface Entry {
  readonly jsonData: Buffer;
  readonly secrets: string;
  readonly updated: number;
  readonly appUrl: string | undefined;
  readonly outcome: Outcome;
}

/** The wire gives bytes; what is in them is for the settings' schema to judge. */
function readJson(bytes: Buffer): { ok: true; value: unknown } | { ok: false; problem: Problem } {
  if (bytes.length === 0) {
    return { ok: true, value: {} };
  }
  try {
    return { ok: true, value: JSON.parse(bytes.toString('utf8')) };
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return { ok: false, problem: { path: 'jsonData', message: `is not JSON (${why})` } };
  }
}

/** A request may ask both upstreams: the more patient one decides, and each call keeps its own time. */
function timeoutOf({ prometheus, loki }: Settings): number {
  const seconds = [prometheus, loki].flatMap((chosen) =>
    chosen === undefined ? [] : [('timeoutSeconds' in chosen ? chosen.timeoutSeconds : undefined) ?? LONGEST_SECONDS]
  );
  return Math.min(LONGEST_MS, (seconds.length === 0 ? LONGEST_SECONDS : Math.max(...seconds)) * 1000);
}

function create(jsonData: Buffer, surroundings: Surroundings, deps: UpstreamDeps): Outcome {
  const json = readJson(jsonData);
  if (!json.ok) {
    return { ok: false, error: badSettings([json.problem]) };
  }
  const parsed = parseSettings(json.value);
  if (!parsed.ok) {
    return { ok: false, error: badSettings(parsed.problems) };
  }
  const settings = parsed.value;
  try {
    const upstream = selectUpstream(settings, surroundings, deps);
    const events = selectEvents(settings, surroundings, deps);
    const timeoutMs = timeoutOf(settings);
    return { ok: true, instance: { uid: surroundings.uid, settings, upstream, events, timeoutMs } };
  } catch (thrown) {
    if (thrown instanceof TidemarkError) {
      return { ok: false, error: thrown };
    }
    throw thrown;
  }
}

/**
 * The data sources this process has served lately. Their settings come with every request; they are read once, and
 * again when anything in them has changed. The instant of the change alone would not do: two saves may share one.
 */
export class Instances {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly deps: UpstreamDeps) {}

  get size(): number {
    return this.entries.size;
  }

  /** @throws TidemarkError `bad_settings`, with every setting that needs a change. */
  get(context: PluginContext | undefined): Instance {
    const source = context?.dataSourceInstanceSettings;
    if (context === undefined || source === undefined) {
      throw new TidemarkError(
        'bad_query',
        'This request names no data source; Tidemark answers for a data source only.'
      );
    }
    const key = `${context.orgId}/${source.uid}`;
    const secrets = JSON.stringify(source.decryptedSecureJsonData);
    const appUrl = context.grafanaConfig[APP_URL];
    const known = this.entries.get(key);
    const entry =
      known?.updated === source.lastUpdatedMS &&
      known.appUrl === appUrl &&
      known.secrets === secrets &&
      known.jsonData.equals(source.jsonData)
        ? known
        : {
            // A copy: the buffer of the request is a view into a larger one.
            jsonData: Buffer.from(source.jsonData),
            secrets,
            appUrl,
            updated: source.lastUpdatedMS,
            outcome: create(
              source.jsonData,
              { uid: source.uid, secrets: source.decryptedSecureJsonData, appUrl },
              this.deps
            ),
          };
    // The order of a Map is that of insertion: the one asked for last goes to the end, the oldest falls out.
    this.entries.delete(key);
    this.entries.set(key, entry);
    if (this.entries.size > MOST_INSTANCES) {
      const [oldest] = this.entries.keys();
      this.entries.delete(oldest ?? key);
    }
    if (!entry.outcome.ok) {
      throw entry.outcome.error;
    }
    return entry.outcome.instance;
  }
}
