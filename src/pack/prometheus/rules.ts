import {
  BIN_LABEL,
  BURN_RULES,
  numericBins,
  quoted,
  recordingRules,
  scores,
  selectorText,
  type LabelMatcher,
  type PromqlReference,
} from '../../engine';
import { formatDuration, parseDuration, TELEMETRY, USUAL_CONFIDENCE, type ModelSettings } from '../../model';
import { alertName, alertRule, type AlertRule } from '../alertRule';
import type { CheckId } from '../checks';
import type { Pack } from '../compile';
import { seconds } from '../duration';
import type { PackRule } from '../rule';
import { goString, literal } from '../template';
import { ALERT_SCORE, levelsOfFeatures, type LevelOfFeatures } from '../thresholds';
import { layoutsOfProfiles, type Layout } from './layouts';
import { growth, type TestSeries } from './series';

export interface Recording {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}
export interface PrometheusGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: ReadonlyArray<Recording | AlertRule>;
}

/** What an alert is tried on: series that it must fire on, and series that it must not. */
export interface Trial {
  readonly alert: string;
  readonly check: CheckId;
  readonly model: string;
  /** Minutes between samples, and between evaluations; few enough of them, or a trial of days takes minutes. */
  readonly step: number;
  /** Minutes. */
  readonly at: number;
  readonly fires: readonly TestSeries[];
  readonly quiet: readonly TestSeries[];
}

export interface PrometheusRules {
  /** Counts and scores of features: long to write and to evaluate, and a file of their own. */
  readonly scores: readonly PrometheusGroup[];
  /** Everything else that is recorded, and all alerts. */
  readonly groups: readonly PrometheusGroup[];
  readonly trials: readonly Trial[];
  readonly notes: readonly string[];
}

const USUAL_OFFSET_MS = 604_800_000;
const DAY_S = 86_400;
const ALPHA = 0.05;
const USUAL_MARGIN = 0.01;
/** Between two samples, Prometheus takes a series for ended after five minutes; increase() looks at its window alone. */
const MOST_STEP_S = 7200;

const number = (value: number): string => String(Number(value.toPrecision(9)));

function selection(matchers: ModelSettings['selector'], model: ModelSettings): readonly LabelMatcher[] {
  return Object.entries(matchers ?? { [TELEMETRY.modelLabel]: model.id }).map(([label, value]) => ({
    label,
    op: '=',
    value,
  }));
}

