import { describeRepair, proportions, type Answer, type Estimate } from '../../engine';
import {
  SERIES_LABELS,
  SHADOW_BOUNDS,
  SHADOW_FLIP_FIELDS,
  SHADOW_METRIC_FIELDS,
  SHADOW_OUTPUT_FIELDS,
  SHADOW_OVER_TIME_FIELDS,
  SHADOW_PANEL_ID,
  SHADOW_ROW_FIELDS,
  SHADOW_SEGMENT_FIELDS,
  SHADOW_SUMMARY_FIELDS,
  SHADOW_USUAL_METRICS,
  type Settings,
  type ShadowMeta,
  type ShadowNumber,
} from '../../model';
import { numbersOf, WITH_BOUNDS } from '../query/shadow/columns';
import type { MetricRow, Numbers, OutputDrift, ShadowComparison } from '../query/shadow/comparison';
import type { ShadowPlan } from '../query/shadow/plan';
import { eventSource } from '../query/resolveEvents';
import { featureColumns } from './absurd/featureColumns';
import { groupFields } from './driftFrames';
import { asBasis, asEdge, COUNT_CONFIG, P_VALUE_CONFIG, REASON_CONFIG } from './fieldConfig';
import type { Field, FieldConfig, Frame, Notice } from './frame';
import { lineOfCell, logLink } from './logLink';
import { metaOf } from './meta';
import { numericFrames, type NumericValue } from './named';
import { unansweredNotices, warnings } from './notices';
import {
  BASIS_CONFIG,
  BETTER_CONFIG,
  FINDING_CONFIG,
  METRIC_CONFIG,
  NUMBER_CONFIG,
  OUTPUT_CONFIG,
  RECOMMENDATION_CONFIG,
  RIGHT_CONFIG,
} from './shadowConfig';

type Bound = 'value' | 'lower' | 'upper';

function part(answer: Answer<Estimate>, which: Bound = 'value'): number | null {
  return answer.ok ? (answer.value[which] ?? null) : null;
}

function texts(name: string, values: ReadonlyArray<string | null>, config: FieldConfig): Field {
  return { name, type: 'string', values, config };
}

function numbers(name: string, values: ReadonlyArray<number | null>, config: FieldConfig): Field {
  return { name, type: 'number', values, config };
}

const IS_COUNT: ReadonlySet<ShadowNumber> = new Set([
  'pairs',
  'unpaired_live',
  'unpaired_shadow',
  'live_predictions',
  'shadow_predictions',
  'labelled_pairs',
]);

/** The column of a number, and those of its bounds where it has some. */
function numberFields(name: ShadowNumber, rows: readonly Numbers[], asGraph = false): readonly Field[] {
  const answers = rows.map((of) => of(name));
  const own = asGraph && IS_COUNT.has(name) ? asBasis(NUMBER_CONFIG[name]) : NUMBER_CONFIG[name];
  const bound = (which: 'lower' | 'upper', word: string): Field => {
    const { displayNameFromDS: title = name, mappings: _mappings, ...rest } = own;
    const values = answers.map((answer) => part(answer, which));
    const titled = {
      ...rest,
      displayNameFromDS: `${title}, ${word}`,
      description: `With 95 % confidence no ${which === 'lower' ? 'less' : 'more'}.`,
    };
    const config = asGraph ? asEdge(titled, which === 'lower' ? undefined : `${title}, at least`) : titled;
    return numbers(`${name}${SHADOW_BOUNDS[which]}`, values, config);
  };
  const values = answers.map((answer) => part(answer));
  return [
    numbers(name, values, own),
    ...(WITH_BOUNDS.has(name) ? [bound('lower', 'at least'), bound('upper', 'at most')] : []),
  ];
}

/** Explore shows all frames of a comparison in one panel of ours. */
const TABLE = {
  type: 'table',
  preferredVisualisationType: 'table',
  preferredVisualisationPluginId: SHADOW_PANEL_ID,
} as const;

function table(name: string, fields: readonly Field[]): Frame {
  return { name, fields, meta: metaOf([], '', TABLE) };
}

/** What has no answer, and why; in the answer of a person what needs pairs is said once, by the notice of the basis. */
function unanswered(of: Numbers, names: readonly ShadowNumber[]): readonly Notice[] {
  return unansweredNotices(
    names.flatMap((name) => {
      const answer = of(name);
      return answer.ok || answer.reason === 'not_paired' ? [] : [{ feature: name, why: answer.detail }];
    })
  );
}

