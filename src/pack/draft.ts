import { BURN_RULES, type BurnRule } from '../engine';
import {
  CAUSE_LABELS,
  parseDuration,
  type DriftQuery,
  type ModelSettings,
  type PerformanceNumber,
  type QueryKind,
  type Reference,
  type Settings,
} from '../model';
import { seconds } from './duration';
import { ask, math, threshold, type Node, type Range } from './grafana/nodes';
import type { PackOptions } from './options';
import type { Draft } from './rule';
import { literal, valueText } from './template';
import { ALERT_SCORE, levelsOfFeatures } from './thresholds';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** What rules compare with where a model names no reference: the same hours of the same day, so that weekends are alike. */
const USUAL_OFFSET = 7 * DAY;
const USUAL_REFERENCE: Reference = { kind: 'offset', offset: seconds(USUAL_OFFSET) };
/** The kinds that compare features. */
const COMPARING: ReadonlySet<QueryKind> = new Set(['drift', 'dataset']);
/** Labels come when they come; what is expected is half of them, so that most are there after one and a half times. */
const LABEL_PATIENCE = 1.5;
/**
 * A rule looks at every feature of every model a thousand times a day: with the usual one in twenty it would find something
 * by chance each day.
 */
const ALPHA = 0.001;
/** A value that no score reaches: a rule that only asks whether there is an answer. */
const NEVER = 1e9;

/** Whether there is a log to ask: the sample brings its own. */
export function hasLog({ loki, prometheus }: Settings): boolean {
  return loki !== undefined || prometheus === undefined || 'sample' in prometheus;
}

interface Drafting {
  readonly datasourceUid: string;
  readonly settings: Settings;
  readonly options: PackOptions;
  readonly model: ModelSettings;
}

/** Helps to write the nodes of one model. */
class Drafter {
  readonly title: string;
  readonly log: boolean;

  constructor(private readonly about: Drafting) {
    this.title = literal(about.model.title ?? about.model.id);
    this.log = hasLog(about.settings);
  }

  get lasting(): Range {
    return { from: this.about.options.window, to: 0 };
  }

  ask(refId: string, queryType: QueryKind, query: Partial<DriftQuery>, range: Range = this.lasting): Node {
    const { id, reference } = this.about.model;
    const usual = COMPARING.has(queryType)
      ? { alpha: ALPHA, ...(reference === undefined ? { reference: USUAL_REFERENCE } : {}) }
      : {};
    return ask(this.about.datasourceUid, refId, { queryType, model: id, ...usual, ...query }, range);
  }

  /** How much of the model moves together, and how far the feature has gone that has drifted the most. */
  get whole(): readonly Node[] {
    return [
      this.ask('moved', 'dataset', { metrics: ['moved_share'] }),
      this.ask('worst', 'dataset', { metrics: ['worst_feature'] }),
    ];
  }

  /** What silences a consequence: a job that is known to be broken explains what its data do. */
  get fed(): readonly Node[] {
    return this.hasJobs ? [this.ask('broken', 'pipeline', { metrics: ['broken_jobs'] })] : [];
  }

  get hasJobs(): boolean {
    return this.log && (this.about.model.pipelines ?? []).length > 0;
  }

  /** `refId` is of a number about the model other than that of broken jobs; the result has no labels. */
  whereFed(refId: string): string {
    return this.hasJobs ? ` * (($broken == 0) * ($${refId} >= 0))` : '';
  }

  /** How far back the labels of the last so many seconds of knowledge may have been predicted. */
  withLabels(known: number): number {
    const delay = parseDuration(this.about.model.labels?.delay ?? '') ?? 0;
    return known + (LABEL_PATIENCE * delay) / 1000;
  }

  /** The stretch that a number is compared with: where the model's own reference lies, but never overlapping. */
  before({ from, to }: Range): Range {
    const { reference } = this.about.model;
    const offset = reference?.kind === 'offset' ? (parseDuration(reference.offset) ?? 0) / 1000 : USUAL_OFFSET;
    const away = Math.max(offset, from - to);
    return { from: from + away, to: to + away };
  }
}

