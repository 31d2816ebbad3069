import type { FeatureSummary } from '../../model/frames';
import * as format from '../shared/format';
import { plural, t } from '../shared/translate';
import type { BinText } from './binText';
import type { BinRow } from './binRow';

/** One bin: what of it is drawn, and, when somebody points at it, all that can be said of it. */
export interface BinView extends BinText {
  readonly lower: number | null;
  readonly upper: number | null;
  /** Open on one side: what lies beyond the outermost edge. */
  readonly overflow: 'below' | 'above' | null;
  /** A category of the current window that the reference never saw. */
  readonly unseen: boolean;
  /** A category of the reference that the current window has none of. */
  readonly vanished: boolean;
  /** `never seen in the reference`, and which categories those are where the bin collects several. */
  readonly unseenText: string;
  readonly reference: number | null;
  readonly current: number | null;
  readonly referenceCount: number | null;
  readonly currentCount: number | null;
  readonly referenceText: string;
  readonly currentText: string;
  /** How the share changed, in words: `+17.8 points, 2.4 times as common`. */
  readonly changeText: string;
  /** This bin's share of PSI; null where it is not known. */
  readonly share: number | null;
  readonly shareText: string;
  /** Marked: one of the bins that explain the drift. */
  readonly cause: boolean;
  /** More now than expected, or less; null where both are the same or one is not known. */
  readonly direction: 'more' | 'less' | null;
  /** All of the above for somebody who listens. */
  readonly sentence: string;
}

export type Unseen = NonNullable<FeatureSummary['unseen']>;

export interface BinContext {
  readonly kind: 'numeric' | 'categorical';
  readonly share: number | null;
  readonly cause: boolean;
  readonly verdict: FeatureSummary['verdict'] | null;
  /** The categories that the bin collects, where it is the one for those never seen. */
  readonly collected: Unseen;
}

export function toBinView(row: BinRow, text: BinText, context: BinContext): BinView {
  return new Bin(row, text, context);
}

/** A class, and not an object that is spread together: there are thousands of them, and most are never pointed at. */
class Bin implements BinView {
  readonly label: string;
  readonly lowerText?: string;
  readonly upperText?: string;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly overflow: BinView['overflow'];
  readonly unseen: boolean;
  readonly vanished: boolean;
  readonly reference: number | null;
  readonly current: number | null;
  readonly referenceCount: number | null;
  readonly currentCount: number | null;
  readonly share: number | null;
  readonly cause: boolean;
  readonly direction: BinView['direction'];
  readonly #text: BinText;
  readonly #context: BinContext;

  constructor(row: BinRow, text: BinText, context: BinContext) {
    const { lower, upper, reference, current, referenceCount, currentCount } = row;
    const numeric = context.kind === 'numeric';
    const before = referenceCount ?? reference;
    const now = currentCount ?? current;
    this.#text = text;
    this.#context = context;
    this.label = text.label;
    if (text.lowerText !== undefined) {
      this.lowerText = text.lowerText;
    }
    if (text.upperText !== undefined) {
      this.upperText = text.upperText;
    }
    this.lower = lower;
    this.upper = upper;
    this.overflow = !numeric || (lower === null) === (upper === null) ? null : lower === null ? 'below' : 'above';
    this.unseen = !numeric && before === 0 && (now ?? 0) > 0;
    // A window without values has lost no category, it has none.
    this.vanished = !numeric && current !== null && now === 0 && (before ?? 0) > 0;
    this.reference = reference;
    this.current = current;
    this.referenceCount = referenceCount;
    this.currentCount = currentCount;
    this.share = context.share;
    this.cause = context.cause;
    this.direction =
      reference === null || current === null || reference === current ? null : current > reference ? 'more' : 'less';
  }

  get condition(): string {
    return this.#text.condition;
  }

  get spoken(): string {
    return this.#text.spoken;
  }