function summaryFrame(comparison: ShadowComparison, plan: ShadowPlan): Frame {
  const { overall, recommended, basis, task, versions, bookkeeping, outputs } = comparison;
  const F = SHADOW_SUMMARY_FIELDS;
  const reasons = recommended.ok ? recommended.value.reasons : [recommended.detail];
  const own = (name: ShadowNumber): Field => numbers(name, [part(overall(name))], NUMBER_CONFIG[name]);
  const booked = (name: string, value: number | undefined, config: FieldConfig): Field =>
    numbers(name, [value ?? null], config);
  const custom: ShadowMeta = {
    kind: 'shadow',
    basis,
    task,
    reasons,
    outputs: outputs.map(({ output, assessment }) => ({
      output,
      verdict: assessment.verdict,
      reason: assessment.reason,
    })),
    margin: plan.judging.margin,
    confidence: plan.judging.confidence,
  };
  const first: readonly ShadowNumber[] = [
    'pairs',
    'unpaired_live',
    'unpaired_shadow',
    'agreement',
    'kappa',
    'mcnemar_p',
  ];
  const bounds = (['agreement', 'kappa'] as const).flatMap((name) => numberFields(name, [overall]).slice(1));
  return {
    ...table('summary', [
      ...first.map(own),
      texts(F.recommendation, [recommended.ok ? recommended.value.recommendation : null], RECOMMENDATION_CONFIG),
      texts(F.reason, [reasons.join(' ')], {
        ...REASON_CONFIG,
        description: 'The numbers behind the recommendation, the deciding one first.',
      }),
      texts(F.basis, [basis], BASIS_CONFIG),
      texts(F.liveVersions, [versions.live.join(', ')], { displayNameFromDS: 'Live versions' }),
      texts(F.shadowVersions, [versions.shadow.join(', ')], { displayNameFromDS: 'Shadow versions' }),
      booked(
        F.pairsNeeded,
        (recommended.ok ? recommended.value.pairsStillNeeded : null) ?? undefined,
        COUNT_CONFIG('Pairs needed', 'Labelled pairs still missing for a decision; 0 where there is one.')
      ),
      ...(task === 'classification' ? bounds : []),
      ...numbersOf('summary', comparison).flatMap((name) => numberFields(name, [overall])),
      booked(
        F.latePairs,
        bookkeeping?.latePairs,
        COUNT_CONFIG('Late pairs', 'Pairs of which one answer came before or after the time range.')
      ),
      booked(F.duplicates, bookkeeping?.duplicates, COUNT_CONFIG('Duplicates', 'Further lines of a request and role.')),
      booked(F.withoutId, bookkeeping?.withoutId, COUNT_CONFIG('Without id', 'Lines that name no request.')),
      booked(F.sampledFraction, bookkeeping?.sampledFraction, {
        displayNameFromDS: 'Sampled',
        description: 'The share of requests that was read; all but for very many.',
        unit: 'percentunit',
        decimals: 1,
        min: 0,
        max: 1,
      }),
    ]),
    meta: metaOf([], '', { ...TABLE, custom }),
  };
}

/** Who is better, where that is shown beyond chance: a test says so, or two intervals that do not meet. */
function betterOf({ difference, pValue, direction }: MetricRow, alpha: number): 'live' | 'shadow' | null {
  const value = part(difference);
  if (direction === 'neither' || value === null || value === 0 || pValue === null || pValue > alpha) {
    return null;
  }
  return value > 0 === (direction === 'higher_is_better') ? 'shadow' : 'live';
}

