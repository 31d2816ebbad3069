import type { DataFrame } from '@grafana/data';
import {
  ABSURD_CALIBRATION_FIELDS,
  ABSURD_FRAMES,
  ABSURD_OVER_TIME_FIELDS,
  ABSURD_REPEATS_FIELDS,
  ABSURD_ROWS_FIELDS,
  ABSURD_RULES_FIELDS,
  ABSURD_SEGMENTS_FIELDS,
  ABSURD_SUMMARY_FIELDS,
  type AbsurdFrame,
} from '../../model/absurdFrames';
import { hasFields } from '../shared/frames';

/** Without these fields a frame of the name is not ours, or of a version that cannot be read. */
const NEEDED: Readonly<Record<AbsurdFrame, readonly string[]>> = {
  summary: [ABSURD_SUMMARY_FIELDS.confident, ABSURD_SUMMARY_FIELDS.expectedWrong, ABSURD_SUMMARY_FIELDS.verdict],
  over_time: [ABSURD_OVER_TIME_FIELDS.time, ABSURD_OVER_TIME_FIELDS.wrongRate, ABSURD_OVER_TIME_FIELDS.expectedRate],
  segments: [ABSURD_SEGMENTS_FIELDS.segment, ABSURD_SEGMENTS_FIELDS.sign, ABSURD_SEGMENTS_FIELDS.share],
  calibration: [ABSURD_CALIBRATION_FIELDS.meanConfidence, ABSURD_CALIBRATION_FIELDS.accuracy],
  repeats: [ABSURD_REPEATS_FIELDS.absurd, ABSURD_REPEATS_FIELDS.predictions],
  rules: [ABSURD_RULES_FIELDS.when, ABSURD_RULES_FIELDS.violations],
  rows: [ABSURD_ROWS_FIELDS.prediction, ABSURD_ROWS_FIELDS.confidence, ABSURD_ROWS_FIELDS.signs],
};

/** Which frame of the kind this is; undefined for one of another kind. */
export function absurdFrameOf(frame: DataFrame): AbsurdFrame | undefined {
  return ABSURD_FRAMES.find((name) => frame.name === name && hasFields(frame, NEEDED[name]));
}

export interface FramesRead {
  readonly frames: Readonly<Partial<Record<AbsurdFrame, DataFrame>>>;
  /** Queries beside the first whose answer is not shown. */
  readonly others: readonly string[];
  /** Frames that have rows, and nothing of absurd outputs in them. */
  readonly foreign: readonly string[];
}

/**
 * Takes each frame of the kind once, the first of its name. A part may come from a query of its own (rows with other
 * features); a second summary is of another model or time, and is not mixed into the first.
 */
export function readFrames(series: readonly DataFrame[]): FramesRead {
  const frames: Partial<Record<AbsurdFrame, DataFrame>> = {};
  const others: string[] = [];
  const foreign: string[] = [];
  for (const frame of series) {
    const name = absurdFrameOf(frame);
    if (name === undefined) {
      if (frame.length > 0) {
        foreign.push(frame.name ?? frame.refId ?? '?');
      }
    } else if (frames[name] === undefined) {
      frames[name] = frame;
    } else if (name === 'summary') {
      others.push(frame.refId ?? '?');
    }
  }
  return { frames, others, foreign };
}
