import type { PrometheusApi } from '../../src/backend/upstream/prometheus/api';
import type { Inhibition, Settings } from '../../src/model';
import { INHIBITIONS, prometheusRules, type Pack } from '../../src/pack';
import { niceStep, PrometheusReplay, readRoutingTree, routesOf, type Element, type Routing } from '../../src/replay';
import { alertsOfFile, alertsOfPack, readDocument, type ExpressionAlert } from './alerts';
import { askLoki, askPrometheus, lokiOf, prometheusOf, type AskExpression } from './askExpressions';
import { logqlComparison, promqlComparison } from './comparison';
import type { ReplayCommand } from './options';
import { reportOf, type Report } from './report';

export type ExpressionOutcome =
  | { readonly ok: true; readonly report: Report; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

interface How {
  readonly signal: AbortSignal;
  readonly progress: (part: number) => void;
}

/** Recorded series that alerts rest on, and of which nothing is there: their rules were not loaded yet. */
async function notRecorded(
  api: PrometheusApi,
  pack: Pack,
  alerts: readonly ExpressionAlert[],
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

/** Who is told of alerts about which nothing is known but their labels. */
const NOBODY_KNOWN: Routing = {
  key: 'unknown',
  receiver: 'whom --alertmanager would name',
  groupBy: ['alertname'],
  groupWait: 30,
  groupInterval: 300,
  repeatInterval: 14_400,
};

/** The configuration of an Alertmanager: who is told by the labels of an alert, and what keeps what quiet. */
export function routingOf(file: string | undefined):
  | {
      readonly ok: true;
      readonly routing: Routing;
      readonly inhibitions: readonly Inhibition[];
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly string[] } {
  if (file === undefined) {
    return { ok: true, routing: NOBODY_KNOWN, inhibitions: [], notes: [] };
  }
  const read = readDocument(file);
  if (!read.ok) {
    return { ok: false, problems: [read.message] };
  }
  const tree = readRoutingTree(read.document);
  return tree.ok
    ? { ok: true, routing: (labels) => routesOf(tree.root, labels), inhibitions: tree.inhibitions, notes: tree.notes }
    : { ok: false, problems: [`${file}: ${tree.message}`] };
}

/** An alert with another threshold or another time to wait, as far as it has one. */
function otherwise(alert: ExpressionAlert, command: Pick<ReplayCommand, 'threshold' | 'for'>): ExpressionAlert {
  const compared = (alert.language === 'promql' ? promqlComparison : logqlComparison)(alert.expr);
  const { threshold } = command;
  return {
    ...alert,
    expr: threshold === undefined || compared === undefined ? alert.expr : compared.replaced(threshold),
    for: alert.canWait ? (command.for ?? alert.for) : alert.for,
  };
}

/** What cannot be set otherwise, in words. */
function unmoved(
  alerts: readonly ExpressionAlert[],
  { threshold }: Pick<ReplayCommand, 'threshold'>
): readonly string[] {
  const without = alerts.filter(
    ({ expr, language }) => (language === 'promql' ? promqlComparison : logqlComparison)(expr) === undefined
  );
  return threshold === undefined || without.length === 0
    ? []
    : [
        `--threshold changes nothing of ${[...new Set(without.map(({ alert }) => alert))].join(', ')}: what decides there is no comparison with a number.`,
      ];
}

async function run(
  given: readonly ExpressionAlert[],
  inhibitions: readonly Inhibition[],
  {
    settings,
    secrets,
    command,
  }: { settings: Settings; secrets: Readonly<Record<string, string>>; command: ReplayCommand },
  { signal, progress }: How
): Promise<ExpressionOutcome> {
  const prometheus = prometheusOf(settings, secrets);
  const loki = lokiOf(settings, secrets);
  const asks: Record<ExpressionAlert['language'], AskExpression | undefined> = {
    promql: prometheus && askPrometheus(prometheus, signal),
    logql: loki && askLoki(loki, signal),
  };
  const names = { promql: ['prometheus', 'Prometheus'], logql: ['loki', 'Loki'] } as const;
  const unasked = (['promql', 'logql'] as const).flatMap((language) => {
    const count = given.filter((one) => one.language === language).length;
    const [name, product] = names[language];
    return count === 0 || asks[language] !== undefined
      ? []
      : [`${count} alerts are asked of the ${product} of the settings: give its address in ${name}.url.`];
  });
  const alerts = given.filter(({ language }) => asks[language] !== undefined);
  if (alerts.length === 0) {
    return { ok: false, problems: unasked };
  }
  const { from, to } = command;
  const least = Math.max(...alerts.map(({ interval }) => interval));
  const step = Math.max(least, command.step ?? niceStep(to - from, command.evaluations));
  const start = Math.ceil(from / 1000 / step) * step;
  const count = Math.floor((to / 1000 - start) / step) + 1;
  const instants = Array.from({ length: Math.max(0, count) }, (_, i) => start + i * step);
  const rules = alerts.map((alert) => ({ ...alert, interval: step }));
  const changes = command.threshold !== undefined || command.for !== undefined;
  const others = changes ? rules.map((rule) => otherwise(rule, command)) : [];
  const replay = new PrometheusReplay(rules, { inhibitions });
  const other = new PrometheusReplay(others, { inhibitions });
  const feed = (into: PrometheusReplay, uid: string, answers: ReadonlyArray<readonly Element[]>): void =>
    answers.forEach((elements, i) => into.evaluate(uid, (instants[i] ?? 0) * 1000, elements));
  const failed: string[] = [];
  for (const [done, { uid, expr, language, alert }] of rules.entries()) {
    progress(done / rules.length);
    const ask = asks[language];
    const changed = others[done];
    try {
      const answers = (await ask?.(expr, instants, step)) ?? [];
      feed(replay, uid, answers);
      if (changed !== undefined) {
        feed(other, uid, changed.expr === expr ? answers : ((await ask?.(changed.expr, instants, step)) ?? []));
      }
    } catch (thrown) {
      if (signal.aborted) {
        throw thrown;
      }
      failed.push(
        `${alert} (${uid}) could not be replayed: ${thrown instanceof Error ? thrown.message : String(thrown)}`
      );
    }
  }
  if (failed.length === rules.length) {
    return { ok: false, problems: failed };
  }
  const answered = (rules.length - failed.length) / given.length;
  const about = { from, to, steps: [step], answered, suggestions: [] };
  const report = reportOf(about, rules, replay.result(to), changes ? other.result(to) : undefined);
  return { ok: true, report, notes: [...unasked, ...failed, ...unmoved(alerts, command)] };
}

/**
 * When the alerts of the pack without Grafana would have fired, and whom Alertmanager would have told: their expressions
 * are asked of the Prometheus, whose recording rules must have run over that time, and of the Loki of the settings.
 */
export async function replayWithoutGrafana(
  pack: Pack,
  command: ReplayCommand,
  secrets: Readonly<Record<string, string>>,
  how: How
): Promise<ExpressionOutcome> {
  const alerts = alertsOfPack(pack, command);
  if (alerts.length === 0) {
    const all = alertsOfPack(pack, { models: [], checks: [], alerts: [] });
    const checks = [...new Set(all.map(({ labels }) => labels['check'] ?? ''))];
    return { ok: false, problems: [`No alert is so: there are the checks ${checks.join(', ')}.`] };
  }
  const { settings } = pack;
  const outcome = await run(alerts, INHIBITIONS, { settings, secrets, command }, how);
  const prometheus = prometheusOf(settings, secrets);
  if (!outcome.ok || prometheus === undefined) {
    return outcome;
  }
  const missing = await notRecorded(prometheus, pack, alerts, command, how.signal);
  const notes =
    missing.length === 0
      ? []
      : [
          `Nothing was recorded in this time of ${missing.join(', ')}: alerts that rest on it stay silent. Load the rules that npm run pack writes with --without-grafana, and replay what came after.`,
        ];
  return { ...outcome, notes: [...outcome.notes, ...notes] };
}

/** The same for the alerts of any rule file of Prometheus, Mimir or Loki's ruler. */
export async function replayRuleFile(
  { file, document, language }: { file: string; document: unknown; language: ExpressionAlert['language'] },
  about: { settings: Settings; secrets: Readonly<Record<string, string>>; command: ReplayCommand },
  how: How
): Promise<ExpressionOutcome> {
  const routing = routingOf(about.command.alertmanager);
  if (!routing.ok) {
    return routing;
  }
  const alerts = alertsOfFile(document, language, about.command, routing.routing);
  if (alerts.length === 0) {
    const all = alertsOfFile(document, language, { alerts: [] }, routing.routing).map(({ alert }) => alert);
    return {
      ok: false,
      problems: [
        all.length === 0
          ? `${file}: there is no alert in it: groups with rules that have "alert" and "expr" are wanted.`
          : `${file}: no alert is so: there are ${[...new Set(all)].join(', ')}.`,
      ],
    };
  }
  const outcome = await run(alerts, routing.inhibitions, about, how);
  return outcome.ok ? { ...outcome, notes: [...outcome.notes, ...routing.notes] } : outcome;
}
