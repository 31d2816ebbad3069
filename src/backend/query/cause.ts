import { proportions, type Bin, type DriftScoreId } from '../../engine';
import type { ComparedFeature } from './compare';

/** What a rule says of the bins in which a feature has moved. */
export interface BinsInWords {
  /** Of all of the drift, how much lies in these. */
  readonly share: number;
  readonly text: string;
}

/** More than so many bins nobody reads in a message, and one that carries less is no cause. */
const MOST_BINS = 3;
const LEAST_SHARE = 0.15;
/** So many names of new categories. */
const MOST_NAMES = 3;

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

function listed(categories: ReadonlyArray<{ readonly category: string }>): string {
  const names = categories.map(({ category }) => category);
  const shown = names.slice(0, MOST_NAMES);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function nameOf(bin: Bin): string {
  if ('categories' in bin) {
    return bin.categories.length === 0
      ? 'categories never seen before'
      : `${listed(bin.categories)} (never seen before)`;
  }
  return bin.label;
}

/** A sentence's list. */
export function inWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** Where the drift of a feature lies: the bins that carry most of its PSI, with their shares of both sides. */
export function binsInWords({ pair, assessment }: ComparedFeature): BinsInWords | undefined {
  if (!pair.ok || !(assessment.referenceCount > 0) || !(assessment.currentCount > 0)) {
    return undefined;
  }
  const before = proportions({ counts: pair.value.reference });
  const now = proportions({ counts: pair.value.current });
  const found = assessment.contributions
    .map(({ bin, share }, i) => ({ bin, share, before: before[i] ?? 0, now: now[i] ?? 0 }))
    .sort((a, b) => b.share - a.share)
    .filter(({ share }, i) => i === 0 || share >= LEAST_SHARE)
    .slice(0, MOST_BINS);
  const share = found.reduce((all, one) => all + one.share, 0);
  return share > 0
    ? {
        share: Math.min(1, share),
        text: inWords(found.map((one) => `${nameOf(one.bin)} (${percent(one.now)}, after ${percent(one.before)})`)),
      }
    : undefined;
}

/** The names of categories that the reference never had. */
function newNames({ pair }: ComparedFeature): string | undefined {
  const last = pair.ok ? pair.value.bins.at(-1) : undefined;
  return last !== undefined && 'categories' in last && last.categories.length > 0 ? listed(last.categories) : undefined;
}

/** The same for any score: what is known of it beyond its number. */
export function whereOf(row: ComparedFeature, score: DriftScoreId): BinsInWords | undefined {
  if (score === 'new_categories') {
    const names = newNames(row);
    return names === undefined ? undefined : { share: 1, text: names };
  }
  return score === 'missing_rate' || score === 'out_of_range' ? undefined : binsInWords(row);
}
