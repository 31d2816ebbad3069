import { type Answer, answered, noAnswer } from '../answer';
import { faultOfNamedCounts } from '../proportion/counts';

/** One window of the past: how many predictions it holds, and how many of them have a label by now. */
export interface LabelledWindow {
  /** Where it ends, in seconds of any clock, the same as `now`. */
  readonly end: number;
  readonly predictions: number;
  readonly labelled: number;
}

export interface CompletenessOptions {
  /** The share of labels from which a window is complete; by default 0.95. */
  readonly complete?: number;
  /**
   * How late labels are: of those that ever come, `share` have come `seconds` after the prediction. Rising in both.
   * With it, a window in which labels never come for all is complete once those that are to be expected have come.
   */
  readonly delays?: ReadonlyArray<{ readonly seconds: number; readonly share: number }>;
}

export interface WindowCompleteness extends LabelledWindow {
  /** labelled / predictions; null where there is no prediction. */
  readonly share: number | null;
  /** Of the labels that will ever come, the share that should be there by now; null without `delays`. */
  readonly expected: number | null;
  readonly complete: boolean;
  readonly reason: string;
}

/** The share of labels that have come after so long, by straight lines between the known points. */
function arrived(delays: NonNullable<CompletenessOptions['delays']>, seconds: number): number {
  let before = { seconds: 0, share: 0 };
  for (const point of delays) {
    if (seconds < point.seconds) {
      return (
        before.share + ((point.share - before.share) * (seconds - before.seconds)) / (point.seconds - before.seconds)
      );
    }
    before = point;
  }
  return before.share;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/**
 * How complete are the labels of each window? Metrics of a window whose labels are still coming speak of the early ones
 * alone, and those are seldom like the others (a fraud is found late, a good payment never).
 *
 * A window is complete once the share of labels reaches `complete`; with `delays`, once its youngest predictions are old
 * enough that this share of their labels must have come. `now` is passed in. Never complete: a window that has not
 * ended, or without predictions. O(windows x delays).
 *
 * @example
 * labelCompleteness([{ end: 100, predictions: 50, labelled: 49 }], 200).value[0].complete // => true
 */
export function labelCompleteness(
  windows: readonly LabelledWindow[],
  now: number,
  options: CompletenessOptions = {}
): Answer<readonly WindowCompleteness[]> {
  const { complete: enough = 0.95, delays } = options;
  if (!(enough > 0 && enough <= 1)) {
    throw new RangeError(`a share of ${enough}: windows are complete from a share above 0, up to 1`);
  }
  const rising = (delays ?? []).every(({ seconds, share }, i) => {
    const before = i === 0 ? { seconds: 0, share: 0 } : (delays?.[i - 1] as { seconds: number; share: number });
    return Number.isFinite(seconds) && seconds > before.seconds && share >= before.share && share <= 1;
  });
  if (!rising || delays?.length === 0) {
    return noAnswer('invalid_edges', 'The delays of labels must rise, in seconds above 0 and in shares up to 1.');
  }
  const results: WindowCompleteness[] = [];
  for (const { end, predictions, labelled } of windows) {
    const fault = faultOfNamedCounts({ predictions, labelled });
    if (fault !== null) {
      return fault;
    }
    if (labelled > predictions || !Number.isFinite(end) || !Number.isFinite(now)) {
      return noAnswer(
        'invalid_count',
        `${labelled} labels for ${predictions} predictions in a window that ends at ${end}.`
      );
    }
    const share = predictions > 0 ? labelled / predictions : null;
    const expected = delays === undefined ? null : arrived(delays, Math.max(0, now - end));
    const of = { end, predictions, labelled, share, expected };
    if (share === null) {
      results.push({ ...of, complete: false, reason: 'No prediction was made in it.' });
    } else if (end > now) {
      results.push({ ...of, complete: false, reason: 'It has not ended yet.' });
    } else if (share >= enough) {
      results.push({ ...of, complete: true, reason: `${percent(share)} of its predictions have a label.` });
    } else if (expected !== null && expected >= enough) {
      const reason = `${percent(share)} of its predictions have a label, and ${percent(expected)} of all that ever come must have come by now.`;
      results.push({ ...of, complete: true, reason });
    } else {
      const reason = `Only ${percent(share)} of its predictions have a label: ${percent(enough)} are wanted, wait.`;
      results.push({ ...of, complete: false, reason });
    }
  }
  return answered(results);
}

/**
 * The windows whose labels are complete: those that metrics may be computed over. None of them gives no answer.
 *
 * @example
 * completeWindows([{ end: 1, predictions: 4, labelled: 4 }, { end: 2, predictions: 4, labelled: 1 }], 9).value.length // => 1
 */
export function completeWindows(
  windows: readonly LabelledWindow[],
  now: number,
  options?: CompletenessOptions
): Answer<readonly WindowCompleteness[]> {
  const all = labelCompleteness(windows, now, options);
  if (!all.ok) {
    return all;
  }
  const complete = all.value.filter((window) => window.complete);
  return complete.length > 0
    ? answered(complete)
    : noAnswer(
        'no_labels',
        'No window has its labels complete yet: look further back, or at the estimated performance.'
      );
}

/**
 * Between what the accuracy of a window must lie, whatever the labels that are still missing say (Manski 1989): all of
 * them wrong, or all of them right. O(1).
 *
 * @example
 * accuracyBounds({ predictions: 100, labelled: 80, right: 72 }).value // => { lower: 0.72, upper: 0.92 }
 */
export function accuracyBounds(counts: {
  readonly predictions: number;
  readonly labelled: number;
  readonly right: number;
}): Answer<{ readonly lower: number; readonly upper: number }> {
  const { predictions, labelled, right } = counts;
  const fault = faultOfNamedCounts({ predictions, labelled, right });
  if (fault !== null) {
    return fault;
  }
  if (right > labelled || labelled > predictions) {
    return noAnswer(
      'invalid_count',
      `${right} right of ${labelled} labelled of ${predictions}: a part exceeds its whole.`
    );
  }
  return predictions > 0
    ? answered({ lower: right / predictions, upper: 1 - (labelled - right) / predictions })
    : noAnswer('empty_current', 'The window holds no prediction: widen it.');
}
