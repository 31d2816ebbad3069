export { drawBlock, ERRORS, expectedRows } from './block';
export { predictionId, requestId } from './ids';
export { jobSteps, type JobStep } from './jobs';
export { knownAtOnce, labelDelays, LONGEST_LABEL_MS } from './labels';
export { classOf, featureOf, lineOf, LINES, streamOf, type Json, type ReadField, type Told } from './lines';
export { CONFIDENCE_BOUNDS, LATENCY_BOUNDS, METRIC } from './metrics';
export {
  COUNTRIES,
  type Answers,
  type Block,
  type Feature,
  type NumericFeature,
  type Role,
  type ScenarioModel,
} from './model';
export { MODELS, SEED } from './models';
export { before, play, type Happening, type Play } from './play';
export { releasesOf, type ReleaseEvent } from './releases';
export { endOfStory, OFFSETS, sceneAt, scenesOf, type Scene } from './story';
export { DAY, HISTORY_MS, HOUR, MINUTE, oldestAt, SLOT_MS, slotOf, tickAt } from './time';
export { chance, seedOf } from './random';
export { quantile } from './shape';
