import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { TELEMETRY } from '../src/model';
import {
  classOf,
  CONFIDENCE_BOUNDS,
  COUNTRIES,
  ERRORS,
  knownAtOnce,
  LATENCY_BOUNDS,
  METRIC,
  MODELS,
  type Happening,
  type Told,
} from '../src/scenario';
import { FeatureHistograms } from './featureHistograms';

const COMMON = [TELEMETRY.modelLabel, TELEMETRY.versionLabel, TELEMETRY.roleLabel];
const BY_COUNTRY = [...COMMON, 'country'];

/** The hyperparameters that any version has: a gauge has to name its labels before it is set. */
const HYPERPARAMETERS = [
  ...new Set(
    MODELS.flatMap(({ versions }) => Object.values(versions).flatMap((version) => Object.keys(version.hyperparameters)))
  ),
];

/** The metrics of the telemetry contract, as a service would count its own answers. */
export class DemoMetrics {
  readonly registry = new Registry();
  private readonly registers = [this.registry];
  /** What each role of each model runs, for the gauge that tells it. */
  private readonly running = new Map<string, Readonly<Record<string, string>>>();

  private readonly features = new FeatureHistograms(
    { name: TELEMETRY.feature, help: 'Values of the numeric features of each request.', labelNames: BY_COUNTRY },
    this.registry
  );
  private readonly categories = new Counter({
    name: TELEMETRY.featureCategory,
    help: 'Categories of the categorical features of each request.',
    labelNames: [...BY_COUNTRY, TELEMETRY.featureLabel, TELEMETRY.categoryLabel],
    registers: this.registers,
  });
  private readonly missing = new Counter({
    name: TELEMETRY.featureMissing,
    help: 'Requests in which a feature had no value.',
    labelNames: [...BY_COUNTRY, TELEMETRY.featureLabel],
    registers: this.registers,
  });
  private readonly last = new Gauge({
    name: METRIC.last,
    help: 'The last value of each numeric feature.',
    labelNames: [...COMMON, TELEMETRY.featureLabel],
    registers: this.registers,
  });
  private readonly predictions = new Counter({
    name: METRIC.predictions,
    help: 'Predictions, by class.',
    labelNames: [...BY_COUNTRY, 'prediction'],
    registers: this.registers,
  });
  private readonly confidence = new Histogram({
    name: METRIC.confidence,
    help: 'How sure the model was; with the label correct where the truth is known at once.',
    labelNames: [...BY_COUNTRY, 'prediction', 'correct'],
    buckets: CONFIDENCE_BOUNDS,
    registers: this.registers,
  });
  private readonly latency = new Histogram({
    name: METRIC.latency,
    help: 'Time to answer a request.',
    labelNames: BY_COUNTRY,
    buckets: LATENCY_BOUNDS,
    registers: this.registers,
  });
  private readonly errors = new Counter({
    name: METRIC.errors,
    help: 'Requests that failed, by what went wrong.',
    labelNames: [...BY_COUNTRY, 'error'],
    registers: this.registers,
  });
  private readonly info = new Gauge({
    name: TELEMETRY.info,
    help: 'Always 1: versions that run, their stage and hyperparameters.',
    labelNames: [...COMMON, 'stage', ...HYPERPARAMETERS],
    registers: this.registers,
  });

  constructor(private readonly seed: string) {}

  count(happening: Happening): void {
    if (happening.kind === 'prediction') {
      this.countAnswer(happening.told);
    } else if (happening.kind === 'model') {
      this.release(happening.told);
    }
  }

  private countAnswer({ block, answers, i }: Told['prediction']): void {
    const { model, country, columns, truth } = block;
    const row = answers.row[i] ?? 0;
    const common = { model: model.id, version: answers.version, role: answers.role };
    const labels = { ...common, country: COUNTRIES[country[row] ?? 0] ?? '' };
    model.features.forEach((feature, place) => {
      const value = columns[place]?.[row] ?? NaN;
      const { name } = feature;
      if (Number.isNaN(value)) {
        this.missing.inc({ ...labels, feature: name });
      } else if (feature.kind === 'numeric') {
        this.features.observeFeature(name, feature.bounds, labels, value);
        this.last.set({ ...common, feature: name }, value);
      } else {
        this.categories.inc({ ...labels, feature: name, category: feature.categories[value] ?? '' });
      }
    });
    this.latency.observe(labels, (answers.latency[i] ?? 0) / 1000);
    const error = ERRORS[(answers.error[i] ?? 0) - 1];
    if (error !== undefined) {
      this.errors.inc({ ...labels, error });
    } else if (model.classes !== undefined) {
      const { place, confidence } = classOf(answers.score[i] ?? NaN);
      const prediction = model.classes[place];
      this.predictions.inc({ ...labels, prediction });
      // Of requests from outside the truth is not known.
      const known = block.firstId === 0 && knownAtOnce(this.seed, model, block.slot)(row);
      const correct = known ? { correct: String(truth[row] === place) } : {};
      this.confidence.observe({ ...labels, prediction, ...correct }, confidence);
    }
  }

  private release({ model, release }: Told['model']): void {
    const key = `${model.id}/${release.role}`;
    const labels = {
      model: model.id,
      version: release.version,
      role: release.role,
      stage: 'deployed',
      ...Object.fromEntries(
        Object.entries(release.known.hyperparameters).map(([name, value]) => [name, String(value)])
      ),
    };
    const was = this.running.get(key);
    if (release.stage === 'deployed') {
      if (was !== undefined) {
        this.info.remove(was);
      }
      this.running.set(key, labels);
      this.info.set(labels, 1);
    } else if (was?.['version'] === release.version) {
      this.info.remove(was);
      this.running.delete(key);
    }
  }
}
