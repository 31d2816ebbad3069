import type { Concern, Severity } from '../model';

/** Everything that is watched of a model. Its id is in the uid of its rule, in the label `check`, and in runbooks. */
export const CHECK_IDS = [
  'feature_drift',
  'dataset_drift',
  'quality',
  'volume',
  'realised',
  'estimated',
  'shadow_worse',
  'shadow_better',
  'burn_fast',
  'burn_slow',
  'burn_long',
  'impossible',
  'job_failed',
  'job_late',
  'job_empty',
  'unreadable',
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

export interface Check {
  readonly concern: Concern;
  readonly severity: Severity;
  /** What is watched, in a few words. */
  readonly title: string;
  /** Whether it can be told from metrics alone, or needs the log. */
  readonly needs: 'metrics' | 'log';
  /**
   * How often it is evaluated: `often` as the settings say; `seldom` where every evaluation reads days of a log, and what
   * it looks at does not change within minutes; `with_labels` as one or the other, by how late labels are.
   */
  readonly pace: 'often' | 'seldom' | 'with_labels';
  /** Whether to wait until it has lasted: an event that has happened does not become truer. */
  readonly waits: boolean;
  /** The dashboard, and its panel, that shows what happened. */
  readonly panel?: { readonly dashboard: string; readonly id: number };
  /** The section of the model's page in the app. */
  readonly section: string;
}

const DRIFT = 'tidemark-model-drift';
const SHADOW = { dashboard: 'tidemark-shadow-against-live', id: 1 } as const;
const ABSURD = { dashboard: 'tidemark-absurd-outputs', id: 1 } as const;

/** Each by its id. Sections are those of the model's page. */
export const checks = {
  feature_drift: {
    concern: 'data',
    severity: 'warning',
    title: 'feature drift',
    needs: 'metrics',
    pace: 'often',
    waits: true,
    panel: { dashboard: DRIFT, id: 7 },
    section: 'data',
  },
  dataset_drift: {
    concern: 'data',
    severity: 'critical',
    title: 'drift of the whole model',
    needs: 'metrics',
    pace: 'often',
    waits: true,
    panel: { dashboard: DRIFT, id: 5 },
    section: 'data',
  },
  quality: {
    concern: 'data',
    severity: 'warning',
    title: 'data quality',
    needs: 'metrics',
    pace: 'often',
    waits: true,
    panel: { dashboard: DRIFT, id: 7 },
    section: 'quality',
  },
  volume: {
    concern: 'data',
    severity: 'critical',
    title: 'volume',
    needs: 'metrics',
    pace: 'often',
    waits: true,
    section: 'quality',
  },
  realised: {
    concern: 'model',
    severity: 'critical',
    title: 'performance',
    needs: 'log',
    pace: 'seldom',
    waits: true,
    section: 'model',
  },
  estimated: {
    concern: 'model',
    severity: 'warning',
    title: 'performance, estimated without labels',
    needs: 'log',
    pace: 'seldom',
    waits: true,
    section: 'model',
  },
  shadow_worse: {
    concern: 'model',
    severity: 'warning',
    title: 'shadow worse than live',
    needs: 'log',
    pace: 'seldom',
    waits: true,
    panel: SHADOW,
    section: 'shadow',
  },
  shadow_better: {
    concern: 'model',
    severity: 'info',
    title: 'shadow ready for promotion',
    needs: 'log',
    pace: 'seldom',
    waits: true,
    panel: SHADOW,
    section: 'shadow',
  },
  burn_fast: {
    concern: 'output',
    severity: 'critical',
    title: 'absurd outputs, fast burn',
    needs: 'log',
    pace: 'with_labels',
    waits: false,
    panel: ABSURD,
    section: 'output',
  },
  burn_slow: {
    concern: 'output',
    severity: 'critical',
    title: 'absurd outputs, slow burn',
    needs: 'log',
    pace: 'with_labels',
    waits: false,
    panel: ABSURD,
    section: 'output',
  },
  burn_long: {
    concern: 'output',
    severity: 'warning',
    title: 'absurd outputs, burn over days',
    needs: 'log',
    pace: 'seldom',
    waits: false,
    panel: ABSURD,
    section: 'output',
  },
  impossible: {
    concern: 'output',
    severity: 'critical',
    title: 'impossible outputs',
    needs: 'log',
    pace: 'often',
    waits: false,
    panel: ABSURD,
    section: 'output',
  },
  job_failed: {
    concern: 'pipeline',
    severity: 'warning',
    title: 'job failed',
    needs: 'log',
    pace: 'often',
    waits: false,
    section: 'pipeline',
  },
  job_late: {
    concern: 'pipeline',
    severity: 'critical',
    title: 'job late',
    needs: 'log',
    pace: 'often',
    waits: true,
    section: 'pipeline',
  },
  job_empty: {
    concern: 'pipeline',
    severity: 'critical',
    title: 'job brought nothing',
    needs: 'log',
    pace: 'often',
    waits: false,
    section: 'pipeline',
  },
  unreadable: {
    concern: 'pipeline',
    severity: 'critical',
    title: 'not readable',
    needs: 'metrics',
    pace: 'often',
    waits: true,
    section: 'data',
  },
} as const satisfies Record<CheckId, Check>;
