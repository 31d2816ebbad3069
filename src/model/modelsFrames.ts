/** Frames of the query kind `models`, by name. */
export const MODELS_FRAMES = ['versions', 'changes', 'timeline'] as const;
export type ModelsFrame = (typeof MODELS_FRAMES)[number];

/**
 * `versions`: a row for each stretch of time in which a version served a role, the latest first. Behind these stands a
 * column a hyperparameter, named as it is, with the prefix where one of these has that name already. `until` is null
 * while it serves.
 */
export const VERSIONS_FIELDS = {
  version: 'version',
  stage: 'stage',
  since: 'since',
  until: 'until',
  role: 'role',
  trainingData: 'training_data',
  runUrl: 'run_url',
} as const;
export const HYPERPARAMETER_PREFIX = 'hyperparameter_';

/**
 * `changes`: a row for each thing that differs between a version and the one before it in its role; where the query's
 * reference names a version (`labels`), between that one and each of the others.
 */
export const CHANGES_FIELDS = {
  time: 'time',
  role: 'role',
  from: 'from',
  to: 'to',
  what: 'what',
  before: 'before',
  after: 'after',
} as const;

/** `timeline`: a row for each deployment, roll-back and retirement in the time range, named as annotations are. */
export const TIMELINE_FIELDS = {
  time: 'time',
  title: 'title',
  text: 'text',
  tags: 'tags',
  version: 'version',
  role: 'role',
  stage: 'stage',
} as const;

/** What an alert rule can ask of the versions of a model. */
export const MODELS_METRICS = ['live_versions', 'hours_since_deployment', 'rollbacks'] as const;
export type ModelsMetric = (typeof MODELS_METRICS)[number];
/** What a rule is told where it names no number. */
export const MODELS_USUAL_METRICS: readonly ModelsMetric[] = ['live_versions'];