  get unseenText(): string {
    return this.unseen ? unseenSentence(this.#context.collected) : '';
  }

  get referenceText(): string {
    return amountText(this.reference, this.referenceCount);
  }

  get currentText(): string {
    return amountText(this.current, this.currentCount);
  }

  get changeText(): string {
    return change(this.reference, this.current);
  }

  get shareText(): string {
    return shareSentence(this.#context);
  }

  get sentence(): string {
    return [
      t('bin.sentence', '{{bin}}: reference {{reference}}, current {{current}}', {
        bin: this.spoken,
        reference: this.referenceText,
        current: this.currentText,
      }),
      this.unseen ? this.unseenText : this.changeText,
      this.vanished ? vanishedSentence() : '',
      this.shareText,
    ]
      .filter((part) => part !== '')
      .join('; ')
      .concat('.');
  }
}

/** Several bins as one: the categories for which there is no row. */
export function restOf(bins: readonly BinView[], verdict: BinContext['verdict']): BinView {
  const sum = (pick: (bin: BinView) => number | null): number | null =>
    bins.reduce<number | null>((all, bin) => {
      const value = pick(bin);
      return all === null || value === null ? null : all + value;
    }, 0);
  const label = plural('bin.rest', bins.length, { one: '{{count}} other', other: '{{count}} others' });
  const named = bins
    .slice(0, NAMED)
    .map((bin) => bin.label)
    .join(', ');
  const condition = bins.length > NAMED ? `${label}: ${named}, …` : `${label}: ${named}`;
  return toBinView(
    {
      bin: label,
      lower: null,
      upper: null,
      reference: sum(({ reference }) => reference),
      current: sum(({ current }) => current),
      referenceCount: sum(({ referenceCount }) => referenceCount),
      currentCount: sum(({ currentCount }) => currentCount),
      contribution: null,
    },
    { label, condition, spoken: condition },
    { kind: 'categorical', share: sum(({ share }) => share), cause: false, verdict, collected: [] }
  );
}

const NAMED = 4;

function unseenSentence(collected: Unseen): string {
  if (collected.length < 2) {
    return t('bin.unseen', 'never seen in the reference');
  }
  const named = collected
    .slice(0, NAMED)
    .map(({ category, count }) => `${category === '' ? t('bin.empty', '(empty)') : category} (${format.count(count)})`)
    .join(', ');
  const more = collected.length - NAMED;
  return more > 0
    ? plural(
        'bin.unseen-and-more',
        more,
        {
          one: 'never seen in the reference: {{named}} and {{count}} more',
          other: 'never seen in the reference: {{named}} and {{count}} more',
        },
        { named }
      )
    : t('bin.unseen-named', 'never seen in the reference: {{named}}', { named });
}

export function vanishedSentence(): string {
  return t('bin.vanished', 'not seen in the current window');
}

function amountText(share: number | null, count: number | null): string {
  if (share === null) {
    return count === null || count === 0 ? t('bin.no-values', 'no values') : format.count(count);
  }
  return count === null ? format.percent(share) : `${format.percent(share)} (${format.count(count)})`;
}

function change(reference: number | null, current: number | null): string {
  if (reference === null || current === null) {
    return '';
  }
  const points = (current - reference) * 100;
  if (Math.abs(points) < 0.05) {
    return t('bin.no-change', 'no change');
  }
  const difference = t('bin.points', '{{points}} points', { points: format.signed(points, 1) });
  if (reference === 0 || current === 0) {
    return difference;
  }
  const factor = current / reference;
  if (factor >= 1.5) {
    return t('bin.more-common', '{{difference}}, {{factor}} times as common', {
      difference,
      factor: format.compact(factor, 2),
    });
  }
  return factor <= 1 / 1.5
    ? t('bin.rarer', '{{difference}}, {{factor}} times rarer', { difference, factor: format.compact(1 / factor, 2) })
    : difference;
}

function shareSentence({ share, verdict }: BinContext): string {
  if (share === null) {
    return '';
  }
  // What is no drift is not to be called one, however large the part of it.
  return verdict === 'drift' || verdict === 'warning'
    ? t('bin.share-of-drift', '{{share}} of the drift', { share: format.percent(share) })
    : t('bin.share-of-difference', '{{share}} of the difference', { share: format.percent(share) });
}
