import type { Verdict } from '../../../engine';
import { formatDuration, type QualityCheck } from '../../../model';
import type { TimeRange } from '../../upstream/upstream';
import type { QualitySide } from './read';
import type { SchemaChange } from './schema';
import { judgeFreshness, type VolumeWindow } from './volume';

/** One thing that is checked of the stream as a whole. */
export interface Check {
  readonly check: QualityCheck;
  readonly value: number | undefined;
  readonly usual: number | undefined;
  /** How a person reads the two numbers. */
  readonly unit: 'rows' | 'seconds' | 'share' | 'fields';
  readonly verdict: Verdict;
  readonly reason: string;
}

/** Shares of lines from which duplicates, or lines that cannot be read, are worth a word, and worth a call. */
const LINES = { warning: 0.001, drift: 0.01 };

function ofShare(share: number): Verdict {
  return share >= LINES.drift ? 'drift' : share >= LINES.warning ? 'warning' : 'ok';
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

function volumeCheck(windows: readonly VolumeWindow[]): readonly Check[] {
  const last = windows.at(-1);
  if (last === undefined) {
    return [];
  }
  const { rows, usual, least, most, verdict } = last;
  return [
    {
      check: 'volume',
      value: rows,
      usual,
      unit: 'rows',
      verdict,
      reason:
        usual === undefined
          ? `${rows} rows in the last window; nothing is known of that hour on earlier days.`
          : `${rows} rows in the last window; at that hour of the days before ${least} to ${most}.`,
    },
  ];
}

function sideChecks({ tally, duplicates, withId, report }: QualitySide, range: TimeRange): readonly Check[] {
  const age = tally.last === undefined ? undefined : range.to - tally.last;
  const fresh =
    age === undefined
      ? { verdict: 'insufficient' as const, usualMs: undefined }
      : judgeFreshness(age, tally.rows, range.to - range.from);
  const ids = duplicates + withId;
  const share = ids === 0 ? undefined : duplicates / ids;
  const lines = report.lines === 0 ? undefined : report.unreadable / report.lines;
  return [
    {
      check: 'freshness',
      value: age === undefined ? undefined : age / 1000,
      usual: fresh.usualMs === undefined ? undefined : fresh.usualMs / 1000,
      unit: 'seconds',
      verdict: fresh.verdict,
      reason:
        age === undefined
          ? 'No prediction in the time range.'
          : `The last prediction is ${formatDuration(Math.round(age / 1000) * 1000)} before the end of the time range.`,
    },
    {
      check: 'duplicates',
      value: share,
      usual: undefined,
      unit: 'share',
      verdict: share === undefined ? 'insufficient' : ofShare(share),
      reason:
        share === undefined
          ? 'No line has a prediction id, so that none can be known for a duplicate.'
          : `${duplicates} of ${ids} lines repeat a prediction id (${percent(share)}).`,
    },
    {
      check: 'unreadable',
      value: lines,
      usual: undefined,
      unit: 'share',
      verdict: lines === undefined ? 'insufficient' : ofShare(lines),
      reason:
        lines === undefined
          ? 'No line in the time range.'
          : `${report.unreadable} of ${report.lines} lines could not be read (${percent(lines)}).`,
    },
  ];
}

function schemaCheck(changes: readonly SchemaChange[]): Check {
  const named = changes.map(({ field, change }) => `${field} ${change}`).join(', ');
  return {
    check: 'schema',
    value: changes.length,
    usual: 0,
    unit: 'fields',
    verdict: changes.length > 0 ? 'warning' : 'ok',
    reason: changes.length > 0 ? `${named}.` : 'The same fields as in the reference.',
  };
}

/** What can be said of the stream as a whole; what was not asked for is not among it. */
export function checksOf({
  now,
  schema,
  windows,
  range,
}: {
  readonly now: QualitySide | undefined;
  /** Undefined where there is no reference to compare fields with. */
  readonly schema: readonly SchemaChange[] | undefined;
  readonly windows: readonly VolumeWindow[];
  readonly range: TimeRange;
}): readonly Check[] {
  return [
    ...volumeCheck(windows),
    ...(now === undefined ? [] : sideChecks(now, range)),
    ...(now === undefined || schema === undefined ? [] : [schemaCheck(schema)]),
  ];
}
