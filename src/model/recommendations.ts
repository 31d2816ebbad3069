import type { Recommendation } from '../engine';

/** How a recommendation on a shadow looks wherever a person meets it. Never the colour alone. */
export const RECOMMENDATION_LOOK = {
  promote: {
    word: 'Promote',
    sentence: 'Shown to be no worse than the margin allows.',
    color: 'green',
    icon: 'check-circle',
  },
  hold: {
    word: 'Hold',
    sentence: 'Neither better nor worse is shown yet.',
    color: 'orange',
    icon: 'pause',
  },
  roll_back: {
    word: 'Roll back',
    sentence: 'Shown to be worse, too slow, or to fail too often.',
    color: 'red',
    icon: 'exclamation-circle',
  },
} as const satisfies Record<Recommendation, { word: string; sentence: string; color: string; icon: string }>;
