export { answeredOf, answeredShare, isEnough } from './answered';
export { answersOf, joinAnswers, readCourses, runCourses, type ReadCourses } from './course';
export { compileRule, type CompiledRule, type SeriesReduction } from './compile';
export { evaluateRule, type EvaluationResult } from './evaluate';
export { isQuery } from './ruleStep';
export { parseMath } from './expression/parse';
export type { Answer, Sample } from './expression/value';
export type { Firing } from './firing';
export type { SentAlert, Stepped, Transition } from './instances/alert';
export { GrafanaInstances, type GrafanaState } from './instances/grafana';
export { PrometheusInstances, type Element, type PrometheusRule, type PrometheusState } from './instances/prometheus';
export { compareIncidents, incidentsOf, sumsOf, type Compared, type Incident, type Sums } from './incidents';
export { labelsKey, type Labels } from './labels';
export { Alertmanager, type Notification } from './notify/alertmanager';
export { readRoutingTree, routesOf, type RoutingTree } from './notify/tree';
export { isMuted } from './notify/muting';
export {
  isHeavy,
  partsOf,
  replayParts,
  type FailedPart,
  type PartOptions,
  type ReplayedParts,
  type ReplayPart,
} from './parts';
export {
  GrafanaReplay,
  PrometheusReplay,
  type ReplayOptions,
  type ReplayResult,
  type RoutedPrometheusRule,
  type Routing,
} from './replay';
export { scoresOf, type ScoreCourse } from './scores';
export { suggestThreshold, type Suggested, type Suggestion } from './suggest';
export { rulesOfFile, rulesOfRuler, type GivenRule, type Telling } from './given/grafanaRule';
export { changedRule, judgesFeatures, knowsAlpha, levelOf, rejudged, whatIf, type Change } from './whatIf';
export { niceStep } from './step';
