import { BIN_LABEL, numericBins, quoted, recordingRules, scores, selectorText, type LabelMatcher } from '../../engine';
import { formatDuration } from '../../model';
import { seconds } from '../duration';
import { goString } from '../template';
import { ALERT_SCORE, levelsOfFeatures, type LevelOfFeatures } from '../thresholds';
import { anyOf, is } from './matchers';
import type { ModelRules } from './modelRules';
import type { Recorded } from './ruleSet';
import { growth, type TestSeries } from './series';

const ALPHA = 0.05;
/** More features than these nobody reads in a message. */
const MOST_NAMED = 3;

const number = (value: number): string => String(Number(value.toPrecision(9)));

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

/** Of the feature that an alert is about: Prometheus looks up what its labels cannot hold. */
function whereInWords(rules: ModelRules): string {
  const { featureLabel } = rules.names;
  const asked = rules
    .recorded('tidemark:feature:worst_bin')
    .replace(/%/g, '%%')
    .replace(/\}$/, `, ${featureLabel}=%q}`);
  return (
    `{{ with printf ${goString(asked)} $labels.${featureLabel} | query }}{{ with first . }}` +
    `{{ humanizePercentage (value .) }} of it lies in {{ label "${BIN}" . }}. {{ end }}{{ end }}`
  );
}

/** Of a whole model: the features that have moved the most. */
function mostInWords(rules: ModelRules): string {
  const { featureLabel } = rules.names;
  const asked = `topk(${MOST_NAMED}, ${rules.recorded(`tidemark:feature:${ALERT_SCORE}`)})`;
  return (
    `{{ with query ${goString(asked)} }}The most: {{ range $i, $one := . }}{{ if $i }}, {{ end }}` +
    `{{ label "${featureLabel}" $one }}{{ end }}. {{ end }}`
  );
}