const SHADOW: LabelMatcher = { label: TELEMETRY.roleLabel, op: '!=', value: 'shadow' };
const is = (label: string, value: string): LabelMatcher => ({ label, op: '=', value });
const anyOf = (label: string, op: '=~' | '!~', values: readonly string[]): LabelMatcher => ({
  label,
  op,
  value: values.map((value) => value.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('|'),
});

/** The label that names a bin as people write it. */
const BIN = 'bin';

/**
 * The bin that carries most of a PSI, and which share of it: a series for the words of an alert, which is looked up when the
 * alert is told, and so may change while it is open. Half an observation more in each bin keeps an empty one from being
 * infinite.
 */
function worstBin(of: (name: string) => string, featureLabel: string, edges: readonly number[]): string {
  const names = numericBins(edges).map(({ label }) => label);
  const share = (side: 'reference' | 'current'): string =>
    `((${of(`${side}_counts`)} + 0.5) / ignoring (${BIN_LABEL}) group_left () (${of(`${side}_total`)} + ${names.length / 2}))`;
  const [before, now] = [share('reference'), share('current')];
  const worst = `topk by (${featureLabel}) (1, (${now} - ${before}) * ln(${now} / ${before}) / ignoring (${BIN_LABEL}) group_left () ${of(ALERT_SCORE)})`;
  return names.reduce(
    (inner, name, i) => `label_replace(${inner}, "${BIN}", ${quoted(name)}, "${BIN_LABEL}", "${i + 1}")`,
    worst
  );
}

/** Writes the rules of one model. */
class ModelRules {
  readonly recordings: PrometheusGroup[] = [];
  readonly records: Recording[] = [];
  readonly alerts: AlertRule[] = [];
  readonly trials: Trial[] = [];
  readonly notes: string[] = [];
  private readonly all: readonly LabelMatcher[];
  private readonly own: readonly LabelMatcher[];
  private readonly names;
  private readonly offset: number;
  private readonly rules: ReadonlyMap<CheckId, PackRule>;

  constructor(
    private readonly pack: Pack,
    private readonly model: ModelSettings,
    private readonly layouts: readonly Layout[]
  ) {
    const { metrics = {} } = model;
    this.names = { ...TELEMETRY, ...metrics } as Readonly<Record<keyof typeof TELEMETRY, string>>;
    this.all = selection(model.selector, model);
    this.own = [...this.all, SHADOW];
    const { reference } = model;
    this.offset = (reference?.kind === 'offset' ? parseDuration(reference.offset) : undefined) ?? USUAL_OFFSET_MS;
    this.rules = new Map(pack.rules.filter((rule) => rule.model.id === model.id).map((rule) => [rule.check, rule]));
  }

  private get window(): string {
    return seconds(this.pack.options.window);
  }

  private get reference(): PromqlReference {
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

  private get labels(): Readonly<Record<string, string>> {
    return { model: this.model.id };
  }

  private recorded(name: string, more: readonly LabelMatcher[] = []): string {
    return selectorText(name, [is('model', this.model.id), ...more]);
  }

  private record(record: string, expr: string): void {
    this.records.push({ record, expr, labels: this.labels });
  }

  private alert(
    check: CheckId,
    expr: string,
    summary: string,
    description: string,
    trial: Omit<Trial, 'alert' | 'check' | 'model'>
  ): void {
    const rule = this.rules.get(check);
    if (rule === undefined) {
      return;
    }
    const { options } = this.pack;
    const { labels, annotations, ...asked } = alertRule(rule, options, { expr, annotations: { summary, description } });
    this.alerts.push({
      ...asked,
      ...(options.keepFiring > 0 ? { keep_firing_for: seconds(options.keepFiring) } : {}),
      labels,
      annotations,
    });
    this.trials.push({ alert: alertName(check), check, model: this.model.id, ...trial });
  }

  private get title(): string {
    return literal(this.model.title ?? this.model.id);
  }

  /**
   * In steps of a trial: what changed did so a window and the waiting before the end, and a little more where there is room.
   * The shortest window has three samples at least.
   */
  private time(
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
  private example(metric: string, labels: Readonly<Record<string, string>>): string {
    const matchers = [...this.all, is(this.names.roleLabel, 'live')].filter(({ label }) => !(label in labels));
    return selectorText(metric, [...matchers, ...Object.entries(labels).map(([label, value]) => is(label, value))]);
  }

  drift(): void {
    const { featureLabel, feature } = this.names;
    if (this.layouts.length === 0) {
      this.notes.push(
        `${this.model.id}: the bounds of its buckets are not known, so drift is left out: give the model a profile.`
      );
      return;
    }
    if (this.model.reference?.kind === 'profile' || this.model.reference?.kind === 'range') {
      this.notes.push(
        `${this.model.id}: Prometheus can compare with other times and other labels alone, so its reference is ${formatDuration(this.offset)} earlier.`
      );
    }
    this.layouts.forEach(({ edges, features }, i) => {
      const bounds = { ...this.labels, tidemark_bounds: String(i + 1) };
      const named = features.length === 1 ? is(featureLabel, features[0] ?? '') : anyOf(featureLabel, '=~', features);
      const { reference } = this;
      const group = recordingRules(
        [ALERT_SCORE],
        {
          bucketMetric: `${feature}_bucket`,
          matchers: [...this.own, named],
          by: [featureLabel],
          edges,
          windowMs: this.pack.options.window * 1000,
          reference:
            reference.kind === 'matchers' ? { ...reference, matchers: [...reference.matchers, named] } : reference,
        },
        { prefix: 'tidemark:feature', labels: bounds }
      );
      if (!group.ok) {
        this.notes.push(`${this.model.id}: ${features.join(', ')}: ${group.detail}`);
        return;
      }
      // With two observations a side, what PSI can show at least is the quantile itself.
      const critical =
        scores[ALERT_SCORE].smallestDetectable?.({ reference: 2, current: 2, bins: edges.length + 1 }, ALPHA) ?? 0;
      const own = [is('model', this.model.id), is('tidemark_bounds', String(i + 1))];
      const of = (name: string): string => selectorText(`tidemark:feature:${name}`, own);
      this.recordings.push({
        name: `tidemark:${this.model.id}:features:${i + 1}`,
        interval: seconds(this.pack.options.interval),
        rules: [
          ...group.value.rules,
          {
            record: 'tidemark:feature:psi_noise',
            expr: `${number(critical)} * (1 / ${of('reference_total')} + 1 / ${of('current_total')})`,
            labels: bounds,
          },
          { record: 'tidemark:feature:worst_bin', expr: worstBin(of, featureLabel, edges), labels: bounds },
        ],
      });
    });
    const psi = (more: readonly LabelMatcher[]): string => this.recorded('tidemark:feature:psi', more);
    const levels = levelsOfFeatures(this.model);
    const others = levels.slice(1).flatMap((level) => level.features ?? []);
    const beyond = (of: (level: LevelOfFeatures) => number): string =>
      levels
        .map((level, i) => {
          const { features } = level;
          const more =
            i > 0 && features !== undefined
              ? [anyOf(featureLabel, '=~', features)]
              : others.length > 0
                ? [anyOf(featureLabel, '!~', others)]
                : [];
          return `(${psi(more)} > bool ${of(level)}) * (${psi(more)} > bool ${this.recorded('tidemark:feature:psi_noise', more)})`;
        })
        .join('\n  or\n');
    this.record(
      'tidemark:feature:drifted',
      beyond(({ level }) => level.alert)
    );
    this.record(
      'tidemark:feature:moved',
      beyond(({ moved }) => moved)
    );
    this.record('tidemark:model:moved_share', `avg by (model) (${this.recorded('tidemark:feature:moved')})`);
    this.record('tidemark:model:moved_features', `sum by (model) (${this.recorded('tidemark:feature:moved')})`);
    this.record('tidemark:model:drifted_features', `sum by (model) (${this.recorded('tidemark:feature:drifted')})`);
    const wide =
      `(${this.recorded('tidemark:model:moved_share')} > ${this.pack.options.levels.dataset.alert})` +
      ` and on (model) (${this.recorded('tidemark:model:moved_features')} > 1)` +
      ` and on (model) (${this.recorded('tidemark:model:drifted_features')} > 0)`;
    const time = this.time();
    const one = this.layouts[0];
    const lonely = this.layouts.reduce((sum, { features }) => sum + features.length, 0) === 1;
    const few = (moved: readonly string[]) => this.featureTrial(time, moved);
    this.alert(
      'feature_drift',
      `(${psi([])} and on (model, ${featureLabel}) (${this.recorded('tidemark:feature:drifted')} == 1)) unless on (model) (${wide})`,
      `{{ $labels.${featureLabel} }} of ${this.title} has drifted: PSI is {{ printf "%.2f" $value }}`,
      `${this.whereInWords}The last ${this.window} differ from ${this.referenceText} by more than chance explains.`,
      { step: time.step, at: time.at, fires: few(one?.features.slice(0, 1) ?? []), quiet: few([]) }
    );
    if (!lonely) {
      const every = this.layouts.flatMap(({ features }) => features);
      this.alert(
        'dataset_drift',
        wide,
        `${this.title} moves as a whole: {{ humanizePercentage $value }} of its features have moved at once`,
        `So many features at once have a common cause. The last ${this.window} are compared with ${this.referenceText}.`,
        { step: time.step, at: time.at, fires: few(every), quiet: few(one?.features.slice(0, 1) ?? []) }
      );
    }
  }

  /** Of the feature that an alert is about: Prometheus looks up what its labels cannot hold. */
  private get whereInWords(): string {
    const { featureLabel } = this.names;
    const asked = this.recorded('tidemark:feature:worst_bin')
      .replace(/%/g, '%%')
      .replace(/\}$/, `, ${featureLabel}=%q}`);
    return (
      `{{ with printf ${goString(asked)} $labels.${featureLabel} | query }}{{ with first . }}` +
      `{{ humanizePercentage (value .) }} of it lies in {{ label "${BIN}" . }}. {{ end }}{{ end }}`
    );
  }

  private get referenceText(): string {
    return this.reference.kind === 'offset'
      ? `the same time ${formatDuration(this.offset)} earlier`
      : 'other series at the same time';
  }

  /** All features fill their lowest bin and half of the next; those that move, the other way round at the end. */
  private featureTrial(
    { change, end }: { change: number; end: number },
    moved: readonly string[]
  ): readonly TestSeries[] {
    const { featureLabel, feature } = this.names;
    const still =
      this.reference.kind === 'matchers'
        ? Object.fromEntries(
            this.reference.matchers.filter(({ op }) => op === '=').map(({ label, value }) => [label, value])
          )
        : undefined;
    return this.layouts.flatMap(({ edges, features }) =>
      features.flatMap((name) => {
        const line = (le: string, labels: Readonly<Record<string, string>>, before: number, after: number) =>
          growth(
            this.example(`${feature}_bucket`, { [featureLabel]: name, ...labels, le }),
            before,
            after,
            change,
            end
          );
        const side = (labels: Readonly<Record<string, string>>, moves: boolean) => [
          ...edges.map((edge, i) => {
            const usual = i === 0 ? 80 : 100;
            return line(String(edge), labels, usual, moves && i === 0 ? 20 : usual);
          }),
          line('+Inf', labels, 100, 100),
        ];
        return [...side({}, moved.includes(name)), ...(still === undefined ? [] : side(still, false))];
      })
    );
  }

  quality(): void {
    const { featureLabel, feature, featureCategory, featureMissing } = this.names;
    const sum = (metric: string): string =>
      `sum by (${featureLabel}) (increase(${selectorText(metric, this.own)}[${this.window}]))`;
    const missing = sum(featureMissing);
    const present = `(${sum(`${feature}_count`)} or ${sum(featureCategory)})`;
    this.record('tidemark:feature:missing_share', `${missing} / (${missing} + on (${featureLabel}) ${present})`);
    const share = this.recorded('tidemark:feature:missing_share');
    const { alert } = this.pack.options.levels.quality;
    const time = this.time();
    const name = this.layouts[0]?.features[0] ?? 'amount';
    const series = (after: number): readonly TestSeries[] => [
      growth(this.example(featureMissing, { [featureLabel]: name }), 1, after, time.change, time.end),
      growth(this.example(`${feature}_count`, { [featureLabel]: name }), 100, 100, time.change, time.end),
    ];
    this.alert(
      'quality',
      `${share} - ${share} offset ${formatDuration(this.offset)} > ${alert}`,
      `{{ $labels.${featureLabel} }} of ${this.title} has more missing values: {{ humanizePercentage $value }} more of all than before`,
      `The last ${this.window} are compared with the same time ${formatDuration(this.offset)} earlier.`,
      { step: time.step, at: time.at, fires: series(20), quiet: series(1) }
    );
  }

  volume(): void {
    const { predictions } = this.names;
    this.record('tidemark:model:predictions', `sum(increase(${selectorText(predictions, this.own)}[1h]))`);
    const now = this.recorded('tidemark:model:predictions');
    const time = this.time(3600, DAY_S);
    const series = (after: number) => [growth(this.example(predictions, {}), 100, after, time.change, time.end)];
    this.alert(
      'volume',
      `${now} / ${now} offset 1d < ${this.pack.options.levels.volume.alert}`,
      `${this.title} gets {{ humanizePercentage $value }} of the predictions of a day ago`,
      'Either it is asked less, or something is cut off.',
      { step: time.step, at: time.at, fires: series(10), quiet: series(90) }
    );
    this.alert(
      'unreadable',
      `absent_over_time(${selectorText(predictions, this.all)}[1h])`,
      `${this.title} cannot be watched: no metric of its predictions is there`,
      'The other rules of the model are quiet meanwhile, which is no good news.',
      { step: time.step, at: time.at, fires: [], quiet: series(100) }
    );
  }

  /** What is known at once: the confidence of predictions that were right, or wrong. */
  performance(): void {
    const { predictionConfidence, correctLabel, roleLabel } = this.names;
    const by = (
      metric: string,
      matchers: readonly LabelMatcher[],
      window: string,
      more: readonly LabelMatcher[]
    ): string => `sum by (${roleLabel}) (increase(${selectorText(metric, [...matchers, ...more])}[${window}]))`;
    const known = anyOf(correctLabel, '=~', ['true', 'false']);
    const right = is(correctLabel, 'true');
    const count = `${predictionConfidence}_count`;
    this.record('tidemark:role:labelled', by(count, this.all, this.window, [known]));
    this.record(
      'tidemark:role:accuracy',
      `${by(count, this.all, this.window, [right])} / ${by(count, this.all, this.window, [known])}`
    );
    const accuracy = (role: string) => this.recorded('tidemark:role:accuracy', [is(roleLabel, role)]);
    const labelled = (role: string) => this.recorded('tidemark:role:labelled', [is(roleLabel, role)]);
    const time = this.time();
    const series = (role: string, wrong: number, wrongAfter: number): readonly TestSeries[] => [
      growth(
        this.example(count, { [correctLabel]: 'true', [roleLabel]: role }),
        100 - wrong,
        100 - wrongAfter,
        time.change,
        time.end
      ),
      growth(
        this.example(count, { [correctLabel]: 'false', [roleLabel]: role }),
        wrong,
        wrongAfter,
        time.change,
        time.end
      ),
    ];
    const live = accuracy('live');
    this.alert(
      'realised',
      `${live} offset ${formatDuration(this.offset)} - ${live} > ${this.pack.options.levels.performance.alert}`,
      `${this.title} has got worse: its accuracy has lost {{ humanizePercentage $value }}`,
      `Of predictions whose label is known at once, the last ${this.window} beside the same time ${formatDuration(this.offset)} earlier.`,
      { step: time.step, at: time.at, fires: series('live', 5, 20), quiet: series('live', 5, 5) }
    );
    const margin = this.model.shadow?.margin ?? USUAL_MARGIN;
    const variance = (role: string): string => `${accuracy(role)} * (1 - ${accuracy(role)}) / ${labelled(role)}`;
    const loose = (expression: string): string => `sum without (${roleLabel}) (${expression})`;
    const lost = `(${loose(live)} - ${loose(accuracy('shadow'))})`;
    this.alert(
      'shadow_worse',
      `${lost} - 1.96 * sqrt(${loose(variance('live'))} + ${loose(variance('shadow'))}) > ${margin}`,
      `The shadow of ${this.title} is worse than live: roll it back`,
      `Of predictions of the last ${this.window} whose label is known at once, its accuracy is lower by more than the margin of ${margin} and than chance explains.`,
      {
        step: time.step,
        at: time.at,
        fires: [...series('live', 5, 5), ...series('shadow', 15, 15)],
        quiet: [...series('live', 5, 5), ...series('shadow', 5, 5)],
      }
    );
    this.burns(known);
  }

  private burns(known: LabelMatcher): void {
    const { predictionConfidence, correctLabel } = this.names;
    const { confidence = USUAL_CONFIDENCE, budget = 1 - confidence } = this.model.absurd ?? {};
    const allowed = Number(budget.toPrecision(6));
    const confident = (window: string, more: LabelMatcher): string => {
      const sum = (metric: string, own: readonly LabelMatcher[]) =>
        `sum(increase(${selectorText(metric, [...this.own, more, ...own])}[${window}]))`;
      return `(${sum(`${predictionConfidence}_count`, [])} - ${sum(`${predictionConfidence}_bucket`, [is('le', String(confidence))])})`;
    };
    const windows = [...new Set(BURN_RULES.flatMap(({ longHours, shortHours }) => [shortHours, longHours]))].sort(
      (a, b) => a - b
    );
    for (const hours of windows) {
      const window = seconds(hours * 3600);
      this.record(
        `tidemark:output:burn_${window}`,
        `${confident(window, is(correctLabel, 'false'))} / ${confident(window, known)} / ${allowed}`
      );
    }
    (['burn_fast', 'burn_slow', 'burn_long'] as const).forEach((check, i) => {
      const rule = BURN_RULES[i];
      if (rule === undefined || rule.factor * allowed >= 1) {
        this.notes.push(
          `${this.model.id}: no output can be wrong so often that ${check} fires with the budget of ${allowed}; set absurd.budget.`
        );
        return;
      }
      const [long, short] = [rule.longHours, rule.shortHours].map((hours) =>
        this.recorded(`tidemark:output:burn_${seconds(hours * 3600)}`)
      );
      const time = this.time(rule.longHours * 3600, rule.longHours * 3600, rule.shortHours * 3600);
      const share = Math.min(1, rule.factor * allowed * 1.3);
      const series = (wrong: number): readonly TestSeries[] =>
        (['true', 'false'] as const).flatMap((correct) => {
          const calm = correct === 'true' ? 1000 : 0;
          const after = Math.round(1000 * (correct === 'true' ? 1 - wrong : wrong));
          const labels = { [correctLabel]: correct };
          return [
            growth(this.example(`${predictionConfidence}_count`, labels), calm, after, time.change, time.end),
            growth(
              this.example(`${predictionConfidence}_bucket`, { ...labels, le: String(confidence) }),
              0,
              0,
              time.change,
              time.end
            ),
          ];
        });
      this.alert(
        check,
        `(${long ?? ''} > ${rule.factor}) and (${short ?? ''} > ${rule.factor})`,
        `${this.title} is wrong with high confidence {{ printf "%.1f" $value }} times as often as its error budget allows`,
        `Of outputs with a confidence above ${confidence} whose label is known at once, within the last ${seconds(rule.longHours * 3600)}.`,
        { step: time.step, at: time.at, fires: series(share), quiet: series(0) }
      );
    });
  }
}

/**
 * The alerts of a pack for Prometheus, Mimir or Thanos, without Grafana: what metrics alone can tell, recorded first and
 * then compared. Each alert comes with series to try it on.
 *
 * @param layouts the bounds of the buckets of each model, where they are known better than from its profiles.
 */
export function prometheusRules(pack: Pack, layouts?: ReadonlyMap<string, readonly Layout[]>): PrometheusRules {
  const all = (pack.settings.models ?? []).map((model) => {
    const rules = new ModelRules(pack, model, layouts?.get(model.id) ?? layoutsOfProfiles(model, pack.settings));
    rules.drift();
    rules.quality();
    rules.volume();
    if (model.task !== 'regression') {
      rules.performance();
    }
    const interval = seconds(pack.options.interval);
    return {
      scores: rules.recordings,
      groups: [
        { name: `tidemark:${model.id}:recorded`, interval, rules: rules.records },
        { name: `tidemark:${model.id}:alerts`, interval, rules: rules.alerts },
      ],
      trials: rules.trials,
      notes: rules.notes,
    };
  });
  return {
    scores: all.flatMap((one) => one.scores),
    groups: all.flatMap(({ groups }) => groups),
    trials: all.flatMap(({ trials }) => trials),
    notes: [
      ...all.flatMap(({ notes }) => notes),
      'Prometheus has no log: jobs and impossible outputs are left to Loki, and categories, estimates and promotions to the data source.',
    ],
  };
}

const NEED_SCORES: ReadonlySet<CheckId> = new Set(['feature_drift', 'dataset_drift']);

/** A file for `promtool test rules`. */
export interface PrometheusTests {
  /** Minutes between evaluations, which a file has but once, and whether scores are evaluated. */
  readonly name: string;
  readonly content: unknown;
}

/** The trials for `promtool test rules`: each alert must fire on one set of series, and not on the other. */
export function prometheusTests(
  { trials, scores: scoring, groups }: PrometheusRules,
  files: { readonly scores: string; readonly rules: string }
): readonly PrometheusTests[] {
  const test = ({ alert, model, at, step }: Trial, series: readonly TestSeries[], fires: boolean) => ({
    name: `${alert} of ${model} ${fires ? 'fires' : 'is quiet'}`,
    interval: `${step}m`,
    input_series: series.map((one) => ({ ...one })),
    promql_expr_test: [
      {
        expr: `count by (alertname, model) (ALERTS{alertname=${quoted(alert)}, model=${quoted(model)}, alertstate="firing"}) > bool 0`,
        eval_time: `${at}m`,
        exp_samples: fires ? [{ labels: `{alertname=${quoted(alert)}, model=${quoted(model)}}`, value: 1 }] : [],
      },
    ],
  });
  // Who is tried without scores need not evaluate them.
  const kinds = [...new Set(trials.map((trial) => `${trial.step}${NEED_SCORES.has(trial.check) ? 's' : ''}`))];
  return kinds
    .sort((a, b) => (a < b ? -1 : 1))
    .map((kind) => {
      const own = trials.filter((trial) => kind === `${trial.step}${NEED_SCORES.has(trial.check) ? 's' : ''}`);
      const step = own[0]?.step ?? 1;
      return {
        name: `${step}m${kind.endsWith('s') ? '.scores' : ''}`,
        content: {
          rule_files: kind.endsWith('s') ? [files.scores, files.rules] : [files.rules],
          evaluation_interval: `${step}m`,
          // By itself promtool takes them in any order, so that alerts may look for what is not recorded yet.
          group_eval_order: [...(kind.endsWith('s') ? scoring : []), ...groups].map(({ name }) => name),
          tests: own.flatMap((trial) => [test(trial, trial.fires, true), test(trial, trial.quiet, false)]),
        },
      };
    });
}
