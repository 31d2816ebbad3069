import { seriesFrames, windowsFrame } from '../frames/overTimeFrames';
import { scoresOf } from './assessOptions';
import { compareOverTime } from './compareOverTime';
import type { Handler } from './request';

/** How far each feature is from the reference, window by window: as series, or as rows with their verdicts. */
export const driftOverTime: Handler = async (request, context) => {
  const comparison = await compareOverTime(request, context);
  const scores = scoresOf(request.query);
  return request.query.format === 'table' ? [windowsFrame(comparison, scores)] : seriesFrames(comparison, scores);
};
