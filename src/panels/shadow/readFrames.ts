import type { DataFrame } from '@grafana/data';
import {
  SHADOW_BASES,
  SHADOW_FLIP_FIELDS,
  SHADOW_FRAMES,
  SHADOW_METRIC_FIELDS,
  SHADOW_OUTPUT_FIELDS,
  SHADOW_OVER_TIME_FIELDS,
  SHADOW_ROW_FIELDS,
  SHADOW_SEGMENT_FIELDS,
  SHADOW_SUMMARY_FIELDS,
  type ShadowFrame,
  type ShadowMeta,
} from '../../model/shadowFrames';
import { VERDICTS_BY_GRAVITY } from '../../model/verdicts';
import { hasFields } from '../shared/frames';
import { isRecord } from '../shared/isRecord';

/** Without these fields a frame of the name is not ours, or of a version that cannot be read. */
const NEEDED: Readonly<Record<ShadowFrame, readonly string[]>> = {
  summary: [SHADOW_SUMMARY_FIELDS.recommendation, SHADOW_SUMMARY_FIELDS.basis],
  metrics: [
    SHADOW_METRIC_FIELDS.metric,
    SHADOW_METRIC_FIELDS.live,
    SHADOW_METRIC_FIELDS.shadow,
    SHADOW_METRIC_FIELDS.difference,
  ],
  flips: [SHADOW_FLIP_FIELDS.live, SHADOW_FLIP_FIELDS.shadow, SHADOW_FLIP_FIELDS.count],
  outputs: [SHADOW_OUTPUT_FIELDS.output, SHADOW_OUTPUT_FIELDS.bin, SHADOW_OUTPUT_FIELDS.live],
  segments: [SHADOW_SEGMENT_FIELDS.finding],
  over_time: [SHADOW_OVER_TIME_FIELDS.time, 'shadow_predictions'],
  rows: [SHADOW_ROW_FIELDS.requestId, SHADOW_ROW_FIELDS.live, SHADOW_ROW_FIELDS.shadow],
};

/** Which frame of the kind this is; undefined for one of another kind. */
export function shadowFrameOf(frame: DataFrame): ShadowFrame | undefined {
  return SHADOW_FRAMES.find((name) => frame.name === name && hasFields(frame, NEEDED[name]));
}

export interface FramesRead {
  readonly frames: Readonly<Partial<Record<ShadowFrame, DataFrame>>>;
  readonly meta: ShadowMeta | undefined;
  /** Queries beside the first whose comparison is not shown. */
  readonly others: readonly string[];
  /** Frames that have rows, and nothing of a comparison in them. */
  readonly foreign: readonly string[];
}

function texts(input: unknown): readonly string[] {
  return Array.isArray(input) ? input.filter((text) => typeof text === 'string') : [];
}

/** `meta.custom` crosses a wire and can come from anywhere, so each part is looked at before it is believed. */
function readMeta(input: unknown): ShadowMeta | undefined {
  if (!isRecord(input) || input['kind'] !== 'shadow') {
    return undefined;
  }
  const { outputs, margin, confidence } = input;
  return {
    kind: 'shadow',
    basis: SHADOW_BASES.find((basis) => basis === input['basis']) ?? 'pairs',
    task: input['task'] === 'regression' ? 'regression' : 'classification',
    reasons: texts(input['reasons']),
    outputs: (Array.isArray(outputs) ? outputs.filter(isRecord) : []).flatMap(({ output, verdict, reason }) => {
      const known = VERDICTS_BY_GRAVITY.find((each) => each === verdict);
      return (output === 'prediction' || output === 'confidence') && known !== undefined
        ? [{ output, verdict: known, reason: typeof reason === 'string' ? reason : '' }]
        : [];
    }),
    margin: typeof margin === 'number' && Number.isFinite(margin) ? margin : 0,
    confidence: typeof confidence === 'number' && Number.isFinite(confidence) ? confidence : 0.95,
  };
}

/**
 * Takes each frame of the kind once, the first of its name. A part may come from a query of its own (rows with other
 * features); a second summary is another comparison, and is not mixed into the first.
 */
export function readFrames(series: readonly DataFrame[]): FramesRead {
  const frames: Partial<Record<ShadowFrame, DataFrame>> = {};
  const others: string[] = [];
  const foreign: string[] = [];
  for (const frame of series) {
    const name = shadowFrameOf(frame);
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
  return { frames, meta: readMeta(frames.summary?.meta?.custom), others, foreign };
}
