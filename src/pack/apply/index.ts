export type { Difference } from './comparable';
export { desiredOf, nothingOf, type Desired, type Secret } from './desired';
export {
  planOf,
  type Change,
  type HeldBy,
  type Kind,
  type Plan,
  type PlanOptions,
  type Request,
  type What,
} from './plan';
export type { Snapshot } from './objects';
export { readSnapshot, type Answer, type Door, type Read, type Refusal } from './read';
export { runSteps, runUndo, type Outcome } from './run';
export { changedBetween, touchedBy } from './verify';
