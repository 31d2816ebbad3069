import { labelsKey, type Labels } from '../labels';
import type { SentAlert, Stepped, Transition } from './alert';

export type PrometheusState = 'inactive' | 'pending' | 'firing';

/** As rules/alerting.go of Prometheus has it, and the default of `--rules.alert.resend-delay`; in ms. */
const RESOLVED_RETENTION = 15 * 60_000;
const RESEND_DELAY = 60_000;

/** An alerting rule of Prometheus, Mimir or Loki's ruler. Seconds. */
export interface PrometheusRule {
  readonly alert: string;
  readonly labels: Labels;
  readonly interval: number;
  readonly for: number;
  readonly keepFiring: number;
}

/** One series that the expression of a rule answers, with the name of its metric or without. */
export interface Element {
  readonly labels: Labels;
  readonly value: number;
}

interface Instance {
  readonly labels: Labels;
  state: PrometheusState;
  activeAt: number;
  firedAt: number;
  resolvedAt: number | undefined;
  keepFiringSince: number | undefined;
  sentAt: number | undefined;
  score: number | null;
}

/**
 * The alerts of one rule, as Prometheus keeps them.
 *
 * Source: AlertingRule.Eval, needsSending and sendAlerts of rules/alerting.go, the same in 2.42 and 3.3.
 */
export class PrometheusInstances {
  private readonly instances = new Map<string, Instance>();

  constructor(private readonly rule: PrometheusRule) {}

  private labelsOf(element: Labels): Labels {
    const all = { ...element, ...this.rule.labels, alertname: this.rule.alert };
    // A label that a rule sets to nothing is no label.
    return Object.fromEntries(Object.entries(all).filter(([name, value]) => name !== '__name__' && value !== ''));
  }

  /** One evaluation. Instants rise. Two elements that become one alert are an error of the rule, which then does nothing. */
  step(at: number, elements: readonly Element[]): Stepped<PrometheusState> {
    const found = new Map<string, { labels: Labels; value: number }>();
    for (const { labels, value } of elements) {
      const own = this.labelsOf(labels);
      const key = labelsKey(own);
      if (found.has(key)) {
        return { transitions: [], sent: [] };
      }
      found.set(key, { labels: own, value });
    }
    const before = new Map([...this.instances].map(([key, { state }]) => [key, state]));
    for (const [key, { labels, value }] of found) {
      const known = this.instances.get(key);
      if (known !== undefined && known.state !== 'inactive') {
        known.score = value;
        continue;
      }
      this.instances.set(key, {
        labels,
        state: 'pending',
        activeAt: at,
        firedAt: at,
        resolvedAt: undefined,
        keepFiringSince: undefined,
        sentAt: undefined,
        score: value,
      });
    }
    const transitions: Array<Transition<PrometheusState>> = [];
    for (const [key, instance] of [...this.instances]) {
      this.advance(key, instance, at, found.has(key));
      const { labels, state, score } = instance;
      transitions.push({ at, labels, from: before.get(key) ?? 'inactive', to: state, reason: '', score });
    }
    return { transitions, sent: this.send(at) };
  }

  private advance(key: string, instance: Instance, at: number, found: boolean): void {
    if (found) {
      instance.keepFiringSince = undefined;
    } else {
      instance.score = null;
      let keeps = false;
      if (instance.state === 'firing' && this.rule.keepFiring > 0) {
        instance.keepFiringSince ??= at;
        keeps = at - instance.keepFiringSince < this.rule.keepFiring * 1000;
      }
      const old = instance.resolvedAt !== undefined && at - instance.resolvedAt > RESOLVED_RETENTION;
      if (instance.state === 'pending' || old) {
        this.instances.delete(key);
      }
      if (instance.state !== 'inactive' && !keeps) {
        instance.state = 'inactive';
        instance.resolvedAt = at;
      }
      if (!keeps) {
        return;
      }
    }
    if (instance.state === 'pending' && at - instance.activeAt >= this.rule.for * 1000) {
      instance.state = 'firing';
      instance.firedAt = at;
    }
  }

  private send(at: number): SentAlert[] {
    const sent: SentAlert[] = [];
    for (const instance of this.instances.values()) {
      const { state, resolvedAt, sentAt, labels, firedAt } = instance;
      const resolved = resolvedAt !== undefined && (sentAt === undefined || resolvedAt > sentAt);
      if (state !== 'pending' && (resolved || sentAt === undefined || sentAt + RESEND_DELAY < at)) {
        instance.sentAt = at;
        const validUntil = at + 4 * Math.max(RESEND_DELAY, this.rule.interval * 1000);
        sent.push({ at, labels, startsAt: firedAt, endsAt: resolvedAt ?? validUntil });
      }
    }
    return sent;
  }
}
