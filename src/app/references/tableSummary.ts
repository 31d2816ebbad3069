import type { FeatureProfile } from '../../model/settings';
import type { Column, ColumnResult } from './column';

/** What is left of a file: edges and counts. The rows never leave the browser, and none is kept. */
export interface TableSummary {
  readonly rows: number;
  readonly features: readonly FeatureProfile[];
  readonly leftOut: ReadonlyArray<Extract<ColumnResult, { is: 'left_out' }>>;
}

export interface ReadOptions {
  /** The part of the file that was read, from 0 to 1. */
  readonly onProgress: (part: number) => void;
  readonly signal: AbortSignal;
}

export function summary(rows: number, columns: readonly Column[]): TableSummary {
  const results = columns.map((one) => one.result());
  return {
    rows,
    features: results.flatMap((one) => (one.is === 'feature' ? [one.feature] : [])),
    leftOut: results.flatMap((one) => (one.is === 'left_out' ? [one] : [])),
  };
}

export const aborted = (): Error => new Error('Reading was stopped.');
