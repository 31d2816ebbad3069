import { alertFrames, tableFrame } from '../frames/driftFrames';
import { scoresOf } from './assessOptions';
import { compareForRule } from './compareForRule';
import { driftNumbers, numbersAsked } from './driftNumbers';
import type { Handler } from './request';

/** How far each feature is from the reference, over the time range as a whole. */
export const drift: Handler = async (request, context) => {
  const comparison = await compareForRule(request, context);
  const scores = scoresOf(request.query);
  const format = request.query.format ?? (request.fromAlert ? 'alert' : 'table');
  if (format !== 'alert') {
    return [tableFrame(comparison, scores, request.query)];
  }
  const numbers = numbersAsked(request);
  return numbers === undefined ? alertFrames(comparison, scores) : driftNumbers(comparison, numbers, request, context);
};
