import type { DataFrame } from '@grafana/data';
import { scores as catalogue } from '../../engine/score/catalogue';
import type { ScoreId } from '../../engine/score/definition';
import type { FeatureSummary } from '../../model/frames';
import { VERDICT_LOOK } from '../../model/verdicts';
import { binTexts, type BinText } from './binText';
import { causes, contributionShares } from './causes';
import * as format from '../shared/format';
import type { DistributionOptions, Sort } from './options';
import { readFrames, type BinRow, type FeatureRows, type FramesRead } from './readFrames';

export type Verdict = FeatureSummary['verdict'];

export interface BinView extends BinText {
  readonly lower: number | null;
  readonly upper: number | null;
  /** Open on one side: what lies beyond the outermost edge. */
  readonly overflow: 'below' | 'above' | null;
  /** A category of the current window that the reference never saw. */
  readonly unseen: boolean;
  /** `never seen in the reference`, and which categories those are where the bin collects several. */
  readonly unseenText: string;
  readonly reference: number | null;
  readonly current: number | null;
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

export interface ScoreView {
  readonly id: string;
  readonly label: string;
  /** For the narrow line of a card. */
  readonly short: string;
  readonly value: number | null;
  /** `0.412`, or a dash. */
  readonly text: string;
  /** Where buckets only bound the value: between what it lies. */
  readonly boundsText: string | undefined;
  /** What a high value means, or why there is none. */
  readonly explanation: string;
}

export interface FeatureView {
  readonly key: string;
  readonly name: string;
  /** Group labels, and the query where two answer the same feature. */
  readonly tags: readonly string[];
  readonly kind: 'numeric' | 'categorical';
  /** Null where the data does not say. */
  readonly verdict: Verdict | null;
  readonly reason: string;
  readonly scores: readonly ScoreView[];
  readonly significanceText: string | undefined;
  readonly referenceCount: number | null;
  readonly currentCount: number | null;
  readonly sizesText: string;
  readonly bins: readonly BinView[];
  /** Why there is no chart. */
  readonly emptyText: string | undefined;
  readonly repairs: readonly string[];
  /** The chart in one paragraph, for somebody who does not see it. */
  readonly summary: string;
}

export type ViewModel =
  | { readonly state: 'message'; readonly tone: 'info' | 'error'; readonly title: string; readonly text: string }
  | {
      readonly state: 'features';
      readonly features: readonly FeatureView[];
      readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
      readonly referenceText: string;
      /** Sentences above the charts: frames that were left out. */
      readonly notices: readonly string[];
    };

/** The whole of what the panel shows, from frames and options alone. O(rows). */
export function toViewModel(frames: readonly DataFrame[], options: DistributionOptions): ViewModel {
  const read = readFrames(frames);
  if (read.features.length === 0) {
    return nothingToDraw(frames, read);
  }
  const repeated = repeatedKeys(read.features);
  const features = sortFeatures(
    read.features.map((feature) => toFeatureView(feature, options, repeated.has(keyOf(feature)))),
    options.sort
  );
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of features) {
    if (verdict !== null) {
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    }
  }
  return {
    state: 'features',
    features,
    verdicts,
    referenceText: read.referenceText ?? '',
    notices: read.foreign.map(
      ({ name, missing }) => `“${name}” is no distribution (it has no field ${list(missing)}) and is left out.`
    ),
  };
}

const HOW_TO_ASK = 'In the query, choose the kind “Distribution” of a Tidemark data source.';

function nothingToDraw(frames: readonly DataFrame[], read: FramesRead): ViewModel {
  const [foreign] = read.foreign;
  if (foreign !== undefined) {
    return {
      state: 'message',
      tone: 'info',
      title: 'This query answers no distribution',
      text: `The panel draws a row a feature and bin, and “${foreign.name}” has no field ${list(foreign.missing)}. ${HOW_TO_ASK}`,
    };
  }
  return frames.length === 0
    ? { state: 'message', tone: 'info', title: 'No data', text: `Nothing was answered. ${HOW_TO_ASK}` }
    : {
        state: 'message',
        tone: 'info',
        title: 'No data',
        text: 'The query answered no rows: check its model, features and filters, and that the time range holds data.',
      };
}

