import {
  detectors,
  driftScore,
  inControlOf,
  seeded,
  type Alarm,
  type Answer,
  type Detection,
  type DetectorId,
  type DriftScoreId,
  type InControl,
  type RunLength,
} from '../../engine';
import { formatDuration } from '../../model';
import type { Steps } from './steps';

/** The same draws for the same question. */
const SEED = 1;
/** What is learned from, where the reference has no history of its own: the first half of the windows, at most these. */
const MOST_LEARNED = 50;
const FEWEST_LEARNED = 10;

/** Fewer windows than this tell a detector nothing, whatever is in them. */
const LEAST: Readonly<Record<DetectorId, number>> = {
  cusum: 2 * FEWEST_LEARNED,
  ewma: 2 * FEWEST_LEARNED,
  page_hinkley: 31,
  adwin: 32,
  kswin: 100,
};

/** A change that a detector has called in the scores of one feature. */
export interface ScoreChange {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly score: DriftScoreId;
  readonly direction: 'up' | 'down';
  /** The end of the window at which it was called. */
  readonly time: number;
  /** The start of the first window that is likely to belong to it. */
  readonly onset: number;
  readonly statistic: number;
  readonly threshold: number;
  readonly reason: string;
}

/** How often a feature's score has changed; null where the detector could not look. */
export interface ChangeCount {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly score: DriftScoreId;
  readonly changes: number | null;
}

export interface ScoreChanges {
  readonly detector: DetectorId;
  /** By time. */
  readonly changes: readonly ScoreChange[];
  readonly counts: readonly ChangeCount[];
  readonly notices: readonly string[];
}

interface Series {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly key: string;
  readonly windows: ReadonlyArray<{ readonly time: number; readonly scores: ReadonlyArray<number | null> }>;
}

/** How far apart windows end that have no observation in common, on the grid of the steps. */
export function apartMs({ windowMs, stepMs }: Steps): number {
  return Math.ceil(windowMs / stepMs) * stepMs;
}

function momentsOf(values: readonly number[]): InControl | undefined {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  return values.length >= FEWEST_LEARNED && deviation > 0 && Number.isFinite(deviation)
    ? { mean, deviation }
    : undefined;
}

function learnedFrom(count: number): number {
  return Math.max(FEWEST_LEARNED, Math.min(MOST_LEARNED, Math.floor(count / 2)));
}

function detect(id: DetectorId, values: Float64Array, known: InControl | undefined): Answer<Detection> {
  const count = values.filter(Number.isFinite).length;
  const learning = known === undefined ? { baseline: learnedFrom(count) } : { inControl: known };
  switch (id) {
    case 'cusum':
      return detectors.cusum.detect(values, learning);
    case 'ewma':
      return detectors.ewma.detect(values, learning);
    case 'page_hinkley': {
      // Its threshold is in the unit of the values, and suits values whose deviation is 1.
      const found = inControlOf(values, learning);
      return found.ok
        ? detectors.page_hinkley.detect(
            values.map((value) => (value - found.value.mean) / found.value.deviation),
            {}
          )
        : found;
    }
    case 'adwin':
      return detectors.adwin.detect(values, {});
    case 'kswin':
      return detectors.kswin.detect(values, { random: seeded(SEED) });
  }
}

/**
 * Without those that only say again what the one before has said: a chart that starts afresh after an alarm, and knows
 * what is normal, calls as often as it can while a shift lasts.
 */
function withoutEchoes(alarms: readonly Alarm[], values: Float64Array): readonly Alarm[] {
  return alarms.filter(({ onset, direction }, i) => {
    const before = alarms[i - 1];
    return (
      before === undefined ||
      before.direction !== direction ||
      values.subarray(before.at + 1, onset).some(Number.isFinite)
    );
  });
}

const KINDS: Readonly<Record<RunLength['kind'], string>> = {
  exact: 'once in',
  lower_bound: 'at most once in',
  approximation: 'about once in',
};

/** How often it errs. */
function runLengthText(id: DetectorId, apart: number, looked: number): readonly string[] {
  const { label } = detectors[id];
  const length = detectors[id].expectedRunLength({ random: seeded(SEED) });
  if (!length.ok) {
    return [];
  }
  const { value, kind, note } = length.value;
  const windows = Math.round(value);
  return [
    `${label} calls a change by mistake ${KINDS[kind]} ${windows.toLocaleString('en')} windows of a series (${formatDuration(Math.round((windows * apart) / 60_000) * 60_000)}); it looked at ${looked.toLocaleString('en')} here. ${note}`,
  ];
}

/**
 * Looks for the moments at which the scores of each feature have changed.
 *
 * Detectors take values as independent, so that only windows are looked at that lie side by side. What is normal is
 * learned from the history of the reference where it is at hand, else from the first half of the windows.
 */
export function scoreChanges(
  detector: DetectorId,
  series: readonly Series[],
  scores: readonly DriftScoreId[],
  steps: Steps,
  history: (key: string, score: DriftScoreId) => readonly number[]
): ScoreChanges {
  const apart = apartMs(steps);
  const { label } = detectors[detector];
  const changes: ScoreChange[] = [];
  const counts: ChangeCount[] = [];
  const notices = new Set<string>();
  let looked = 0;
  for (const { feature, group, key, windows } of series) {
    const chosen = windows.filter(({ time }) => time % apart === 0);
    scores.forEach((score, place) => {
      const values = Float64Array.from(chosen, (window) => window.scores[place] ?? NaN);
      const count = values.filter(Number.isFinite).length;
      const known = momentsOf(history(key, score));
      const least = known === undefined || LEAST[detector] > 2 * FEWEST_LEARNED ? LEAST[detector] : 1;
      const detection = count < least ? undefined : detect(detector, values, known);
      if (detection?.ok !== true) {
        notices.add(
          detection === undefined
            ? `${label} looks at windows that lie side by side, at ${least} of them at least, and ${feature} has ${count}: choose a shorter window, or a longer time range.`
            : `${label} of ${feature}: ${detection.detail}`
        );
        counts.push({ feature, group, score, changes: null });
        return;
      }
      looked += count;
      const alarms = withoutEchoes(detection.value.alarms, values);
      counts.push({ feature, group, score, changes: alarms.length });
      for (const { at, onset, direction, statistic, threshold } of alarms) {
        const [called, began] = [chosen[at]?.time ?? NaN, (chosen[onset]?.time ?? NaN) - steps.windowMs];
        const way = direction === 'up' ? 'rose' : 'fell';
        changes.push({
          feature,
          group,
          score,
          direction,
          time: called,
          onset: began,
          statistic,
          threshold,
          reason: `${driftScore(score).label} ${way}, from about ${new Date(began).toISOString().replace(/:\d\d\.\d+Z$/, 'Z')} on: ${label} ${Number(statistic.toPrecision(3))} is beyond ${Number(threshold.toPrecision(3))}.`,
        });
      }
    });
  }
  return {
    detector,
    changes: changes.sort((a, b) => a.time - b.time),
    counts,
    notices: [...(looked > 0 ? runLengthText(detector, apart, looked) : []), ...notices],
  };
}