/** Where it comes from: words that stand at the label of a value, so that they may change while the alert is open. */
const cause = (label: keyof typeof CAUSE_LABELS, text: string): string =>
  `{{ with $values.cause.Labels.${CAUSE_LABELS[label]} }}${text}{{ end }}`;
const BEGAN = cause('since', ' It began {{ . }}.');
const REASON = cause('reason', '{{ . }} ');
const BEGAN_FIRST = cause('since', 'It began {{ . }}. ');

function featureDrift(drafter: Drafter, { model, options }: Drafting): readonly Draft[] {
  const { dataset } = options.levels;
  return levelsOfFeatures(model).map(({ features, level }, i) => {
    const asked: Partial<DriftQuery> = {
      scores: [ALERT_SCORE],
      ...(features === undefined ? {} : { features: [...features] }),
    };
    return {
      check: 'feature_drift',
      ...(i === 0 ? {} : { part: String(level.alert) }),
      nodes: [
        drafter.ask(ALERT_SCORE, 'drift', asked),
        // Without what chance gives: on a handful of rows a score is as high.
        drafter.ask('effect', 'drift', { ...asked, metrics: ['effect'] }),
        drafter.ask('cause', 'drift', { ...asked, metrics: ['cause'] }),
        ...drafter.whole,
        ...drafter.fed,
        // Where the model moves as a whole, one alert says so, and not one a feature.
        math('apart', `($moved <= ${dataset.alert}) || ($worst <= 1)`),
        math('score', `$effect * $apart${drafter.whereFed('moved')}`),
        threshold('fires', 'score', level),
      ],
      condition: 'fires',
      summary: `{{ $labels.feature }} of ${drafter.title} has drifted: PSI is ${valueText(ALERT_SCORE, 'printf "%.2f"')}, and ${level.alert} is where drift begins`,
      description: `${cause('bins', 'Most of it lies in {{ . }}.')}${BEGAN} The last ${seconds(options.window)} of {{ $labels.feature }} differ from the reference of the model by more than chance explains.`,
    };
  });
}

/** The lesser of two numbers, in Grafana's mathematics, which has no word for it. */
const lesser = (a: string, b: string): string => `((${a}) + (${b}) - abs((${a}) - (${b}))) / 2`;

/**
 * Traffic that changes at once carries one feature after the other beyond its threshold, the most sensitive one hours before
 * the last: by the time the first has drifted, the others have moved already. So a model moves as a whole where more than
 * half of it has moved and one feature has drifted. Both are held with the hysteresis of the share: it falls with the
 * features, and with the one that has drifted the most.
 */
function datasetDrift(drafter: Drafter, { options }: Drafting): Draft {
  const { dataset } = options.levels;
  return {
    check: 'dataset_drift',
    nodes: [
      ...drafter.whole,
      drafter.ask('cause', 'dataset', { metrics: ['cause'] }),
      ...drafter.fed,
      // Without labels, by which the two differ, Grafana finds it for the text.
      math('part', '$moved * ($worst >= 0)'),
      math('together', `${lesser('$moved', `$worst * ${dataset.alert}`)}${drafter.whereFed('moved')}`),
      threshold('fires', 'together', dataset),
    ],
    condition: 'fires',
    summary: `${drafter.title} moves as a whole: ${valueText('part', 'humanizePercentage', 'part')} of its features, by importance, have moved at once`,
    description: `${cause('features', 'The most: {{ . }}.')}${cause('bins', ' Most of {{ . }}.')}${BEGAN} So many features at once have a common cause: a source, a unit, a join, or other traffic.`,
  };
}

const WRONG = `{{ if eq $labels.score "missing_rate" }}more missing values{{ else if eq $labels.score "out_of_range" }}more values outside its range{{ else }}categories that the reference never saw{{ end }}`;

