import type { Verdict } from '../engine';

/**
 * How a verdict looks wherever a person meets it: one word, one sentence, one icon, one colour (names of Grafana's
 * badges and icons), so that a panel and a page never call the same thing by two names. Never the colour alone.
 */
export const VERDICT_LOOK = {
  drift: {
    word: 'Drift',
    sentence: 'Moved by more than the drift threshold, and by more than chance explains.',
    color: 'red',
    icon: 'exclamation-circle',
  },
  warning: {
    word: 'Warning',
    sentence: 'Moved by more than the warning threshold, and by more than chance explains.',
    color: 'orange',
    icon: 'exclamation-triangle',
  },
  insufficient: {
    word: 'Not enough data',
    sentence: 'Too few observations to show a drift of the size of the threshold. This is not the same as OK.',
    color: 'darkgrey',
    icon: 'question-circle',
  },
  ok: {
    word: 'OK',
    sentence: 'Nothing beyond what chance gives, or too small to matter.',
    color: 'green',
    icon: 'check-circle',
  },
} as const satisfies Record<Verdict, { word: string; sentence: string; color: string; icon: string }>;

/** The order in which a person wants to see them: what drifts first. */
export const VERDICTS_BY_GRAVITY = ['drift', 'warning', 'insufficient', 'ok'] as const satisfies readonly Verdict[];
