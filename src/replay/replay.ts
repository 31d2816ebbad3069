import type { Inhibition, ReplayRoute, ReplayRule } from '../model';
import { compileRule, type CompiledRule } from './compile';
import { evaluateRule } from './evaluate';
import type { Answer } from './expression/value';
import { Firings, type Firing } from './firing';
import type { SentAlert, Stepped } from './instances/alert';
import { GrafanaInstances, type GrafanaState } from './instances/grafana';
import { PrometheusInstances, type Element, type PrometheusRule, type PrometheusState } from './instances/prometheus';
import type { Labels } from './labels';
import { Alertmanager, type Notification } from './notify/alertmanager';

export interface ReplayOptions {
  /** The folder of the rules, by whose name Grafana groups, too. */
  readonly folder?: string;
  /** What keeps what quiet; Grafana's own Alertmanager has nothing of the kind. */
  readonly inhibitions?: readonly Inhibition[];
}

/** What rules did, and who was told. */
export interface ReplayResult {
  readonly firings: readonly Firing[];
  readonly notifications: readonly Notification[];
}

interface Sent {
  readonly alert: SentAlert;
  readonly route: ReplayRoute;
}

/** What was sent by all rules, told in the order of time: rules need not be fed alike. */
function notificationsOf(
  sent: readonly Sent[],
  until: number,
  inhibitions: readonly Inhibition[]
): readonly Notification[] {
  const alertmanager = new Alertmanager(inhibitions);
  const inOrder = [...sent].sort((a, b) => a.alert.at - b.alert.at);
  for (const { alert, route } of inOrder) {
    alertmanager.put(alert, route);
  }
  alertmanager.advance(until);
  return alertmanager.notifications;
}

/**
 * Rules of Grafana, run over answers of the past: feed each rule, evaluation by evaluation, with what its queries
 * answered, and read off when it fired and who was told. It has no clock of its own and asks nobody.
 *
 * @example
 * const replay = new GrafanaReplay(rules);
 * replay.evaluate('tidemark-fraud-volume', at, { volume: { ok: true, samples: [{ labels: {}, value: 0.4 }] } });
 * const { firings, notifications } = replay.result(at);
 */
export class GrafanaReplay {
  private readonly rules = new Map<
    string,
    { readonly compiled: CompiledRule; readonly instances: GrafanaInstances; readonly firings: Firings }
  >();
  private readonly sent: Sent[] = [];
  /** Rules that cannot be replayed, and why. */
  readonly problems: readonly string[];

  constructor(
    rules: readonly ReplayRule[],
    private readonly options: ReplayOptions = {}
  ) {
    const problems: string[] = [];
    for (const rule of rules) {
      const compiled = compileRule(rule);
      if (compiled.ok) {
        this.rules.set(rule.uid, {
          compiled: compiled.rule,
          instances: new GrafanaInstances(rule, rule.folder ?? options.folder ?? 'Tidemark'),
          firings: new Firings(rule.uid),
        });
      } else {
        problems.push(compiled.message);
      }
    }
    this.problems = problems;
  }

  /**
   * One evaluation of one rule. The instants of a rule must rise; those of different rules may come in any order.
   *
   * @param at ms since 1970.
   * @param answers what its queries answered, by refId.
   * @throws RangeError for a rule that is not there, which `problems` has told of.
   */
  evaluate(uid: string, at: number, answers: Readonly<Record<string, Answer>>): Stepped<GrafanaState> {
    const rule = this.rules.get(uid);
    if (rule === undefined) {
      throw new RangeError(`no rule ${uid}`);
    }
    const { compiled, instances, firings } = rule;
    const stepped = instances.step(at, evaluateRule(compiled, answers, instances.active()));
    stepped.transitions.forEach((one) => firings.add(one));
    this.sent.push(...stepped.sent.map((alert) => ({ alert, route: compiled.rule.route })));
    return stepped;
  }

  /** What happened until then. May be asked again later. */
  result(until: number): ReplayResult {
    return {
      firings: [...this.rules.values()].flatMap(({ firings }) => firings.all()).sort((a, b) => a.from - b.from),
      notifications: notificationsOf(this.sent, until, this.options.inhibitions ?? []),
    };
  }
}

/** Who is told of an alert: whom its rule names, or whom a tree does by its labels, which may be several. */
export type Routing = ReplayRoute | ((labels: Labels) => readonly ReplayRoute[]);

export const routesBy = (routing: Routing, labels: Labels): readonly ReplayRoute[] =>
  typeof routing === 'function' ? routing(labels) : [routing];

/** A rule of Prometheus or Loki's ruler, with who is told. */
export interface RoutedPrometheusRule extends PrometheusRule {
  readonly uid: string;
  readonly route: Routing;
}

/** The same for rules of Prometheus, which are fed with what their expression answers. */
export class PrometheusReplay {
  private readonly rules;
  private readonly sent: Sent[] = [];

  constructor(
    rules: readonly RoutedPrometheusRule[],
    private readonly options: Pick<ReplayOptions, 'inhibitions'> = {}
  ) {
    this.rules = new Map(
      rules.map((rule) => [
        rule.uid,
        { rule, instances: new PrometheusInstances(rule), firings: new Firings(rule.uid) },
      ])
    );
  }

  /** @throws RangeError for a rule that is not there. */
  evaluate(uid: string, at: number, elements: readonly Element[]): Stepped<PrometheusState> {
    const known = this.rules.get(uid);
    if (known === undefined) {
      throw new RangeError(`no rule ${uid}`);
    }
    const stepped = known.instances.step(at, elements);
    stepped.transitions.forEach((one) => known.firings.add(one));
    for (const alert of stepped.sent) {
      this.sent.push(...routesBy(known.rule.route, alert.labels).map((route) => ({ alert, route })));
    }
    return stepped;
  }

  result(until: number): ReplayResult {
    return {
      firings: [...this.rules.values()].flatMap(({ firings }) => firings.all()).sort((a, b) => a.from - b.from),
      notifications: notificationsOf(this.sent, until, this.options.inhibitions ?? []),
    };
  }
}
