import { changeCountFrames, changesFrame, changesInWords } from '../frames/scoreChangesFrame';
import { seriesFrames, windowsFrame } from '../frames/overTimeFrames';
import { scoresOf } from './assessOptions';
import { compareOverTime } from './compareOverTime';
import type { Handler } from './request';

/**
 * How far each feature is from the reference, window by window: as series, or as rows with their verdicts. What a
 * detector has found stands in a table of its own; beside series it would be drawn as one, and is said in words. A rule
 * that asks for a detector gets how often each score has changed.
 */
export const driftOverTime: Handler = async (request, context) => {
  const comparison = await compareOverTime(request, context);
  const { changes } = comparison;
  const scores = scoresOf(request.query);
  if (changes !== undefined && request.fromAlert) {
    return changeCountFrames(comparison, changes);
  }
  if (request.query.format === 'table') {
    const windows = windowsFrame(comparison, scores);
    return changes === undefined ? [windows] : [windows, changesFrame(comparison, changes)];
  }
  const said = changes === undefined ? [] : changesInWords(changes);
  return seriesFrames({ ...comparison, notices: [...comparison.notices, ...said] }, scores);
};
