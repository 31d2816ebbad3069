import {
  driftScore,
  type DriftScoreDefinition,
  type DriftScoreId,
  type ThresholdOverrides,
  type Verdict,
} from '../../engine';
import { VERDICT_LOOK } from '../../model/verdicts';
import type { FieldConfig } from './frame';
import { wordsConfig, type Tone, type Word } from './words';

const COLORS = { ok: 'green', warning: 'orange', drift: 'red', insufficient: 'gray' } as const satisfies Record<
  Verdict,
  Tone
>;

/** Of a score on raw values the unit is that of the feature, which nobody knows. */
const UNITS: Readonly<Record<string, string>> = {
  nats: 'suffix: nats',
  'reference standard deviations': 'suffix: σ',
};

/** Scores that are shares of the rows: a person reads them in percent. */
const SHARES: ReadonlySet<DriftScoreId> = new Set([
  'missing_rate',
  'out_of_range',
  'new_categories',
  'vanished_categories',
  'rare_categories',
]);

/** The levels of a score as Grafana colours them: the feature's own where it has some, else the usual ones. */
function thresholdSteps(definition: DriftScoreDefinition, own: ThresholdOverrides): FieldConfig['thresholds'] {
  const drift = own[definition.id]?.drift ?? definition.thresholds?.drift;
  const asked = own[definition.id]?.warning ?? definition.thresholds?.warning;
  if (drift === undefined) {
    return undefined;
  }
  if (definition.direction === 'higher_is_more_drift') {
    // A warning beyond drift is taken as drift, here and below, as the engine takes it.
    const warning = Math.min(asked ?? drift, drift);
    return {
      mode: 'absolute',
      steps: [
        { value: null, color: COLORS.ok },
        ...(warning < drift ? [{ value: warning, color: COLORS.warning }] : []),
        { value: drift, color: COLORS.drift },
      ],
    };
  }
  const warning = Math.max(asked ?? drift, drift);
  return {
    mode: 'absolute',
    steps: [
      { value: null, color: COLORS.drift },
      ...(warning > drift ? [{ value: drift, color: COLORS.warning }] : []),
      { value: warning, color: COLORS.ok },
    ],
  };
}

export function scoreConfig(
  id: DriftScoreId,
  { title, thresholds = {} }: { title?: string; thresholds?: ThresholdOverrides } = {}
): FieldConfig {
  const definition = driftScore(id);
  const unit = UNITS[definition.unit ?? ''];
  const steps = thresholdSteps(definition, thresholds);
  return {
    displayNameFromDS: title ?? definition.label,
    description: definition.explanation,
    ...(SHARES.has(id) ? { unit: 'percentunit', decimals: 2 } : { decimals: 3 }),
    ...(definition.range.min === null ? {} : { min: definition.range.min }),
    ...(unit === undefined ? {} : { unit }),
    ...(steps === undefined ? {} : { thresholds: steps }),
  };
}

/** A verdict as a person sees it everywhere: its word, in its colour. Others where they say better what it means here. */
export function verdictConfig(
  description: string,
  words: Partial<Readonly<Record<Verdict, string>>> = {}
): FieldConfig {
  const word = (verdict: Verdict): Word => ({
    text: words[verdict] ?? VERDICT_LOOK[verdict].word,
    tone: COLORS[verdict],
  });
  return {
    displayNameFromDS: 'Verdict',
    description,
    ...wordsConfig({
      ok: word('ok'),
      warning: word('warning'),
      drift: word('drift'),
      insufficient: word('insufficient'),
    }),
  };
}

export const VERDICT_CONFIG = verdictConfig(
  'OK: nothing beyond noise. Warning, drift: above the threshold, and significant. Not enough data: too little to tell.'
);

/** A column with a name longer than its numbers, of which Grafana's table would cut off the beginning. */
export const asColumn = (config: FieldConfig): FieldConfig => ({
  ...config,
  custom: { ...config.custom, wrapHeaderText: true },
});

/**
 * An edge of a band of uncertainty: in a graph without a line and a place in the legend of its own. The upper edge names
 * the lower one, down to which the band is filled.
 */
export const asEdge = (config: FieldConfig, fillBelowTo?: string): FieldConfig => ({
  ...config,
  custom: {
    ...config.custom,
    lineWidth: 0,
    pointSize: 0,
    hideFrom: { legend: true, tooltip: false, viz: false },
    ...(fillBelowTo === undefined ? {} : { fillBelowTo }),
  },
});

/**
 * A count that the rates of a graph rest on. Explore has one graph for all of them, in which counts would take an axis
 * and lie over the rates: it leaves out what is marked so. A panel shows it as any other.
 */
export const asBasis = (config: FieldConfig): FieldConfig => ({ ...config, custom: { ...config.custom, basis: true } });

/** A sentence: a column of the usual width would cut it after three words. */
export const REASON_CONFIG: FieldConfig = {
  displayNameFromDS: 'Reason',
  description: 'The numbers behind the verdict.',
  custom: { minWidth: 420 },
};

export const COUNT_CONFIG = (title: string, description: string): FieldConfig => ({
  displayNameFromDS: title,
  description,
  unit: 'short',
  decimals: 0,
  min: 0,
});

export const P_VALUE_CONFIG = (title: string, description: string): FieldConfig => ({
  displayNameFromDS: title,
  description,
  min: 0,
  max: 1,
  decimals: 4,
  // What four decimals would round to a zero is a bound, not a zero.
  mappings: [{ type: 'range', options: { from: null, to: 0.00005, result: { text: '<0.0001', index: 0 } } }],
});