function quality(drafter: Drafter, { model, options }: Drafting): Draft {
  // A new category, or a value beyond the range, is drift as well: who is told of that need not be told again. Where only
  // some features are watched for drift, nobody may be.
  const left = levelsOfFeatures(model)[0]?.features === undefined ? 'unexplained' : 'effect';
  const asked: Partial<DriftQuery> = { scores: ['missing_rate', 'out_of_range', 'new_categories'] };
  const fed = drafter.fed;
  return {
    check: 'quality',
    nodes: [
      drafter.ask('change', 'drift', asked),
      drafter.ask('effect', 'drift', { ...asked, metrics: [left] }),
      drafter.ask('cause', 'drift', { ...asked, metrics: ['cause'] }),
      ...(fed.length === 0 ? [] : [drafter.ask('drifted', 'dataset', { metrics: ['drifted_features'] })]),
      ...fed,
      // A rise is known of few rows already; how many features have drifted needs more, and may have no value.
      ...(fed.length === 0 ? [] : [math('worse', '$effect * (($broken == 0) * (is_null($drifted) >= 0))')]),
      threshold('fires', fed.length === 0 ? 'effect' : 'worse', options.levels.quality),
    ],
    condition: 'fires',
    summary: `{{ $labels.feature }} of ${drafter.title} has ${WRONG}: ${valueText('effect', 'humanizePercentage', 'nothing')} more of all than in the reference`,
    description: `${cause('bins', '{{ $labels.feature }} has {{ . }}.')}${BEGAN} The last ${seconds(options.window)} of {{ $labels.feature }} are worse than the reference of the model by more than chance explains. Look for a change in what feeds it.`,
  };
}

function volume(drafter: Drafter, { options }: Drafting): Draft {
  // What counts is its last hour; the day tells since when. One question answers all three.
  const lastDay: Range = { from: DAY, to: 0 };
  return {
    check: 'volume',
    nodes: [
      drafter.ask('usual', 'quality', { metrics: ['volume_ratio'] }, lastDay),
      // Held against the quietest of the days before: a weekend, or an hour with a handful of rows, is no incident.
      drafter.ask('volume', 'quality', { metrics: ['volume_at_most'] }, lastDay),
      drafter.ask('cause', 'quality', { metrics: ['volume_cause'] }, lastDay),
      // Without labels, by which they differ, Grafana finds each for the text.
      math('share', '$usual * ($volume >= 0)'),
      math('most', '$volume * ($usual >= 0)'),
      threshold('fires', 'most', options.levels.volume),
    ],
    condition: 'fires',
    summary: `${drafter.title} gets ${valueText('share', 'humanizePercentage', 'an unknown share')} of the predictions that are usual at this time`,
    description: `${BEGAN_FIRST}Either it is asked less, or ${
      drafter.log
        ? 'its log is cut off: nothing that is read from the log can be trusted until then'
        : 'its counters are no longer read: nothing that is made of them can be trusted until then'
    }.`,
  };
}

/** What performance is judged by: of a regression its error, which grows; else its accuracy, which falls. */
function measureOf({ task }: ModelSettings): { metric: 'mae' | 'accuracy'; label: string; grows: boolean } {
  return task === 'regression'
    ? { metric: 'mae', label: 'mean absolute error', grows: true }
    : { metric: 'accuracy', label: 'accuracy', grows: false };
}

