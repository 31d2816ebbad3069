import { calibrate, type Calibration, type CalibrationBucket } from '../../../engine';
import { parseDuration, selectionMatchers, type DriftQuery, type Settings } from '../../../model';
import type { LabelledLog, LabelledReading, PredictionPart } from '../../events/labelled';
import { takingTurns } from '../../events/turns';
import type { TimeRange } from '../../upstream/upstream';
import { describeRange } from '../noData';
import { resolveReference } from '../resolveReference';
import { inPlaceOf } from '../usualTraffic';
import { ConfidenceBuckets, type ConfidenceLayout } from './confidence';
import { judge, Obstacles } from './judge';
import type { AbsurdOptions } from './options';
import { NO_OTHER_ANSWERS } from './otherAnswers';

/** With fewer confident labelled predictions, a calibration would say more of chance than of the model. */
export const FEWEST_CONFIDENT = 50;

/** Where the calibration is learned. */
export interface ReferencePart extends PredictionPart {
  readonly text: string;
  readonly labelsTo: number;
}

function placeOf(
  { question, range }: PredictionPart,
  query: DriftQuery,
  { model }: AbsurdOptions,
  settings: Settings
): Omit<ReferencePart, 'labelsTo'> {
  const own = model.reference?.kind === 'profile' ? undefined : model.reference;
  const named = query.reference ?? own;
  const before: TimeRange = { from: range.from - (range.to - range.from), to: range.from };
  if (named === undefined) {
    return { question, range: before, text: 'the stretch of time before' };
  }
  const reference = resolveReference(named, model, settings);
  switch (reference.kind) {
    case 'offset': {
      const { offsetMs, text } = reference;
      return { question, range: { from: range.from - offsetMs, to: range.to - offsetMs }, text };
    }
    case 'range':
      return { question, range: reference.range, text: reference.text };
    case 'labels': {
      const matchers = named.kind === 'labels' ? selectionMatchers(named.labels) : [];
      const filters = inPlaceOf(question.filters, matchers);
      return { question: { ...question, filters }, range, text: reference.text };
    }
    case 'profile':
      return { question, range: before, text: 'the stretch of time before' };
  }
}

/**
 * What the query names, else what the model does, else the stretch of the same length before. A profile holds counts
 * without labels, so that a model's own profile is passed over here.
 *
 * Its labels count as late as a label of the current window can have come by now, and no later. Labels that come late
 * are seldom like the early ones, so that a reference with all of its labels would expect what a fresh window cannot
 * show yet; and those of a week would have to be read for a few hours of a week ago.
 */
export function referencePart(
  current: PredictionPart,
  query: DriftQuery,
  options: AbsurdOptions,
  settings: Settings,
  now: number
): ReferencePart {
  const place = placeOf(current, query, options, settings);
  const delay = parseDuration(options.model.labels?.delay ?? '') ?? 0;
  return { ...place, labelsTo: place.range.to + Math.max(now - current.range.from, delay) };
}

/** What a claimed confidence was worth in the reference. */
export interface LearnedCalibration {
  /** Undefined: confidence is taken at its word. */
  readonly calibration: Calibration | undefined;
  readonly buckets: ConfidenceBuckets;
  /** What has to be said of it. */
  readonly said: string;
  /** Whether that is a lack, and not only a piece of information. */
  readonly isLacking: boolean;
  readonly reading: LabelledReading;
}

/** A reference without a single confident error would expect none for ever: half an error is put in, as in empty bins. */
function withHalfAnError(buckets: ConfidenceBuckets, confident: number): readonly CalibrationBucket[] {
  const top = new Set(buckets.confident().map(({ lower, upper }) => `${lower} ${upper}`));
  return buckets.all().map((bucket) => {
    const share = top.has(`${bucket.lower} ${bucket.upper}`) ? bucket.count / confident : 0;
    const claimed = bucket.count > 0 ? (bucket.confidenceSum ?? 0) / bucket.count : 0;
    return {
      ...bucket,
      count: bucket.count + share,
      hits: bucket.hits + share / 2,
      confidenceSum: (bucket.confidenceSum ?? 0) + share * claimed,
    };
  });
}

const counted = (count: number): string => count.toLocaleString('en');

/** Reads the reference past the labels, and learns what a claimed confidence is worth. */
export async function learnCalibration(
  log: LabelledLog,
  part: ReferencePart,
  options: AbsurdOptions,
  layout: ConfidenceLayout,
  signal: AbortSignal
): Promise<LearnedCalibration> {
  const buckets = new ConfidenceBuckets(layout);
  const judging = judge({ ...options, rules: [] }, NO_OTHER_ANSWERS);
  const obstacles = new Obstacles();
  const reading = log.read(part);
  const turn = takingTurns(signal);
  for await (const batch of reading) {
    for (const joined of batch) {
      const { right, confidence } = judging(joined, obstacles) ?? {};
      if (right !== undefined && confidence !== undefined) {
        buckets.add(confidence, right);
      }
    }
    await turn();
  }
  const { confident, wrong } = buckets.confidentCounts;
  const where = `${part.text}: ${describeRange(part.range)}`;
  if (confident < FEWEST_CONFIDENT) {
    return {
      calibration: undefined,
      buckets,
      reading,
      isLacking: true,
      said: `The reference (${where}) holds ${counted(confident)} labelled predictions of confidence from ${options.threshold} on, and ${FEWEST_CONFIDENT} are the fewest to learn from: confidence is taken at its word. Choose a reference whose labels have come.`,
    };
  }
  const learned = calibrate(wrong === 0 ? withHalfAnError(buckets, confident) : buckets.all());
  const half = wrong === 0 ? ' None of the confident ones was wrong there; half an error is assumed.' : '';
  return {
    calibration: learned.ok ? learned.value : undefined,
    buckets,
    reading,
    isLacking: !learned.ok,
    said: learned.ok
      ? `What confidence is worth was learned from ${counted(buckets.labelled)} labelled predictions (${where}); ${counted(wrong)} of ${counted(confident)} confident ones were wrong.${half}`
      : `Nothing could be learned of the reference (${where}): ${learned.detail} Confidence is taken at its word.`,
  };
}
