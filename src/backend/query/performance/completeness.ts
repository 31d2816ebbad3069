import {
  labelCompleteness,
  type CompletenessOptions,
  type LabelDelays,
  type WindowCompleteness,
} from '../../../engine';
import { formatDuration, parseDuration, type ModelSettings } from '../../../model';
import type { Evidence } from './evidence';
import type { EvidenceWindow, Material } from './material';

/** How late labels are, in which form ever that is known. */
export interface LabelLateness {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly options: CompletenessOptions;
  /** Why labels that are not there yet will never be, where enough time has passed. */
  readonly because: string;
  /** Whether a share of the labels to be expected by now is known, and not only when all of them are there. */
  readonly isMeasured: boolean;
  /** Why it is not known; undefined where it is. */
  readonly unknown: string | undefined;
}

const JUST_BEFORE = 1 - 1e-9;

/** Up to the delay of the settings no label need be there, and after it all that ever come are. */
function fromSettings(delayMs: number): CompletenessOptions {
  const seconds = delayMs / 1000;
  return {
    delays: [
      { seconds: seconds * JUST_BEFORE, share: 0 },
      { seconds, share: 1 },
    ],
  };
}

/** What the settings say of it, else what was measured on the reference. */
export function latenessOf(
  { labels }: Pick<ModelSettings, 'labels'>,
  { delays, labelsAtOnce }: Pick<Material, 'delays' | 'labelsAtOnce'>,
  now: number
): LabelLateness {
  const set = labels === undefined ? undefined : parseDuration(labels.delay);
  if (set !== undefined) {
    return {
      now,
      options: fromSettings(set),
      because: `the settings say that labels take ${formatDuration(set)}`,
      isMeasured: false,
      unknown: undefined,
    };
  }
  if (labelsAtOnce) {
    // The window that ends now is as complete as it will ever be.
    return {
      now: now + 2_000,
      options: fromSettings(1),
      because: 'the counter has a label for it at once or never',
      isMeasured: false,
      unknown: undefined,
    };
  }
  if (delays?.ok === true) {
    const { delays: known }: LabelDelays = delays.value;
    return {
      now,
      options: { delays: known },
      because: 'those of the reference came sooner',
      isMeasured: true,
      unknown: undefined,
    };
  }
  return {
    now,
    options: {},
    because: 'nearly all are there',
    isMeasured: false,
    unknown: delays?.detail ?? 'No reference was read to measure it on.',
  };
}

/** How complete the labels of each window are by now. */
export function completenessOf(
  windows: ReadonlyArray<{ readonly end: number } & Pick<Evidence, 'rows' | 'labelled'>>,
  { now, options, isMeasured }: LabelLateness
): readonly WindowCompleteness[] {
  const counts = windows.map(({ end, rows, labelled }) => ({
    end: end / 1000,
    predictions: rows,
    // Counts that increase() extrapolates may part in the last places.
    labelled: Math.min(labelled, rows),
  }));
  const answer = labelCompleteness(counts, now / 1000, options);
  return answer.ok
    ? answer.value.map((window) => (isMeasured ? window : { ...window, expected: null }))
    : counts.map((window) => ({ ...window, share: null, expected: null, complete: false, reason: answer.detail }));
}

/** What is known of the labels of a window. */
export interface JudgedWindow extends EvidenceWindow {
  readonly completeness: WindowCompleteness;
}

export function judged(windows: readonly EvidenceWindow[], lateness: LabelLateness): readonly JudgedWindow[] {
  const counts = windows.map(({ end, evidence }) => {
    const { rows, labelled } = evidence();
    return { end, rows, labelled };
  });
  const known = completenessOf(counts, lateness);
  return windows.flatMap((window, i) => {
    const completeness = known[i];
    return completeness === undefined ? [] : [{ ...window, completeness }];
  });
}
