export type { Change, HeldBy, Kind, Request, What } from './change';
export type { Difference } from './comparable';
export { desiredOf, nothingOf, type Desired, type Secret } from './desired';
export { changedSince, keptOf, keptText, leftOf, readKept, stepsOf, type KeptUndo } from './kept';
export { planOf, type Plan, type PlanOptions } from './plan';
export type { Snapshot } from './objects';
export { readSnapshot, type Answer, type Door, type Read, type Refusal } from './read';
export { runSteps, runUndo, type Outcome } from './run';
export { changedBetween, touchedBy } from './verify';
