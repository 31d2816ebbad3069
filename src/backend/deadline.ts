import { TidemarkError } from './errors';
import type { RpcCall } from './rpc/call';

/** So that our own words about a deadline still reach the caller before it hangs up. */
const TO_ANSWER_MS = 250;

/** An upstream keeps the same time, and knows better what to say when it is up: it goes first. */
const UPSTREAM_FIRST_MS = 250;

export interface Deadline {
  readonly signal: AbortSignal;
  /** The request is answered: what is still under way for it (the other side of a comparison) is let go. */
  end(): void;
}

/** The life of one request: ends with its call, or when its time is up, whichever is first. */
export function startDeadline(call: RpcCall, timeoutMs: number): Deadline {
  const controller = new AbortController();
  const left = Math.max(1, Math.min(timeoutMs + UPSTREAM_FIRST_MS, call.deadline - Date.now() - TO_ANSWER_MS));
  const timer = setTimeout(() => {
    controller.abort(
      new TidemarkError(
        'deadline',
        `No answer within ${Math.round(left / 100) / 10} s: narrow the time range or the features, or give the upstream more time (timeoutSeconds in the settings, 25 at most).`
      )
    );
  }, left);
  const follow = (): void => finish(call.signal.reason);
  const finish = (reason: unknown): void => {
    clearTimeout(timer);
    call.signal.removeEventListener('abort', follow);
    controller.abort(reason);
  };
  if (call.signal.aborted) {
    follow();
  } else {
    call.signal.addEventListener('abort', follow, { once: true });
  }
  return {
    signal: controller.signal,
    end: () => finish(new TidemarkError('cancelled', 'The request has been answered already.')),
  };
}

/**
 * What was thrown under a signal: where the signal was aborted, that is the cause, whatever a library made of it.
 */
export function errorUnder(signal: AbortSignal, thrown: unknown): TidemarkError {
  return TidemarkError.from(signal.aborted && signal.reason instanceof TidemarkError ? signal.reason : thrown);
}