function performance(drafter: Drafter, { model, options }: Drafting, estimated: boolean): Draft {
  const { metric, label, grows } = measureOf(model);
  const number: PerformanceNumber = estimated ? `estimated_${metric}` : metric;
  const range = estimated ? drafter.lasting : { from: drafter.withLabels(Math.max(options.window, DAY)), to: 0 };
  const format = grows ? 'printf "%.3g"' : 'humanizePercentage';
  const now = `${valueText('now', format)}, after ${valueText('before', format)}`;
  return {
    check: estimated ? 'estimated' : 'realised',
    nodes: [
      drafter.ask('now', 'performance', { metrics: [number] }, range),
      drafter.ask('before', 'performance', { metrics: [number] }, drafter.before(range)),
      drafter.ask('cause', 'performance', { metrics: [`${number}_cause`] }, range),
      math('lost', grows ? '$now / $before - 1' : '$before - $now'),
      threshold('fires', 'lost', grows ? options.levels.error : options.levels.performance),
    ],
    condition: 'fires',
    summary: estimated
      ? `${drafter.title} is probably getting worse: its ${label}, estimated without labels, is ${now}`
      : `${drafter.title} has got worse: its ${label} is ${now}`,
    description: estimated
      ? `${BEGAN_FIRST}Labels have not come yet; from what its predictions were worth on the reference, those of the last ${seconds(options.window)} are worth less.`
      : `${BEGAN_FIRST}This rests on predictions whose labels are complete, of the last ${seconds(range.from)}, beside those of ${seconds(drafter.before(range).to)} before. Compare versions, and look for drift at the same time.`,
  };
}

function shadow(drafter: Drafter, worse: boolean): Draft {
  const number = worse ? 'shadow_worse' : 'shadow_better';
  return {
    check: number,
    nodes: [
      drafter.ask('shown', 'shadow', { metrics: [number] }, { from: DAY, to: 0 }),
      drafter.ask('cause', 'shadow', { metrics: [`${number}_cause`] }, { from: DAY, to: 0 }),
      threshold('fires', 'shown', { alert: 0.5, recover: 0.5 }),
    ],
    condition: 'fires',
    summary: worse
      ? `The shadow of ${drafter.title} is worse than live: roll it back`
      : `The shadow of ${drafter.title} may take over: it is shown to be no worse than live`,
    description: worse
      ? `${REASON}${BEGAN_FIRST}This rests on the same requests of the last day. The panel says where it is worse.`
      : `${REASON}${cause('since', 'It has been compared since {{ . }}. ')}On the same requests of the last day it keeps every margin. The panel shows the numbers that this rests on.`,
  };
}

const BURNS = [
  { check: 'burn_fast', rule: BURN_RULES[0] },
  { check: 'burn_slow', rule: BURN_RULES[1] },
  { check: 'burn_long', rule: BURN_RULES[2] },
] as const;

function burn(drafter: Drafter, check: (typeof BURNS)[number]['check'], { longHours, factor }: BurnRule): Draft {
  const range = { from: drafter.withLabels(longHours * HOUR), to: 0 };
  return {
    check,
    nodes: [
      drafter.ask('burn', 'absurd', { metrics: [check] }, range),
      drafter.ask('cause', 'absurd', { metrics: [`${check}_cause`] }, range),
      threshold('fires', 'burn', { alert: factor, recover: factor / 2 }),
    ],
    condition: 'fires',
    summary: `${drafter.title} is wrong with high confidence ${valueText('burn', 'printf "%.1f"', 'some')} times as often as its error budget allows`,
    description: `${BEGAN_FIRST}Of what became known within the last ${seconds(longHours * HOUR)}, too many confident outputs were wrong. The panel shows them, and in which slices of the traffic they lie.`,
  };
}

function impossible(drafter: Drafter, { options }: Drafting): Draft {
  return {
    check: 'impossible',
    nodes: [
      drafter.ask('violations', 'absurd', { metrics: ['violations_of_rule'] }),
      drafter.ask('cause', 'absurd', { metrics: ['violations_cause'] }),
      drafter.ask('rate', 'absurd', { metrics: ['violation_rate'] }),
      drafter.ask('read', 'absurd', { metrics: ['rule_violations'] }),
      // A handful among very many is what rules are for; it wakes nobody.
      math('many', `($rate > ${options.levels.impossible.alert}) * ($read >= 0)`),
      math('broken', '$violations * $many'),
      threshold('fires', 'broken', { alert: 0, recover: 0 }),
    ],
    condition: 'fires',
    summary: `${valueText('violations', 'printf "%.0f"', 'Some')} outputs of ${drafter.title} break the rule "{{ $labels.rule }}" within ${seconds(options.window)}`,
    description: `${BEGAN_FIRST}No output may be so. More than ${Number((options.levels.impossible.alert * 100).toPrecision(6))} % of all outputs break a rule; the panel shows which requests they are.`,
  };
}

