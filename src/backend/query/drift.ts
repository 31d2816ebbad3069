import { alertFrames, tableFrame } from '../frames/driftFrames';
import { scoresOf } from './assessOptions';
import { compare } from './compare';
import type { Handler } from './request';

/** How far each feature is from the reference, over the time range as a whole. */
export const drift: Handler = async (request, context) => {
  const comparison = await compare(request, context);
  const scores = scoresOf(request.query);
  const format = request.query.format ?? (request.fromAlert ? 'alert' : 'table');
  return format === 'alert' ? alertFrames(comparison, scores) : [tableFrame(comparison, scores, request.query)];
};
