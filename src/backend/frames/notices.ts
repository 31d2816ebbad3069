import { describeRepair, type Repair, type RepairKind } from '../../engine';
import type { Notice } from './frame';

/** Repairs that change how far a number can be trusted; the others only tell how it was made. */
const WARNINGS: ReadonlySet<RepairKind> = new Set([
  'interpolated',
  'forced_monotone',
  'negative_counts_clipped',
  'unseen_categories_folded',
]);

const MOST_NAMES = 5;

function named(features: readonly string[]): string {
  const shown = features.slice(0, MOST_NAMES).join(', ');
  return features.length > MOST_NAMES ? `${shown} and ${features.length - MOST_NAMES} more` : shown;
}

/**
 * What was repaired, a notice a kind of repair and not one a feature: "23 features (...)". Where the numbers differ from
 * feature to feature, those of the first stand as the example.
 */
export function repairNotices(
  rows: ReadonlyArray<{ readonly feature: string; readonly repairs: readonly Repair[] }>
): readonly Notice[] {
  const byKind = new Map<RepairKind, Map<string, string>>();
  for (const { feature, repairs } of rows) {
    for (const repair of repairs) {
      const sentences = byKind.get(repair.kind) ?? new Map<string, string>();
      if (!sentences.has(feature)) {
        sentences.set(feature, describeRepair(repair));
      }
      byKind.set(repair.kind, sentences);
    }
  }
  return [...byKind].map(([kind, sentences]) => {
    const features = [...sentences.keys()];
    const [first = ''] = features;
    const sentence = sentences.get(first) ?? '';
    const same = [...sentences.values()].every((text) => text === sentence);
    const text =
      features.length === 1
        ? `${first}: ${sentence}`
        : same
          ? `${features.length} features (${named(features)}): ${sentence}`
          : `${features.length} features (${named(features)}), for example ${first}: ${sentence}`;
    return { severity: WARNINGS.has(kind) ? 'warning' : 'info', text };
  });
}

export function infos(texts: readonly string[]): readonly Notice[] {
  return texts.map((text) => ({ severity: 'info', text }));
}

export function warnings(texts: readonly string[]): readonly Notice[] {
  return texts.map((text) => ({ severity: 'warning', text }));
}

/** Features without an answer, by what stands in the way. */
export function unansweredNotices(
  rows: ReadonlyArray<{ readonly feature: string; readonly why: string | undefined }>
): readonly Notice[] {
  const byReason = new Map<string, Set<string>>();
  for (const { feature, why } of rows) {
    if (why !== undefined) {
      byReason.set(why, (byReason.get(why) ?? new Set()).add(feature));
    }
  }
  return [...byReason].map(([why, features]) => ({ severity: 'warning', text: `${named([...features])}: ${why}` }));
}
