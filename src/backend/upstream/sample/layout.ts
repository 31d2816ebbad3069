import { TELEMETRY } from '../../../model';
import { CONFIDENCE_BOUNDS, LATENCY_BOUNDS, METRIC, type Feature, type ScenarioModel } from '../../../scenario';

export type Labels = Readonly<Record<string, string>>;

export type MetricKind = 'histogram' | 'category' | 'counter' | 'gauge';

/** Series of one metric that share labels and differ in their bins alone. */
export interface Counted {
  readonly metric: string;
  readonly kind: Exclude<MetricKind, 'gauge'>;
  /** The label that tells its bins apart. */
  readonly binLabel: string | undefined;
  /** Its bins, as that label tells them; a plain counter has one. */
  readonly classes: readonly string[];
  /** Labels beside those of model, version, role and country. */
  readonly labels: Labels;
  /** Where the counts of its bins stand among all that is counted. */
  readonly offset: number;
}

/** What is known of right and wrong when a prediction is counted. */
export const CORRECT = [undefined, 'true', 'false'] as const;

/** All that is counted of the rows of one role and country, and where it stands. */
export interface Layout {
  readonly counted: readonly Counted[];
  readonly size: number;
  /** By feature: its bins, and the rows without a value. */
  readonly features: ReadonlyArray<{ readonly bins: Counted; readonly missing: Counted }>;
  readonly predictions: Counted | undefined;
  /** By class, and by what is known of right and wrong. */
  readonly confidence: ReadonlyArray<readonly Counted[]>;
  readonly latency: Counted;
  readonly errors: readonly Counted[];
}

const bucketNames = (bounds: readonly number[]): readonly string[] => [...bounds.map(String), '+Inf'];

/** Lays out the counts of a model. */
export function layoutOf(model: ScenarioModel, errors: readonly string[]): Layout {
  const counted: Counted[] = [];
  let size = 0;
  const add = (one: Omit<Counted, 'offset'>): Counted => {
    const placed = { ...one, offset: size };
    size += one.classes.length;
    counted.push(placed);
    return placed;
  };
  const histogram = (metric: string, bounds: readonly number[], labels: Labels): Counted =>
    add({ metric, kind: 'histogram', binLabel: 'le', classes: bucketNames(bounds), labels });
  const ofFeature = (feature: Feature): { bins: Counted; missing: Counted } => {
    const labels = { [TELEMETRY.featureLabel]: feature.name };
    const missing = {
      metric: TELEMETRY.featureMissing,
      kind: 'counter',
      binLabel: undefined,
      classes: [''],
      labels,
    } as const;
    const bins =
      feature.kind === 'numeric'
        ? histogram(TELEMETRY.feature, feature.bounds, labels)
        : add({
            metric: TELEMETRY.featureCategory,
            kind: 'category',
            binLabel: TELEMETRY.categoryLabel,
            classes: feature.categories,
            labels,
          });
    return { bins, missing: add(missing) };
  };
  const { classes } = model;
  return {
    features: model.features.map(ofFeature),
    predictions:
      classes === undefined
        ? undefined
        : add({ metric: METRIC.predictions, kind: 'category', binLabel: 'prediction', classes, labels: {} }),
    confidence: (classes ?? []).map((prediction) =>
      CORRECT.map((correct) =>
        histogram(METRIC.confidence, CONFIDENCE_BOUNDS, { prediction, ...(correct === undefined ? {} : { correct }) })
      )
    ),
    latency: histogram(METRIC.latency, LATENCY_BOUNDS, {}),
    errors: errors.map((error) =>
      add({ metric: METRIC.errors, kind: 'counter', binLabel: undefined, classes: [''], labels: { error } })
    ),
    counted,
    size,
  };
}
