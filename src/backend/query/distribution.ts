import { DISTRIBUTION_FRAMES, DISTRIBUTION_USUAL_FRAMES } from '../../model';
import { distributionFrame } from '../frames/distributionFrame';
import { distributionOverTimeFrame } from '../frames/distributionOverTimeFrame';
import type { Frame } from '../frames/frame';
import { wantedFrames } from '../frames/named';
import { sampleScoresOf, scoresOf } from './assessOptions';
import { compare } from './compare';
import { countWindows } from './countWindows';
import { openOnce } from './openDistributions';
import type { Handler } from './request';
import { windowsOfRange } from './windowsOfRange';

/** What the reference and the current window look like, bin by bin; and, where that is asked for, window by window. */
export const distribution: Handler = async (request, context) => {
  const { frames = [] } = request.query;
  const wanted = wantedFrames(frames.length === 0 ? DISTRIBUTION_USUAL_FRAMES : frames, DISTRIBUTION_FRAMES);
  const answers: Array<Promise<Frame>> = [];
  const open = openOnce({
    range: request.range,
    values: wanted.has('distribution') && sampleScoresOf(request.query).length > 0,
    ...(wanted.has('over_time') && {
      windows: { windowMs: windowsOfRange(request.query, request.range).windowMs, ofReference: false },
    }),
  });
  if (wanted.has('distribution')) {
    answers.push(
      compare(request, context, open).then((comparison) => distributionFrame(comparison, scoresOf(request.query)))
    );
  }
  if (wanted.has('over_time')) {
    answers.push(countWindows(request, context, open).then(distributionOverTimeFrame));
  }
  return Promise.all(answers);
};
