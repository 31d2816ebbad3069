import { parseDuration, type ModelSettings } from '../../model';
import type { TimeRange } from '../upstream/upstream';

const DEFAULT_WITHIN_MS = 60_000;

/** How far apart live and shadow may answer the same request. */
export function partnerWithinMs({ shadow }: Pick<ModelSettings, 'shadow'>): number {
  const { partnerWithin } = shadow ?? {};
  return (partnerWithin === undefined ? undefined : parseDuration(partnerWithin)) ?? DEFAULT_WITHIN_MS;
}

/** Where the partners of what was answered in a range may lie: beyond both of its ends, but not ahead of the clock. */
export function partnerRange({ from, to }: TimeRange, withinMs: number, now: number): TimeRange {
  return { from: from - withinMs, to: Math.max(to, Math.min(to + withinMs, now)) };
}
