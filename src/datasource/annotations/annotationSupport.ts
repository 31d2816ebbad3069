import type { AnnotationSupport } from '@grafana/data';
import { of } from 'rxjs';
import { LazyAnnotationEditor } from '../lazy';
import { saysWhat } from '../newQuery';
import type { TidemarkQuery } from '../types';
import { verdictChanges } from './verdictChanges';

/** What every annotation asks, whatever else its query holds: the verdict of each window. */
const ALWAYS = { queryType: 'drift_over_time', format: 'table' } as const satisfies Partial<TidemarkQuery>;

/** Annotations of a dashboard: a mark where the verdict of a feature changes. */
export const annotationSupport: AnnotationSupport<TidemarkQuery> = {
  QueryEditor: LazyAnnotationEditor,
  // Grafana merges this beneath every annotation each time it shows one, so it holds only what is always so.
  getDefaultQuery: () => ALWAYS,
  prepareQuery: ({ target }) => (target && saysWhat(target) ? { ...target, ...ALWAYS } : undefined),
  processEvents: (_, frames) => of(verdictChanges(frames)),
};