function metricsFrame({ metrics, basis }: ShadowComparison, { judging }: ShadowPlan): Frame {
  const F = SHADOW_METRIC_FIELDS;
  const estimates = (side: 'live' | 'shadow' | 'difference', which: Bound): ReadonlyArray<number | null> =>
    metrics.map((row) => part(row[side], which));
  const column = (name: string, side: 'live' | 'shadow' | 'difference', which: Bound, title: string): Field =>
    numbers(name, estimates(side, which), {
      displayNameFromDS: title,
      decimals: 4,
      description:
        which === 'value'
          ? side === 'difference'
            ? `Shadow minus live, ${basis === 'pairs' ? 'on the same requests' : 'as two separate sets'}.`
            : basis === 'pairs'
              ? 'On the requests that both answered.'
              : 'Of all that it answered.'
          : 'With 95 % confidence; none where no interval is known, as for the difference of two quantiles.',
    });
  return table('metrics', [
    texts(
      F.metric,
      metrics.map(({ metric }) => metric),
      METRIC_CONFIG
    ),
    column(F.live, 'live', 'value', 'Live'),
    column(F.liveLower, 'live', 'lower', 'Live, at least'),
    column(F.liveUpper, 'live', 'upper', 'Live, at most'),
    column(F.shadow, 'shadow', 'value', 'Shadow'),
    column(F.shadowLower, 'shadow', 'lower', 'Shadow, at least'),
    column(F.shadowUpper, 'shadow', 'upper', 'Shadow, at most'),
    column(F.difference, 'difference', 'value', 'Difference'),
    column(F.differenceLower, 'difference', 'lower', 'Difference, at least'),
    column(F.differenceUpper, 'difference', 'upper', 'Difference, at most'),
    numbers(
      F.pValue,
      metrics.map(({ pValue }) => pValue),
      P_VALUE_CONFIG('p-value', 'Chance of a difference as large if both were alike.')
    ),
    texts(
      F.better,
      metrics.map((row) => betterOf(row, judging.alpha)),
      BETTER_CONFIG
    ),
    texts(
      F.unit,
      metrics.map(({ unit }) => unit),
      { displayNameFromDS: 'Unit' }
    ),
    numbers(
      F.n,
      metrics.map(({ difference, live }) => (difference.ok ? difference.value.n : live.ok ? live.value.n : null)),
      COUNT_CONFIG('n', 'How many requests the difference rests on.')
    ),
  ]);
}

function flipsFrame({ flips, task }: ShadowComparison): Frame {
  const F = SHADOW_FLIP_FIELDS;
  // Numbers that were taken as classes until it was known that they are those of a regression.
  const cells = task === 'regression' ? [] : flips;
  const all = cells.reduce((sum, { count }) => sum + count, 0);
  const rows = [...cells].sort(
    (a, b) =>
      Number(a.live === a.shadow) - Number(b.live === b.shadow) ||
      b.count - a.count ||
      (`${a.live} ${a.shadow}` < `${b.live} ${b.shadow}` ? -1 : 1)
  );
  return table('flips', [
    texts(
      F.live,
      rows.map(({ live }) => live),
      { displayNameFromDS: 'Live says' }
    ),
    texts(
      F.shadow,
      rows.map(({ shadow }) => shadow),
      { displayNameFromDS: 'Shadow says' }
    ),
    numbers(
      F.count,
      rows.map(({ count }) => count),
      COUNT_CONFIG('Requests', 'On which they said this.')
    ),
    numbers(
      F.share,
      rows.map(({ count }) => count / all),
      { displayNameFromDS: 'Share', description: 'Of all pairs.', unit: 'percentunit', decimals: 2, min: 0, max: 1 }
    ),
    numbers(
      F.labelled,
      rows.map(({ labelled }) => labelled),
      COUNT_CONFIG('Labelled', 'Of which the truth is known.')
    ),
    numbers(
      F.liveRight,
      rows.map(({ liveRight }) => liveRight),
      COUNT_CONFIG('Live right', 'Labelled requests on which live was right.')
    ),
    numbers(
      F.shadowRight,
      rows.map(({ shadowRight }) => shadowRight),
      COUNT_CONFIG('Shadow right', 'Labelled requests on which the shadow was right.')
    ),
  ]);
}

interface OutputRow {
  readonly output: string;
  readonly bin: string;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly live: number | null;
  readonly shadow: number | null;
  readonly liveCount: number;
  readonly shadowCount: number;
  readonly contribution: number | null;
}

function outputRows({ output, pair, assessment }: OutputDrift): readonly OutputRow[] {
  if (!pair.ok) {
    return [];
  }
  const { bins, reference, current } = pair.value;
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const shares = (counts: readonly number[], all: number): ReadonlyArray<number | null> =>
    all > 0 ? proportions({ counts }) : counts.map(() => null);
  const live = shares(reference, assessment.referenceCount);
  const shadow = shares(current, assessment.currentCount);
  return bins.map((bin, i) => ({
    output,
    bin: bin.label,
    lower: 'lower' in bin ? finite(bin.lower) : null,
    upper: 'upper' in bin ? finite(bin.upper) : null,
    live: live[i] ?? null,
    shadow: shadow[i] ?? null,
    liveCount: reference[i] ?? 0,
    shadowCount: current[i] ?? 0,
    contribution: assessment.contributions[i]?.value ?? null,
  }));
}

