import { createLogger } from '../../src/backend/log';
import { connectionOf } from '../../src/backend/upstream/connection';
import { HttpClient } from '../../src/backend/upstream/http';
import { PROMETHEUS_NAMES } from '../../src/backend/upstream/names';
import { PrometheusApi, promNumber } from '../../src/backend/upstream/prometheus/api';
import { parseDuration, type HttpUpstream } from '../../src/model';
import { alertmanagerRoute, INHIBITIONS, prometheusRules, type Pack } from '../../src/pack';
import { niceStep, PrometheusReplay, type Element, type RoutedPrometheusRule } from '../../src/replay';
import type { ReplayCommand } from './options';
import { reportOf, type Report } from './report';

/** Prometheus answers no more points of a series at once than 11,000. */
const MOST_POINTS = 10_000;

const secondsOf = (duration: string | undefined): number =>
  duration === undefined ? 0 : (parseDuration(duration) ?? 0) / 1000;

interface Alert extends RoutedPrometheusRule {
  readonly expr: string;
}

/** The alerts that the pack writes for Prometheus, of the models and checks that are wanted, each with who is told. */
function alertsOf(pack: Pack, { models, checks }: Pick<ReplayCommand, 'models' | 'checks'>): readonly Alert[] {
  const wanted = (all: readonly string[], one: string | undefined): boolean =>
    all.length === 0 || (one !== undefined && all.includes(one));
  return prometheusRules(pack).groups.flatMap(({ name, interval, rules }) =>
    rules.flatMap((rule, place): readonly Alert[] => {
      if (!('alert' in rule)) {
        return [];
      }
      const { model, check } = rule.labels;
      const own = pack.rules.find((one) => one.model.id === model && one.check === check);
      return own === undefined || !wanted(models, model) || !wanted(checks, check)
        ? []
        : [
            {
              uid: `${name}/${place}/${rule.alert}`,
              alert: rule.alert,
              labels: rule.labels,
              expr: rule.expr,
              interval: secondsOf(interval),
              for: secondsOf(rule.for),
              keepFiring: secondsOf(rule.keep_firing_for),
              route: alertmanagerRoute(pack, own),
            },
          ];
    })
  );
}

function apiOf(settings: HttpUpstream, secrets: Readonly<Record<string, string>>): PrometheusApi {
  const connection = connectionOf(settings, secrets, PROMETHEUS_NAMES);
  const nobody = { exchanged: () => undefined, cache: () => undefined };
  const deps = { now: Date.now, observer: nobody, log: createLogger(() => undefined, 'info') };
  return new PrometheusApi(new HttpClient(connection, deps), connection);
}

/** What an expression answered at each of some instants, in seconds, a step apart. */
async function answersOf(
  api: PrometheusApi,
  expr: string,
  instants: readonly number[],
  step: number,
  signal: AbortSignal
): Promise<ReadonlyArray<readonly Element[]>> {
  const [first = 0] = instants;
  const elements = instants.map((): Element[] => []);
  for (let begin = 0; begin < instants.length; begin += MOST_POINTS) {
    const part = instants.slice(begin, begin + MOST_POINTS);
    const [from, to] = [part[0] ?? 0, part.at(-1) ?? 0];
    const { data } = await api.queryRange(expr, from * 1000, to * 1000, step * 1000, signal);
    for (const { metric, values = [] } of data) {
      for (const [time, value] of values) {
        elements[Math.round((time - first) / step)]?.push({ labels: metric, value: promNumber(value) });
      }
    }
  }
  return elements;
}

/** Recorded series that alerts rest on, and of which nothing is there: their rules were not loaded yet. */
async function notRecorded(
  api: PrometheusApi,
  pack: Pack,
  alerts: readonly Alert[],
  { from, to }: Pick<ReplayCommand, 'from' | 'to'>,
  signal: AbortSignal
): Promise<readonly string[]> {
  const { scores, groups } = prometheusRules(pack);
  const records = new Set(
    [...scores, ...groups].flatMap(({ rules }) => rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])))
  );
  const named = [...records].filter((record) => alerts.some(({ expr }) => new RegExp(`\\b${record}\\b`).test(expr)));
  const seconds = Math.ceil((to - from) / 1000);
  const absent = await Promise.all(
    named.map(async (record) => {
      const { data } = await api.query(`absent_over_time({__name__="${record}"}[${seconds}s])`, to, signal);
      return data.length > 0 ? [record] : [];
    })
  );
  return absent.flat().sort();
}

/**
 * When the alerts of the pack without Grafana would have fired, and whom Alertmanager would have told: their expressions
 * are asked of the Prometheus of the settings, whose recording rules must have run over that time.
 */
export async function replayWithoutGrafana(
  pack: Pack,
  command: ReplayCommand,
  secrets: Readonly<Record<string, string>>,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: (part: number) => void }
): Promise<
  | { readonly ok: true; readonly report: Report; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] }
> {
  const { prometheus } = pack.settings;
  if (prometheus === undefined || !('url' in prometheus)) {
    return {
      ok: false,
      problems: ['--without-grafana asks the Prometheus of the settings: give its address in prometheus.url.'],
    };
  }
  const alerts = alertsOf(pack, command);
  if (alerts.length === 0) {
    const checks = [...new Set(alertsOf(pack, { models: [], checks: [] }).map(({ labels }) => labels['check'] ?? ''))];
    return { ok: false, problems: [`No alert of Prometheus is so: there are the checks ${checks.join(', ')}.`] };
  }
  const { from, to } = command;
  const least = Math.max(...alerts.map(({ interval }) => interval));
  const step = Math.max(least, command.step ?? niceStep(to - from, command.evaluations));
  const start = Math.ceil(from / 1000 / step) * step;
  const count = Math.floor((to / 1000 - start) / step) + 1;
  const instants = Array.from({ length: Math.max(0, count) }, (_, i) => start + i * step);
  const rules = alerts.map((alert) => ({
    ...alert,
    interval: step,
    for: command.for === undefined || alert.for === 0 ? alert.for : command.for,
  }));
  const replay = new PrometheusReplay(rules, { inhibitions: INHIBITIONS });
  try {
    const api = apiOf(prometheus, secrets);
    for (const [done, { uid, expr }] of rules.entries()) {
      progress(done / rules.length);
      const answers = await answersOf(api, expr, instants, step, signal);
      answers.forEach((elements, i) => replay.evaluate(uid, (instants[i] ?? 0) * 1000, elements));
    }
    const missing = await notRecorded(api, pack, alerts, command, signal);
    const notes =
      missing.length === 0
        ? []
        : [
            `Nothing was recorded in this time of ${missing.join(', ')}: alerts that rest on it stay silent. Load the rules that npm run pack writes with --without-grafana, and replay what came after.`,
          ];
    const about = { from, to, steps: [step], suggestions: [] };
    return { ok: true, report: reportOf(about, rules, replay.result(to), undefined), notes };
  } catch (thrown) {
    return { ok: false, problems: [thrown instanceof Error ? thrown.message : String(thrown)] };
  }
}