function jobs(drafter: Drafter): readonly Draft[] {
  return [
    {
      check: 'job_failed',
      nodes: [
        drafter.ask('failed', 'pipeline', { metrics: ['failed_runs'] }, { from: HOUR, to: 0 }),
        threshold('fires', 'failed', { alert: 0, recover: 0 }),
      ],
      condition: 'fires',
      summary: `The job {{ $labels.job }}, which feeds ${drafter.title}, failed ${valueText('failed', 'printf "%.0f"', 'some')} times within the last hour`,
      description:
        'Until it succeeds, drift of the model is not alerted on: this explains it. The table of runs shows its error.',
    },
    {
      check: 'job_late',
      nodes: [
        drafter.ask('late', 'pipeline', { metrics: ['late_s'] }),
        threshold('fires', 'late', { alert: 0, recover: 0 }),
      ],
      condition: 'fires',
      summary: `The job {{ $labels.job }}, which feeds ${drafter.title}, is overdue by ${valueText('late', 'humanizeDuration', 'an unknown time')}`,
      description:
        'Until it succeeds, drift of the model is not alerted on: this explains it. Its last runs stand on the page of the model.',
      // A job that the settings expect and that was never heard of has no number.
      noData: 'NoData',
    },
    {
      check: 'job_empty',
      nodes: [
        drafter.ask('lacking', 'pipeline', { metrics: ['lacking_rows'] }),
        threshold('fires', 'lacking', { alert: 0, recover: 0 }),
      ],
      condition: 'fires',
      summary: `The job {{ $labels.job }}, which feeds ${drafter.title}, succeeded and brought too little: ${valueText('lacking', 'printf "%.0f"', 'some')} rows less than it has to`,
      description: 'Look at its source: the job itself saw nothing wrong.',
    },
  ];
}

function unreadable(drafter: Drafter): Draft {
  return {
    check: 'unreadable',
    nodes: [
      drafter.ask('features', 'dataset', { metrics: ['drifted_features'] }),
      ...drafter.fed,
      threshold('fires', 'features', { alert: NEVER, recover: NEVER }),
    ],
    condition: 'fires',
    summary: `${drafter.title} cannot be watched: its metrics or its log are not there`,
    description:
      'The other rules of the model keep their last state meanwhile. Either Prometheus or Loki does not answer, or nothing of the model reaches it; the error says which.',
    onError: 'Alerting',
  };
}

/** Everything that is watched of a model, as far as the data source can tell it. */
export function draftsOf(about: Drafting): readonly Draft[] {
  const { model } = about;
  const drafter = new Drafter(about);
  const ofMetrics = [
    ...featureDrift(drafter, about),
    datasetDrift(drafter, about),
    quality(drafter, about),
    volume(drafter, about),
    unreadable(drafter),
  ];
  if (!drafter.log) {
    return ofMetrics;
  }
  // A number is never quite its label: only a condition of the settings tells when it is wrong.
  const judges = model.task !== 'regression' || model.absurd?.wrong !== undefined;
  return [
    ...ofMetrics,
    performance(drafter, about, false),
    performance(drafter, about, true),
    shadow(drafter, true),
    shadow(drafter, false),
    ...(judges ? BURNS.flatMap(({ check, rule }) => (rule === undefined ? [] : [burn(drafter, check, rule)])) : []),
    ...((model.absurd?.rules ?? []).length === 0 ? [] : [impossible(drafter, about)]),
    ...(drafter.hasJobs ? jobs(drafter) : []),
  ];
}