function outputsFrame({ outputs }: ShadowComparison): Frame {
  const F = SHADOW_OUTPUT_FIELDS;
  const rows = outputs.flatMap(outputRows);
  const share = (title: string): FieldConfig => ({
    displayNameFromDS: title,
    description: 'Share of its answers.',
    unit: 'percentunit',
    decimals: 1,
    min: 0,
  });
  const column = (name: string, pick: (row: OutputRow) => number | null, config: FieldConfig): Field =>
    numbers(name, rows.map(pick), config);
  return table('outputs', [
    texts(
      F.output,
      rows.map(({ output }) => output),
      OUTPUT_CONFIG
    ),
    texts(
      F.bin,
      rows.map(({ bin }) => bin),
      { displayNameFromDS: 'Bin' }
    ),
    column(F.lower, ({ lower }) => lower, {
      displayNameFromDS: 'Lower',
      description: 'The bin begins just above this.',
    }),
    column(F.upper, ({ upper }) => upper, {
      displayNameFromDS: 'Upper',
      description: 'The bin ends at this, inclusive.',
    }),
    column(F.live, ({ live }) => live, share('Live')),
    column(F.shadow, ({ shadow }) => shadow, share('Shadow')),
    column(F.liveCount, ({ liveCount }) => liveCount, COUNT_CONFIG('Live count', 'Answers of live in this bin.')),
    column(
      F.shadowCount,
      ({ shadowCount }) => shadowCount,
      COUNT_CONFIG('Shadow count', 'Answers of the shadow in this bin.')
    ),
    column(F.contribution, ({ contribution }) => contribution, {
      displayNameFromDS: 'Contribution',
      description: "This bin's part of PSI.",
      decimals: 4,
      min: 0,
    }),
  ]);
}

function segmentsFrame(comparison: ShadowComparison, { groupBy }: ShadowPlan): Frame {
  const F = SHADOW_SEGMENT_FIELDS;
  const { segments } = comparison;
  const rows = segments.map((segment) => segment.numbers);
  return table('segments', [
    ...groupFields(segments, groupBy),
    texts(
      F.finding,
      segments.map(({ finding }) => finding),
      FINDING_CONFIG
    ),
    ...numbersOf('segments', comparison).flatMap((name) => numberFields(name, rows)),
    numbers(
      F.pAdjusted,
      segments.map(({ pAdjusted }) => pAdjusted),
      P_VALUE_CONFIG(
        'p adjusted',
        'The p-value of who is right, corrected for how many segments there are (Benjamini-Hochberg).'
      )
    ),
  ]);
}

function overTimeFrame(comparison: ShadowComparison, { steps }: ShadowPlan): Frame {
  const { windows } = comparison;
  const rows = windows.map((window) => window.numbers);
  return {
    name: 'over_time',
    fields: [
      {
        name: SHADOW_OVER_TIME_FIELDS.time,
        type: 'time',
        values: windows.map(({ time }) => time),
        config: { displayNameFromDS: 'Time', ...(steps === undefined ? {} : { interval: steps.stepMs }) },
      },
      ...numbersOf('over_time', comparison).flatMap((name) => numberFields(name, rows, true)),
    ],
    meta: metaOf([], '', {
      type: 'timeseries-wide',
      preferredVisualisationType: 'graph',
      preferredVisualisationPluginId: SHADOW_PANEL_ID,
    }),
  };
}

function rowsFrame({ rows, task }: ShadowComparison, { groupBy, model, shown }: ShadowPlan, settings: Settings): Frame {
  const F = SHADOW_ROW_FIELDS;
  const source = eventSource(model, 'prediction', settings);
  const toLine = logLink(settings.loki, lineOfCell(source));
  const said = (name: string, title: string, values: ReadonlyArray<string | number | null>): Field =>
    task === 'regression'
      ? numbers(
          name,
          values.map((value) => (typeof value === 'number' ? value : null)),
          { displayNameFromDS: title }
        )
      : texts(
          name,
          values.map((value) => (value === null ? null : String(value))),
          { displayNameFromDS: title }
        );
  const confidence = (title: string): FieldConfig => ({
    displayNameFromDS: title,
    unit: 'percentunit',
    decimals: 1,
    min: 0,
    max: 1,
  });
  const latency = (title: string): FieldConfig => ({ displayNameFromDS: title, unit: 'ms', decimals: 1, min: 0 });
  const of = <Key extends keyof (typeof rows)[number]>(key: Key) => rows.map((row) => row[key]);
  return table('rows', [
    { name: F.time, type: 'time', values: of('time'), config: { displayNameFromDS: 'Time' } },
    texts(F.requestId, of('requestId'), { displayNameFromDS: 'Request', ...toLine }),
    said(F.live, 'Live says', of('live')),
    said(F.shadow, 'Shadow says', of('shadow')),
    ...(task === 'regression'
      ? [
          numbers(F.difference, of('difference'), {
            displayNameFromDS: 'Difference',
            description: 'Shadow minus live.',
          }),
        ]
      : []),
    numbers(F.liveConfidence, of('liveConfidence'), confidence('Live confidence')),
    numbers(F.shadowConfidence, of('shadowConfidence'), confidence('Shadow confidence')),
    said(F.label, 'Label', of('label')),
    texts(F.right, of('right'), RIGHT_CONFIG),
    texts(F.livePredictionId, of('livePredictionId'), { displayNameFromDS: 'Live prediction', ...toLine }),
    texts(F.shadowPredictionId, of('shadowPredictionId'), { displayNameFromDS: 'Shadow prediction', ...toLine }),
    texts(F.liveVersion, of('liveVersion'), { displayNameFromDS: 'Live version' }),
    texts(F.shadowVersion, of('shadowVersion'), { displayNameFromDS: 'Shadow version' }),
    numbers(F.liveLatencyMs, of('liveLatencyMs'), latency('Live latency')),
    numbers(F.shadowLatencyMs, of('shadowLatencyMs'), latency('Shadow latency')),
    ...groupFields(rows, groupBy),
    // A feature by which it is grouped has its column already.
    ...featureColumns(rows, { shown }, Object.values(F)).filter(({ name }) => !groupBy.includes(name)),
  ]);
}