/** All features fill their lowest bin and half of the next; those that move, the other way round at the end. */
function featureTrial(
  rules: ModelRules,
  { change, end }: { change: number; end: number },
  moved: readonly string[]
): readonly TestSeries[] {
  const { featureLabel, feature } = rules.names;
  const still =
    rules.reference.kind === 'matchers'
      ? Object.fromEntries(
          rules.reference.matchers.filter(({ op }) => op === '=').map(({ label, value }) => [label, value])
        )
      : undefined;
  return rules.layouts.flatMap(({ edges, features }) =>
    features.flatMap((name) => {
      const line = (le: string, labels: Readonly<Record<string, string>>, before: number, after: number) =>
        growth(rules.example(`${feature}_bucket`, { [featureLabel]: name, ...labels, le }), before, after, change, end);
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

/** Features that have drifted, and a model that moves as a whole: from buckets, in the bounds that are known of them. */
export function driftRules(rules: ModelRules): void {
  const { featureLabel, feature } = rules.names;
  if (rules.layouts.length === 0) {
    rules.notes.push(
      `${rules.model.id}: the bounds of its buckets are not known, so drift is left out: give the model a profile.`
    );
    return;
  }
  if (rules.model.reference?.kind === 'profile' || rules.model.reference?.kind === 'range') {
    rules.notes.push(
      `${rules.model.id}: Prometheus can compare with other times and other labels alone, so its reference is ${formatDuration(rules.offset)} earlier.`
    );
  }
  rules.layouts.forEach(({ edges, features }, i) => {
    const bounds = { ...rules.labels, tidemark_bounds: String(i + 1) };
    const named = features.length === 1 ? is(featureLabel, features[0] ?? '') : anyOf(featureLabel, '=~', features);
    const { reference } = rules;
    const group = recordingRules(
      [ALERT_SCORE],
      {
        bucketMetric: `${feature}_bucket`,
        matchers: [...rules.own, named],
        by: [featureLabel],
        edges,
        windowMs: rules.pack.options.window * 1000,
        reference:
          reference.kind === 'matchers' ? { ...reference, matchers: [...reference.matchers, named] } : reference,
      },
      { prefix: 'tidemark:feature', labels: bounds }
    );
    if (!group.ok) {
      rules.notes.push(`${rules.model.id}: ${features.join(', ')}: ${group.detail}`);
      return;
    }
    // With two observations a side, what PSI can show at least is the quantile itself.
    const critical =
      scores[ALERT_SCORE].smallestDetectable?.({ reference: 2, current: 2, bins: edges.length + 1 }, ALPHA) ?? 0;
    const own = [is('model', rules.model.id), is('tidemark_bounds', String(i + 1))];
    const of = (name: string): string => selectorText(`tidemark:feature:${name}`, own);
    rules.recordings.push({
      name: `tidemark:${rules.model.id}:features:${i + 1}`,
      interval: seconds(rules.pack.options.interval),
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
  const psi = (more: readonly LabelMatcher[]): string => rules.recorded('tidemark:feature:psi', more);
  const levels = levelsOfFeatures(rules.model);
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
        return `(${psi(more)} > bool ${of(level)}) * (${psi(more)} > bool ${rules.recorded('tidemark:feature:psi_noise', more)})`;
      })
      .join('\n  or\n');
  rules.record(
    'tidemark:feature:drifted',
    beyond(({ level }) => level.alert)
  );
  rules.record(
    'tidemark:feature:moved',
    beyond(({ moved }) => moved)
  );
  rules.record('tidemark:model:moved_share', `avg by (model) (${rules.recorded('tidemark:feature:moved')})`);
  rules.record('tidemark:model:moved_features', `sum by (model) (${rules.recorded('tidemark:feature:moved')})`);
  rules.record('tidemark:model:drifted_features', `sum by (model) (${rules.recorded('tidemark:feature:drifted')})`);
  const wide =
    `(${rules.recorded('tidemark:model:moved_share')} > ${rules.pack.options.levels.dataset.alert})` +
    ` and on (model) (${rules.recorded('tidemark:model:moved_features')} > 1)` +
    ` and on (model) (${rules.recorded('tidemark:model:drifted_features')} > 0)`;
  const time = rules.time();
  const one = rules.layouts[0];
  const few = (moved: readonly string[]) => featureTrial(rules, time, moved);
  const all = rules.layouts.reduce((sum, { features }) => sum + features.length, 0);
  const scored = rules.recordings
    .flatMap((group) => group.rules)
    .flatMap((rule) => ('record' in rule ? [{ record: rule.record }] : []));
  const recorded = (moved: number): readonly Recorded[] => [
    ...new Map(scored.map((one) => [one.record, one])).values(),
    { record: 'tidemark:feature:drifted', value: moved },
    { record: 'tidemark:feature:moved', value: moved },
    { record: 'tidemark:model:drifted_features', value: moved },
    { record: 'tidemark:model:moved_features', value: moved },
    { record: 'tidemark:model:moved_share', value: moved / all },
  ];
  rules.alert(
    'feature_drift',
    `(${psi([])} and on (model, ${featureLabel}) (${rules.recorded('tidemark:feature:drifted')} == 1)) unless on (model) (${wide})`,
    `{{ $labels.${featureLabel} }} of ${rules.title} has drifted: PSI is {{ printf "%.2f" $value }}`,
    `${whereInWords(rules)}The last ${rules.window} differ from ${rules.referenceText} by more than chance explains.`,
    {
      step: time.step,
      at: time.at,
      fires: few(one?.features.slice(0, 1) ?? []),
      quiet: few([]),
      records: { fires: recorded(1), quiet: recorded(0) },
    }
  );
  if (all > 1) {
    const every = rules.layouts.flatMap(({ features }) => features);
    rules.alert(
      'dataset_drift',
      wide,
      `${rules.title} moves as a whole: {{ humanizePercentage $value }} of its features have moved at once`,
      `${mostInWords(rules)}So many features at once have a common cause. The last ${rules.window} are compared with ${rules.referenceText}.`,
      { step: time.step, at: time.at, fires: few(every), quiet: few(one?.features.slice(0, 1) ?? []) }
    );
  }
}
