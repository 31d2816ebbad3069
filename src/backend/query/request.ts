import type { DriftQuery } from '../../model';
import type { Frame } from '../frames/frame';
import type { Instance } from '../instance/instance';
import type { TimeRange } from '../upstream/upstream';

/** One query of a request, checked. */
export interface QueryRequest {
  readonly query: DriftQuery;
  readonly range: TimeRange;
  /** What Grafana chose as the step: the width of a point, or the panel's minimum. */
  readonly intervalMs: number;
  /** An alert rule asks, so the answer must be one that a rule can evaluate. */
  readonly fromAlert: boolean;
}

export interface QueryContext {
  readonly instance: Pick<Instance, 'settings' | 'upstream' | 'events'>;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch: labels are read up to now, however late they come. */
  readonly now: () => number;
}

/** What answers one kind of query. */
export type Handler = (request: QueryRequest, context: QueryContext) => Promise<readonly Frame[]>;
