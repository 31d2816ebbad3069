import type { SourceKind } from './query';
import type { LogParser, UpstreamKey } from './telemetry';

/**
 * What the editors ask the backend (`/api/datasources/uid/:uid/resources/<path>`), all GET, all JSON.
 * Every path takes `from` and `to` in milliseconds; without them, the last day. An error answers its HTTP status
 * and a `ResourceError`.
 */
export const RESOURCES = {
  /** → ModelInfo[] : the settings' models; where there are none, those that the upstream shows. */
  models: 'models',
  /** ?model&upstream → FeatureInfo[] : of the upstream where the model's features are, or of the one that is named. */
  features: 'features',
  /** ?selector&parser → FeatureInfo[] : fields of the lines of the log, by their paths. */
  fields: 'fields',
  /** ?model → string[] : the names of the profiles that fit the model; without a model, all. */
  profiles: 'profiles',
  /** ?kind → string[] : metrics that can serve as an ad-hoc source of that kind. */
  metrics: 'metrics',
  /** ?metric&selector or ?model → string[] ; with upstream=loki, of the streams of the log. */
  labelNames: 'label-names',
  /** ?label & (?metric&selector or ?model) → string[] ; with upstream=loki, of the streams of the log. */
  labelValues: 'label-values',
} as const;
/**
 * What is asked with POST, because it says more than fits a URL: ReplayRequest → ReplayAnswer. When the rules would have
 * fired, and who would have been told. It changes nothing, and whoever may query the data source may ask it.
 */
export const REPLAY_RESOURCE = 'replay';
export type ResourcePath = (typeof RESOURCES)[keyof typeof RESOURCES];

export interface ModelInfo {
  readonly id: string;
  readonly title: string;
  readonly owner?: string;
  /** Whether the settings define it, or the upstream's labels show it. */
  readonly origin: 'settings' | 'discovered';
}

export interface FeatureInfo {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
}

export interface ResourceError {
  readonly message: string;
  readonly code: string;
  readonly errorSource: 'plugin' | 'downstream';
}

/** Parameters of the resources, by name. */
export interface ResourceParams {
  readonly from?: number;
  readonly to?: number;
  readonly model?: string;
  readonly kind?: SourceKind;
  readonly metric?: string;
  readonly selector?: string;
  readonly label?: string;
  readonly upstream?: UpstreamKey;
  readonly parser?: LogParser;
}
