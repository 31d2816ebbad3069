import type { PipelineSettings } from '../../../model';
import type { TimeRange } from '../../upstream/upstream';
import { expectationsOf } from './jobs';
import type { Run } from './runs';

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** When a job was failed, late or empty, until the success that made it well again. In the order of time; they may overlap. */
function brokenStretches(
  runs: readonly Run[],
  { lateAfterMs, minRows }: { readonly lateAfterMs: number | undefined; readonly minRows: number },
  end: number
): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let brokenSince: number | undefined;
  let lastSuccess: number | undefined;
  const overdue = (until: number): void => {
    if (lateAfterMs !== undefined && lastSuccess !== undefined && until - lastSuccess > lateAfterMs) {
      stretches.push({ from: lastSuccess + lateAfterMs, to: until });
    }
  };
  for (const { status, end: ended, rows } of runs) {
    if (ended === undefined || status === 'running' || ended > end) {
      continue;
    }
    if (status === 'failed') {
      brokenSince ??= ended;
      continue;
    }
    overdue(ended);
    lastSuccess = ended;
    if (rows !== undefined && rows < minRows) {
      brokenSince ??= ended;
    } else if (brokenSince !== undefined) {
      stretches.push({ from: brokenSince, to: ended });
      brokenSince = undefined;
    }
  }
  overdue(end);
  if (brokenSince !== undefined) {
    stretches.push({ from: brokenSince, to: end });
  }
  return stretches.sort((a, b) => a.from - b.from);
}

/** Which part of a time range a job was broken in, from 0 to 1. */
export function brokenShare(runs: readonly Run[], settings: PipelineSettings, range: TimeRange): number {
  let covered = range.from;
  let broken = 0;
  for (const { from, to } of brokenStretches(runs, expectationsOf(runs, settings), range.to)) {
    const start = Math.max(from, covered);
    if (to > start) {
      broken += to - start;
      covered = to;
    }
  }
  return broken / (range.to - range.from);
}
