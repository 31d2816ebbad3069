import type { ReplayRule } from '../../model';
import type { EvaluationResult } from '../evaluate';
import { labelsKey, type Labels } from '../labels';
import type { SentAlert, Stepped, Transition } from './alert';

export type GrafanaState = 'Normal' | 'Pending' | 'Alerting' | 'Recovering' | 'NoData' | 'Error';

/** As pkg/services/ngalert of Grafana 12.4 has them, all in ms. */
const RESEND_DELAY = 30_000;
const RESOLVED_RETENTION = 15 * 60_000;
const MISSING_EVALUATIONS = 2;

interface Instance {
  readonly key: string;
  readonly labels: Labels;
  /** The labels of the result, without those of the rule: by these the recovery threshold knows it again. */
  readonly resultKey: string;
  state: GrafanaState;
  reason: string;
  startsAt: number;
  endsAt: number;
  evaluatedAt: number;
  resolvedAt: number | undefined;
  sentAt: number | undefined;
  score: number | null;
}

type InstanceTransition = Transition<GrafanaState>;

/**
 * The alert instances of one rule, as Grafana keeps them: one for each label set that its condition ever answered.
 *
 * Source: manager.go, state.go and compat.go in pkg/services/ngalert/state of Grafana 12.4.
 */
export class GrafanaInstances {
  private readonly instances = new Map<string, Instance>();
  private readonly extra: Labels;
  private readonly interval: number;
  private readonly for: number;
  private readonly keepFiring: number;

  constructor(
    private readonly rule: ReplayRule,
    folder: string
  ) {
    this.extra = { alertname: rule.title, grafana_folder: folder };
    this.interval = rule.interval * 1000;
    this.for = rule.for * 1000;
    this.keepFiring = rule.keepFiring * 1000;
  }

  /** What the recovery threshold holds for: what fires or is about to, unless it only keeps its last state. */
  active(): ReadonlySet<string> {
    const keys = new Set<string>();
    for (const { state, reason, resultKey } of this.instances.values()) {
      if (reason === '' && (state === 'Alerting' || state === 'Pending')) {
        keys.add(resultKey);
      }
    }
    return keys;
  }

  /** One evaluation. Instants rise. */
  step(at: number, results: readonly EvaluationResult[]): Stepped<GrafanaState> {
    const transitions = [...this.apply(at, results), ...this.missing(at)];
    return { transitions, sent: this.send(at, transitions) };
  }

  private apply(at: number, results: readonly EvaluationResult[]): InstanceTransition[] {
    const { noData, onError } = this.rule;
    const [first] = results;
    const all = (state: EvaluationResult['state']): boolean => results.every((one) => one.state === state);
    const forAll =
      (all('NoData') && noData !== 'NoData') || (results.length > 0 && all('Error') && onError !== 'Error');
    if (forAll && this.instances.size > 0) {
      const result = first ?? { labels: {}, state: 'NoData' as const, score: null };
      return [...this.instances.values()].map((instance) => this.transition(instance, at, { ...result, score: null }));
    }
    return results.map((result) => this.transition(this.instanceOf(result, at), at, result));
  }

  private instanceOf({ labels }: EvaluationResult, at: number): Instance {
    // What the rule says of itself goes before what its queries say.
    const own = { ...labels, ...this.rule.labels, ...this.extra };
    const key = labelsKey(own);
    const known = this.instances.get(key);
    if (known !== undefined) {
      return known;
    }
    const instance: Instance = {
      key,
      labels: own,
      resultKey: labelsKey(labels),
      state: 'Normal',
      reason: '',
      startsAt: at,
      endsAt: at,
      evaluatedAt: at,
      resolvedAt: undefined,
      sentAt: undefined,
      score: null,
    };
    this.instances.set(key, instance);
    return instance;
  }

  private transition(instance: Instance, at: number, result: EvaluationResult): InstanceTransition {
    const { state: from } = instance;
    instance.evaluatedAt = at;
    instance.score = result.score;
    switch (result.state) {
      case 'Normal':
        this.normal(instance, at);
        break;
      case 'Alerting':
        this.alerting(instance, at);
        break;
      case 'Error':
        this.withoutAnswer(instance, at, 'Error', this.rule.onError);
        break;
      case 'NoData':
        this.withoutAnswer(instance, at, 'NoData', this.rule.noData);
        break;
    }
    instance.reason = '';
    if (result.state !== instance.state && (result.state === 'Error' || result.state === 'NoData')) {
      const policy = result.state === 'Error' ? this.rule.onError : this.rule.noData;
      instance.reason = policy === 'KeepLast' ? `${result.state}, KeepLast` : result.state;
    }
    if ((from === 'Alerting' || from === 'Recovering') && instance.state === 'Normal') {
      instance.resolvedAt = at;
    } else if (instance.state !== 'Normal' && instance.state !== 'Pending') {
      instance.resolvedAt = undefined;
    }
    return this.told(instance, at, from);
  }

  private told({ labels, state, reason, score }: Instance, at: number, from: GrafanaState): InstanceTransition {
    return { at, labels, from, to: state, reason, score };
  }

  /** Until when an alert fires if nothing more is heard of it. */
  private expires(at: number): number {
    return at + 4 * Math.max(RESEND_DELAY, this.interval);
  }

