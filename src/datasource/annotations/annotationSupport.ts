import type { AnnotationSupport } from '@grafana/data';
import { of } from 'rxjs';
import type { QueryKind } from '../../model';
import { LazyAnnotationEditor } from '../lazy';
import { saysWhat } from '../newQuery';
import type { TidemarkQuery } from '../types';
import { isScoreChanges, scoreChangeEvents } from './scoreChangeEvents';
import { isTimeline, timelineEvents } from './timelineEvents';
import { verdictChanges } from './verdictChanges';

/** What an annotation asks where its query names no other kind: the verdict of each window. */
const USUAL = { queryType: 'drift_over_time', format: 'table' } as const satisfies Partial<TidemarkQuery>;

/** Kinds that tell what happened, in a frame that is a timeline already. */
const TIMELINES: ReadonlySet<string> = new Set<QueryKind>(['models', 'pipeline']);

function prepared(target: TidemarkQuery): TidemarkQuery {
  return target.queryType !== undefined && TIMELINES.has(target.queryType)
    ? { ...target, format: 'table', frames: ['timeline'] }
    : { ...target, ...USUAL };
}

/**
 * Annotations of a dashboard: a mark where the verdict of a feature changes, where a detector saw its scores change, where a version was deployed or rolled back,
 * where a job of the pipeline failed.
 */
export const annotationSupport: AnnotationSupport<TidemarkQuery> = {
  QueryEditor: LazyAnnotationEditor,
  // Grafana merges this beneath every annotation each time it shows one, so it holds only what is always so.
  getDefaultQuery: () => USUAL,
  prepareQuery: ({ target }) => (target && saysWhat(target) ? prepared(target) : undefined),
  processEvents: (_, frames) =>
    of([
      ...timelineEvents(frames.filter(isTimeline)),
      ...scoreChangeEvents(frames.filter(isScoreChanges)),
      ...verdictChanges(frames.filter((frame) => !isTimeline(frame) && !isScoreChanges(frame))),
    ]),
};
