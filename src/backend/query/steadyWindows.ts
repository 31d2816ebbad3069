import { steady, UNSETTLED, VERDICTS, type HysteresisOptions, type Verdict } from '../../engine';
import type { DriftQuery } from '../../model';
import { apartMs } from './scoreChanges';
import type { Steps } from './steps';

const USUAL = { raiseAfter: 2, clearAfter: 3 } as const;

interface Judged {
  readonly verdict: Verdict;
  readonly reason: string;
}

/**
 * Verdicts that do not flap. Windows in a row are meant that lie side by side: of those that overlap, so many more are
 * needed that the first and the last have no observation in common with the one before.
 */
export function steadyWindows<T extends Judged>(
  windows: readonly T[],
  asked: NonNullable<DriftQuery['hysteresis']>,
  steps: Steps
): ReadonlyArray<T & { readonly windowVerdict: Verdict }> {
  const each = apartMs(steps) / steps.stepMs;
  const inSteps = (count: number): number => (count - 1) * each + 1;
  const options = {
    raiseAfter: inSteps(asked.raiseAfter ?? USUAL.raiseAfter),
    clearAfter: inSteps(asked.clearAfter ?? USUAL.clearAfter),
  } satisfies HysteresisOptions;
  const worse = (one: Verdict, other: Verdict): boolean => VERDICTS.indexOf(one) > VERDICTS.indexOf(other);
  let state = UNSETTLED;
  return windows.map((window) => {
    state = steady(state, window.verdict, options);
    const { verdict, against } = state;
    const held = window.verdict !== 'insufficient' && window.verdict !== verdict;
    return {
      ...window,
      windowVerdict: window.verdict,
      verdict,
      reason: held
        ? `Still ${verdict}: ${against} of ${worse(window.verdict, verdict) ? options.raiseAfter : options.clearAfter} windows in a row speak against it. ${window.reason}`
        : window.verdict === 'insufficient' && verdict !== 'insufficient'
          ? `Still ${verdict}. ${window.reason}`
          : window.reason,
    };
  });
}