  private become(instance: Instance, state: GrafanaState, at: number): void {
    instance.state = state;
    instance.startsAt = at;
    instance.endsAt = state === 'Normal' ? at : this.expires(at);
  }

  private normal(instance: Instance, at: number): void {
    switch (instance.state) {
      case 'Normal':
        return;
      case 'Recovering':
        if (at - instance.startsAt >= this.keepFiring) {
          this.become(instance, 'Normal', at);
        } else {
          instance.endsAt = this.expires(at);
        }
        return;
      case 'Alerting':
        this.become(instance, this.keepFiring > 0 ? 'Recovering' : 'Normal', at);
        return;
      default:
        this.become(instance, 'Normal', at);
    }
  }

  private alerting(instance: Instance, at: number): void {
    switch (instance.state) {
      case 'Alerting':
        instance.endsAt = this.expires(at);
        return;
      case 'Pending':
        if (at - instance.startsAt >= this.for) {
          this.become(instance, 'Alerting', at);
        }
        return;
      default:
        this.become(instance, instance.state !== 'Recovering' && this.for > 0 ? 'Pending' : 'Alerting', at);
    }
  }

  private withoutAnswer(instance: Instance, at: number, state: 'NoData' | 'Error', policy: ReplayRule['noData']): void {
    switch (policy) {
      case 'Alerting':
        this.alerting(instance, at);
        return;
      case 'OK':
        this.normal(instance, at);
        return;
      case 'KeepLast':
        this.keepLast(instance, at);
        return;
      case 'NoData':
      case 'Error':
        this.asItself(instance, at, state);
    }
  }

  private keepLast(instance: Instance, at: number): void {
    switch (instance.state) {
      case 'Alerting':
        this.alerting(instance, at);
        return;
      case 'Pending':
        if (at - instance.startsAt >= this.for) {
          this.alerting(instance, at);
        }
        return;
      default:
        // Also what recovers: no data is not what ends it sooner, nor later.
        this.normal(instance, at);
    }
  }

  /** No data, or an error, as a state of its own. */
  private asItself(instance: Instance, at: number, state: 'NoData' | 'Error'): void {
    switch (instance.state) {
      case state:
        instance.endsAt = this.expires(at);
        return;
      case 'Pending':
        if (at - instance.startsAt >= this.for) {
          this.become(instance, state, at);
        } else {
          instance.endsAt = this.expires(at);
        }
        return;
      default:
        this.become(instance, instance.state !== 'Recovering' && this.for > 0 ? 'Pending' : state, at);
    }
  }

  /** What was not among the results: it keeps its state, and is over after two evaluations. */
  private missing(at: number): InstanceTransition[] {
    const found: InstanceTransition[] = [];
    for (const instance of [...this.instances.values()]) {
      if (instance.evaluatedAt === at) {
        continue;
      }
      const { state: from, reason } = instance;
      const brief =
        from === 'Error' || from === 'NoData' || (from === 'Pending' && (reason === 'Error' || reason === 'NoData'));
      const patience = (brief ? 1 : MISSING_EVALUATIONS) * this.interval;
      if (at - instance.evaluatedAt >= patience) {
        instance.state = 'Normal';
        instance.reason = 'MissingSeries';
        instance.evaluatedAt = at;
        instance.endsAt = at;
        instance.score = null;
        if (from === 'Alerting' || from === 'Error' || from === 'NoData' || from === 'Recovering') {
          instance.resolvedAt = at;
        }
        found.push(this.told(instance, at, from));
      } else {
        if (from === 'Alerting') {
          instance.endsAt = this.expires(at);
        }
        found.push(this.told(instance, at, from));
      }
    }
    return found;
  }

  private needsSending({ state, resolvedAt, sentAt }: Instance, at: number): boolean {
    if (state === 'Pending') {
      return false;
    }
    if (resolvedAt !== undefined && (sentAt === undefined || resolvedAt > sentAt)) {
      return true;
    }
    if (state === 'Normal' && (resolvedAt === undefined || at - resolvedAt > RESOLVED_RETENTION)) {
      return false;
    }
    return sentAt === undefined || sentAt + RESEND_DELAY <= at;
  }

  /** An alert about missing data has a name of its own, and is told apart from what the rule watches. */
  private alertLabels({ labels, resolvedAt }: Instance, state: GrafanaState, from: GrafanaState): Labels {
    const said = resolvedAt === undefined ? state : from;
    const special = said === 'NoData' ? 'DatasourceNoData' : said === 'Error' ? 'DatasourceError' : undefined;
    return special === undefined ? labels : { ...labels, rulename: this.rule.title, alertname: special };
  }

  private send(at: number, transitions: readonly InstanceTransition[]): SentAlert[] {
    const sent: SentAlert[] = [];
    for (const { labels, from, to } of transitions) {
      const instance = this.instances.get(labelsKey(labels));
      if (instance === undefined) {
        continue;
      }
      if (this.needsSending(instance, at)) {
        instance.sentAt = at;
        const { startsAt, endsAt } = instance;
        sent.push({ at, labels: this.alertLabels(instance, to, from), startsAt, endsAt });
      }
      if (instance.reason === 'MissingSeries') {
        this.instances.delete(instance.key);
      }
    }
    return sent;
  }
}
