import { distributionFrame } from '../frames/distributionFrame';
import { scoresOf } from './assessOptions';
import { compare } from './compare';
import type { Handler } from './request';

/** What the reference and the current window look like, bin by bin. */
export const distribution: Handler = async (request, context) => [
  distributionFrame(await compare(request, context), scoresOf(request.query)),
];
