export { compileRule, evaluateRule, isQuery, type CompiledRule, type EvaluationResult } from './evaluate';
export { parseMath } from './expression/parse';
export type { Answer, Sample } from './expression/value';
export type { Firing } from './firing';
export type { SentAlert, Stepped, Transition } from './instances/alert';
export { GrafanaInstances, type GrafanaState } from './instances/grafana';
export { PrometheusInstances, type Element, type PrometheusRule, type PrometheusState } from './instances/prometheus';
export { labelsKey, type Labels } from './labels';
export { Alertmanager, type Notification } from './notify/alertmanager';
export { isMuted } from './notify/muting';
export {
  GrafanaReplay,
  PrometheusReplay,
  type ReplayOptions,
  type ReplayResult,
  type RoutedPrometheusRule,
} from './replay';