/** Repairs that the drift of an output needed, said once each. */
function outputNotices(outputs: readonly OutputDrift[]): readonly Notice[] {
  return outputs.flatMap(({ output, pair, assessment }) =>
    pair.ok
      ? assessment.repairs.map((repair): Notice => ({ severity: 'info', text: `${output}: ${describeRepair(repair)}` }))
      : warnings([`${output}: ${pair.detail}`])
  );
}

/** The frames that were asked for, in the order of the contract. Everything is said on the first of them. */
export function shadowFrames(comparison: ShadowComparison, plan: ShadowPlan, settings: Settings): readonly Frame[] {
  const { frames: wanted } = plan;
  const { task } = comparison;
  const frames: Frame[] = [
    ...(wanted.has('summary') ? [summaryFrame(comparison, plan)] : []),
    ...(wanted.has('metrics') ? [metricsFrame(comparison, plan)] : []),
    ...(wanted.has('flips') ? [flipsFrame(comparison)] : []),
    ...(wanted.has('outputs') ? [outputsFrame(comparison)] : []),
    ...(wanted.has('segments') ? [segmentsFrame(comparison, plan)] : []),
    ...(wanted.has('over_time') ? [overTimeFrame(comparison, plan)] : []),
    ...(wanted.has('rows') ? [rowsFrame(comparison, plan, settings)] : []),
  ];
  const first: readonly ShadowNumber[] = task === 'regression' ? [] : ['agreement', 'kappa', 'mcnemar_p'];
  const asked = wanted.has('summary') ? [...first, ...numbersOf('summary', comparison)] : [];
  const notices = [
    ...comparison.notices,
    ...unanswered(comparison.overall, asked),
    ...(wanted.has('outputs') ? outputNotices(comparison.outputs) : []),
  ];
  return frames.map((frame, i) =>
    i === 0
      ? {
          ...frame,
          meta: metaOf(notices, comparison.executed, frame.meta),
        }
      : frame
  );
}

/** One frame a number (and segment), for an alert rule. */
export function shadowNumberFrames(comparison: ShadowComparison, plan: ShadowPlan): readonly Frame[] {
  const { numbers: named, groupBy, model } = plan;
  const names = named ?? SHADOW_USUAL_METRICS[comparison.basis === 'metrics' ? 'metrics' : comparison.task];
  const rows =
    groupBy.length === 0 || comparison.segments.length === 0
      ? [{ group: {}, numbers: comparison.overall }]
      : comparison.segments;
  const values = rows.flatMap(({ group, numbers: of }) =>
    names.map((name): NumericValue => ({
      name,
      value: part(of(name)),
      // A group of the label `model` keeps its own value, as in `drift`.
      labels: { [SERIES_LABELS.model]: model.id, ...group },
      config: {
        ...NUMBER_CONFIG[name],
        displayNameFromDS: [
          ...Object.values(group).filter((value) => value !== ''),
          NUMBER_CONFIG[name].displayNameFromDS,
        ].join(' '),
      },
    }))
  );
  const missing = unansweredNotices(
    rows.flatMap(({ numbers: of }) =>
      names.flatMap((name) => {
        const answer = of(name);
        return answer.ok ? [] : [{ feature: name, why: answer.detail }];
      })
    )
  );
  return numericFrames(values, [...comparison.notices, ...missing], comparison.executed);
}