function list(names: readonly string[]): string {
  const quoted = names.map((name) => `“${name}”`);
  return quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}` : (quoted[0] ?? '');
}

function keyOf({ feature, group }: FeatureRows): string {
  return JSON.stringify([feature, group]);
}

function repeatedKeys(features: readonly FeatureRows[]): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const feature of features) {
    const key = keyOf(feature);
    (seen.has(key) ? repeated : seen).add(key);
  }
  return repeated;
}

/* ---------- one feature ---------- */

function toFeatureView(read: FeatureRows, options: DistributionOptions, showQuery: boolean): FeatureView {
  const { feature, group, summary } = read;
  const rows = withProportions(read.rows);
  const kind = summary?.kind ?? kindOf(rows);
  const verdict = summary?.verdict ?? null;
  const psi = sumOfContributions(rows);
  const shares = contributionShares(rows.map(({ contribution }) => contribution));
  const marked = marksCauses(verdict, psi) ? causes(shares) : new Set<number>();
  const name = feature === '' ? '(no name)' : feature;
  const collected = kind === 'categorical' ? (summary?.unseen ?? []) : [];
  const texts = binTexts(withOnlyUnseen(rows, collected), kind, name);

  const bins = rows.map((row, index) =>
    toBinView(row, texts[index] ?? { label: row.bin, condition: row.bin, spoken: row.bin }, {
      kind,
      share: shares[index] ?? null,
      cause: marked.has(index),
      verdict,
      collected: index === rows.length - 1 ? collected : [],
    })
  );
  const scores = scoreViews(summary, psi, options.scores);
  const referenceCount = summary?.referenceCount ?? sumOf(rows, 'referenceCount');
  const currentCount = summary?.currentCount ?? sumOf(rows, 'currentCount');
  const reason = summary?.reason ?? '';
  const view = {
    key: JSON.stringify([read.refId, feature, group]),
    name,
    tags: [
      ...Object.entries(group).map(([label, value]) => `${label}=${value === '' ? '(none)' : value}`),
      ...(showQuery && read.refId !== '' ? [`query ${read.refId}`] : []),
    ],
    kind,
    verdict,
    reason,
    scores,
    significanceText: significanceText(summary),
    referenceCount,
    currentCount,
    sizesText: sizesText(referenceCount, currentCount),
    bins,
    emptyText: emptyText(bins, reason),
    repairs: summary?.repairs ?? [],
  };
  return { ...view, summary: summarise(view) };
}

/** Where a frame has counts and no proportions, the proportions follow. */
function withProportions(rows: readonly BinRow[]): BinRow[] {
  const reference = sumOf(rows, 'referenceCount');
  const current = sumOf(rows, 'currentCount');
  const part = (count: number | null, all: number | null) =>
    count !== null && all !== null && all > 0 ? count / all : null;
  return rows.map((row) => ({
    ...row,
    reference: row.reference ?? part(row.referenceCount, reference),
    current: row.current ?? part(row.currentCount, current),
  }));
}

/** Null where any is missing: a sum over a part would pass for the whole. */
function sumOf(rows: readonly BinRow[], name: 'referenceCount' | 'currentCount' | 'contribution'): number | null {
  let sum = 0;
  for (const row of rows) {
    const value = row[name];
    if (value === null) {
      return null;
    }
    sum += value;
  }
  return rows.length > 0 ? sum : null;
}

/** PSI is additive: its terms sum to it. */
function sumOfContributions(rows: readonly BinRow[]): number | null {
  return sumOf(rows, 'contribution');
}

function kindOf(rows: readonly BinRow[]): 'numeric' | 'categorical' {
  return rows.some(({ lower, upper }) => lower !== null || upper !== null) ? 'numeric' : 'categorical';
}

/** In what is `ok`, or cannot be told, the largest term is the largest noise: nothing is marked. */
function marksCauses(verdict: Verdict | null, psi: number | null): boolean {
  if (verdict !== null) {
    return verdict === 'drift' || verdict === 'warning';
  }
  return psi !== null && psi >= (catalogue.psi.thresholds?.warning ?? Infinity);
}

function significanceText(summary: FeatureSummary | undefined): string | undefined {
  if (summary === undefined || summary.pValue === null) {
    return undefined;
  }
  const adjusted = summary.pAdjusted === null ? '' : `, ${format.pValue(summary.pAdjusted)} over all features`;
  return `p ${format.pValue(summary.pValue)}${adjusted}`;
}

function sizesText(reference: number | null, current: number | null): string {
  const text = (value: number | null) => (value === null ? '?' : format.shortCount(value));
  return reference === null && current === null ? '' : `${text(reference)} → ${text(current)}`;
}

function emptyText(bins: readonly BinView[], reason: string): string | undefined {
  if (bins.some(({ reference, current }) => reference !== null || current !== null)) {
    return undefined;
  }
  return reason === '' ? 'Neither the reference nor the current window has values of this feature.' : reason;
}

/* ---------- scores ---------- */

const SHORT_LABELS: Readonly<Record<ScoreId, string>> = {
  psi: 'PSI',
  kl: 'KL',
  js: 'JS',
  hellinger: 'Hellinger',
  total_variation: 'TV',
  l_infinity: 'L∞',
  ks: 'KS',
  wasserstein: 'W₁',
  chi_square: 'χ²',
  symmetric_kl: 'KL↔',
  overlap: 'Overlap',
  prs: 'PRS',
  g_test: 'G',
  cramers_v: 'V',
  cramer_von_mises: 'CvM',
  anderson_darling: 'AD',
  energy: 'Energy',
  mean_shift: 'Δ mean',
  std_shift: 'Δ std',
  quantile_shift: 'Δ quantile',
  missing_rate: 'Δ missing',
  out_of_range: 'Out of range',
  new_categories: 'New',
  vanished_categories: 'Vanished',
  rare_categories: 'Δ rare',
  cardinality: 'Δ distinct',
};

function isScoreId(id: string): id is ScoreId {
  return Object.hasOwn(catalogue, id);
}

function scoreViews(
  summary: FeatureSummary | undefined,
  psi: number | null,
  wanted: readonly string[]
): readonly ScoreView[] {
  // Without a summary the one score that the bins themselves give is PSI.
  const given: FeatureSummary['scores'] = summary?.scores ?? (psi === null ? [] : [{ id: 'psi', value: psi }]);
  return given
    .filter(({ id }) => wanted.length === 0 || wanted.includes(id))
    .map(({ id, value, lower, upper, why }) => {
      const definition = isScoreId(id) ? catalogue[id] : undefined;
      return {
        id,
        label: definition?.label ?? id,
        short: isScoreId(id) ? SHORT_LABELS[id] : id,
        value,
        text: value === null ? '–' : format.score(value),
        boundsText: value === null ? undefined : boundsText(lower, upper),
        explanation: value === null ? (why ?? 'It cannot be computed.') : (definition?.explanation ?? ''),
      };
    });
}

function boundsText(lower: number | undefined, upper: number | undefined): string | undefined {
  if (lower !== undefined && upper !== undefined) {
    return `Known from buckets to lie between ${format.score(lower)} and ${format.score(upper)}.`;
  }
  if (lower !== undefined) {
    return `Known from buckets to be at least ${format.score(lower)}.`;
  }
  return upper === undefined ? undefined : `Known from buckets to be at most ${format.score(upper)}.`;
}

/* ---------- bins ---------- */

interface BinContext {
  readonly kind: 'numeric' | 'categorical';
  readonly share: number | null;
  readonly cause: boolean;
  readonly verdict: Verdict | null;
  /** The categories that the bin collects, where it is the one for those never seen. */
  readonly collected: Unseen;
}

type Unseen = NonNullable<FeatureSummary['unseen']>;

/** A bin that collects one category alone is that category, and is called by its name. */
function withOnlyUnseen(rows: readonly BinRow[], collected: Unseen): readonly BinRow[] {
  const [category] = collected;
  return category === undefined || collected.length > 1
    ? rows
    : rows.map((row, index) => (index === rows.length - 1 ? { ...row, bin: category.category } : row));
}

const NAMED = 4;

function unseenSentence(collected: Unseen): string {
  if (collected.length < 2) {
    return 'never seen in the reference';
  }
  const named = collected
    .slice(0, NAMED)
    .map(({ category, count }) => `${category === '' ? '(empty)' : category} (${format.count(count)})`);
  const more = collected.length > NAMED ? ` and ${collected.length - NAMED} more` : '';
  return `never seen in the reference: ${named.join(', ')}${more}`;
}

function toBinView(row: BinRow, text: BinText, context: BinContext): BinView {
  const { lower, upper, reference, current } = row;
  const numeric = context.kind === 'numeric';
  const overflow = !numeric || (lower === null) === (upper === null) ? null : lower === null ? 'below' : 'above';
  const inReference = row.referenceCount ?? reference;
  const unseen = !numeric && inReference === 0 && (row.currentCount ?? current ?? 0) > 0;
  const unseenText = unseen ? unseenSentence(context.collected) : '';
  const referenceText = amountText(reference, row.referenceCount);
  const currentText = amountText(current, row.currentCount);
  const changeText = change(reference, current);
  const shareText = shareSentence(context);
  return {
    ...text,
    lower,
    upper,
    overflow,
    unseen,
    unseenText,
    reference,
    current,
    referenceText,
    currentText,
    changeText,
    share: context.share,
    shareText,
    cause: context.cause,
    direction:
      reference === null || current === null || reference === current ? null : current > reference ? 'more' : 'less',
    sentence: [
      `${text.spoken}: reference ${referenceText}, current ${currentText}`,
      unseen ? unseenText : changeText,
      shareText,
    ]
      .filter((part) => part !== '')
      .join('; ')
      .concat('.'),
  };
}

function amountText(share: number | null, count: number | null): string {
  if (share === null) {
    return count === null || count === 0 ? 'no values' : format.count(count);
  }
  return count === null ? format.percent(share) : `${format.percent(share)} (${format.count(count)})`;
}

function change(reference: number | null, current: number | null): string {
  if (reference === null || current === null) {
    return '';
  }
  const points = (current - reference) * 100;
  if (Math.abs(points) < 0.05) {
    return 'no change';
  }
  const difference = `${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)} points`;
  if (reference === 0 || current === 0) {
    return difference;
  }
  const factor = current / reference;
  if (factor >= 1.5) {
    return `${difference}, ${format.compact(factor, 2)} times as common`;
  }
  return factor <= 1 / 1.5 ? `${difference}, ${format.compact(1 / factor, 2)} times rarer` : difference;
}

function shareSentence({ share, verdict }: BinContext): string {
  if (share === null) {
    return '';
  }
  // What is no drift is not to be called one, however large the part of it.
  const whole = verdict === 'drift' || verdict === 'warning' ? 'the drift' : 'the difference';
  return `${format.percent(share)} of ${whole}`;
}

/* ---------- words and order ---------- */

function summarise(view: Omit<FeatureView, 'summary'>): string {
  const marked = view.bins.filter(({ cause }) => cause).map(({ label, shareText }) => `${label} (${shareText})`);
  const size = (count: number | null) => (count === null ? 'an unknown number of' : format.count(count));
  return [
    `${[view.name, ...view.tags].join(', ')}: ${view.verdict === null ? 'no verdict' : VERDICT_LOOK[view.verdict].word}.`,
    view.scores.map(({ label, text, value }) => `${label} ${value === null ? 'not available' : text}`).join(', '),
    `${size(view.referenceCount)} values in the reference, ${size(view.currentCount)} now.`,
    marked.length > 0 ? `The change lies in ${marked.join(', ')}.` : '',
    view.emptyText ?? '',
  ]
    .filter((part) => part !== '')
    .map((part) => (part.endsWith('.') ? part : `${part}.`))
    .join(' ');
}

const RANK: Readonly<Record<Verdict, number>> = { drift: 0, warning: 1, insufficient: 2, ok: 4 };
const RANK_WITHOUT_VERDICT = 3;

function sortFeatures(features: FeatureView[], sort: Sort): FeatureView[] {
  if (sort === 'given') {
    return features;
  }
  const byName = (a: FeatureView, b: FeatureView) =>
    a.name.localeCompare(b.name, 'en', { numeric: true }) ||
    a.tags.join().localeCompare(b.tags.join(), 'en', { numeric: true });
  const rank = ({ verdict }: FeatureView) => (verdict === null ? RANK_WITHOUT_VERDICT : RANK[verdict]);
  const worst = ({ scores }: FeatureView) => {
    const first = scores.find(({ value }) => value !== null);
    const falls = first !== undefined && isScoreId(first.id) && catalogue[first.id].direction === 'lower_is_more_drift';
    return (falls ? -(first.value ?? Infinity) : first?.value) ?? -Infinity;
  };
  const byWorst = (a: FeatureView, b: FeatureView) => {
    const [left, right] = [worst(a), worst(b)];
    return rank(a) - rank(b) || (left === right ? 0 : right > left ? 1 : -1) || byName(a, b);
  };
  return features.toSorted(sort === 'name' ? byName : byWorst);
}
