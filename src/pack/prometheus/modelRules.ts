import { selectorText, type LabelMatcher, type PromqlReference } from '../../engine';
import { formatDuration, parseDuration, TELEMETRY, type ModelSettings } from '../../model';
import { alertName, alertRule, type AlertRule } from '../alertRule';
import type { CheckId } from '../checks';
import type { Pack } from '../compile';
import { seconds } from '../duration';
import { keepFiringOf } from '../options';
import type { PackRule } from '../rule';
import { goString, literal } from '../template';
import type { Layout } from './layouts';
import { anyOf, is, selection, SHADOW } from './matchers';
import type { PrometheusGroup, Recording, Trial } from './ruleSet';

const USUAL_OFFSET_MS = 604_800_000;
/** Between two samples, Prometheus takes a series for ended after five minutes; increase() looks at its window alone. */
const MOST_STEP_S = 7200;
/** So long Prometheus takes a sample for current. */
const USUAL_LOOKBACK_S = 300;
/** Alerts that have an instance a feature. */
const PER_FEATURE: ReadonlySet<CheckId> = new Set(['feature_drift', 'quality']);

type TrialSeries = Omit<Trial, 'alert' | 'check' | 'model' | 'records'> & Partial<Pick<Trial, 'records'>>;

/** The rules of one model while they are written, and what each of them is written with. */
export class ModelRules {
  readonly recordings: PrometheusGroup[] = [];
  readonly records: Recording[] = [];
  readonly alerts: AlertRule[] = [];
  readonly trials: Trial[] = [];
  readonly notes: string[] = [];
  /** What finds all of its series, and those without the shadow. */
  readonly all: readonly LabelMatcher[];
  readonly own: readonly LabelMatcher[];
  readonly names: Readonly<Record<keyof typeof TELEMETRY, string>>;
  readonly offset: number;
  private readonly rules: ReadonlyMap<CheckId, PackRule>;

  constructor(
    readonly pack: Pack,
    readonly model: ModelSettings,
    readonly layouts: readonly Layout[]
  ) {
    const { metrics = {} } = model;
    this.names = { ...TELEMETRY, ...metrics } as Readonly<Record<keyof typeof TELEMETRY, string>>;
    this.all = selection(model.selector, model);
    this.own = [...this.all, SHADOW];
    const { reference } = model;
    this.offset = (reference?.kind === 'offset' ? parseDuration(reference.offset) : undefined) ?? USUAL_OFFSET_MS;
    this.rules = new Map(pack.rules.filter((rule) => rule.model.id === model.id).map((rule) => [rule.check, rule]));
  }

  watches(check: CheckId): boolean {
    return this.rules.has(check);
  }

  get window(): string {
    return seconds(this.pack.options.window);
  }

  get reference(): PromqlReference {
    const { reference } = this.model;
    if (reference?.kind === 'labels') {
      const other = Object.entries(reference.labels).flatMap(([label, value]) =>
        typeof value === 'string' ? [is(label, value)] : [anyOf(label, '=~', value)]
      );
      const replaced = new Set(other.map(({ label }) => label));
      return { kind: 'matchers', matchers: [...this.own.filter(({ label }) => !replaced.has(label)), ...other] };
    }
    return { kind: 'offset', offsetMs: this.offset };
  }

  get labels(): Readonly<Record<string, string>> {
    return { model: this.model.id };
  }

  recorded(name: string, more: readonly LabelMatcher[] = []): string {
    return selectorText(name, [is('model', this.model.id), ...more]);
  }

  record(record: string, expr: string): void {
    this.records.push({ record, expr, labels: this.labels });
  }

  alert(check: CheckId, expr: string, summary: string, description: string, trial: TrialSeries): void {
    const rule = this.rules.get(check);
    if (rule === undefined) {
      return;
    }
    const { options } = this.pack;
    const { labels, annotations, ...asked } = alertRule(rule, options, {
      expr,
      annotations: { summary, description: `${description}${this.sinceInWords(check)}` },
    });
    const keepFiring = keepFiringOf(check, options);
    this.alerts.push({
      ...asked,
      ...(keepFiring > 0 ? { keep_firing_for: seconds(keepFiring) } : {}),
      labels,
      annotations,
    });
    this.trials.push({
      alert: alertName(check),
      check,
      model: this.model.id,
      records: { fires: [], quiet: [] },
      ...trial,
    });
  }

  /**
   * Since when an alert has had its reason, which its labels cannot hold, and its message does not say: that is told when
   * the alert has waited. Prometheus keeps it as a series, which is there from the second evaluation on.
   */
  private sinceInWords(check: CheckId): string {
    const { featureLabel } = this.names;
    const own = [is('alertname', alertName(check)), is('model', this.model.id)];
    const series = selectorText('ALERTS_FOR_STATE', own);
    const lately = (text: string): string =>
      `last_over_time(${text}[${seconds(Math.max(USUAL_LOOKBACK_S, 2 * this.pack.options.interval))}])`;
    const asked = PER_FEATURE.has(check)
      ? `printf ${goString(lately(series.replace(/%/g, '%%').replace(/\}$/, `, ${featureLabel}=%q}`)))} $labels.${featureLabel} | query`
      : `query ${goString(lately(series))}`;
    return (
      `{{ with ${asked} }} It has been beyond its threshold since ` +
      `{{ (. | first | value | toTime).UTC.Format "2 Jan 15:04 UTC" }}.{{ end }}`
    );
  }

  get title(): string {
    return literal(this.model.title ?? this.model.id);
  }

  /**
   * In steps of a trial: what changed did so a window and the waiting before the end, and a little more where there is room.
   * The shortest window has three samples at least.
   */
  time(
    windowS = this.pack.options.window,
    offsetS = this.offset / 1000,
    shortestS = windowS
  ): { step: number; change: number; end: number; at: number } {
    const step = Math.max(1, Math.floor(Math.min(shortestS / 3, MOST_STEP_S) / 60));
    const needed = windowS + this.pack.options.for;
    // What it is compared with must not have changed yet.
    const spare = Math.floor((offsetS - needed) / 60 / step);
    const after = Math.ceil(needed / 60 / step) + Math.min(3, Math.max(0, spare)) + 1;
    const before = Math.ceil((offsetS + windowS) / 60 / step) + 2;
    const end = before + after;
    return { step, change: before, end, at: (end - 1) * step };
  }

  /** A series of a trial, as the selector of the model finds it. */
  example(metric: string, labels: Readonly<Record<string, string>>): string {
    const matchers = [...this.all, is(this.names.roleLabel, 'live')].filter(({ label }) => !(label in labels));
    return selectorText(metric, [...matchers, ...Object.entries(labels).map(([label, value]) => is(label, value))]);
  }

  get referenceText(): string {
    return this.reference.kind === 'offset'
      ? `the same time ${formatDuration(this.offset)} earlier`
      : 'other series at the same time';
  }
}
