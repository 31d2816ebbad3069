import { scores as catalogue } from '../../engine/score/catalogue';
import type { FeatureSummary } from '../../model/frames';
import * as format from '../shared/format';
import { t } from '../shared/translate';
import { verdictWord } from '../shared/verdictWord';
import { binTexts } from './binText';
import { toBinView, type BinView, type Unseen } from './binView';
import { causes, contributionShares } from './causes';
import { lazy } from './lazy';
import type { FeatureRows } from './readFrames';
import type { BinRow } from './binRow';
import type { FeatureOverTime } from './readOverTime';
import { scoreViews, type ScoreView } from './scoreViews';

export type Verdict = FeatureSummary['verdict'];

export interface FeatureView {
  readonly key: string;
  /** As the data has it: what a variable is set to. */
  readonly feature: string;
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
  /** Whether bins that cause the drift are marked. */
  readonly marked: boolean;
  readonly bins: readonly BinView[];
  /** Its windows, where the query answers them. */
  readonly overTime: FeatureOverTime | undefined;
  /** Why there is no chart. */
  readonly emptyText: string | undefined;
  readonly repairs: readonly string[];
  /** The chart in one paragraph, for somebody who does not see it. */
  readonly summary: string;
}

interface Context {
  readonly scores: readonly string[];
  /** Where two queries answer the same feature. */
  readonly showQuery: boolean;
}

/** What is said and drawn of one feature. Bins and sentences are worked out when they are asked for. */
export function toFeatureView(read: FeatureRows, { scores: wanted, showQuery }: Context): FeatureView {
  const { feature, group, summary, overTime } = read;
  const rows = withProportions(read.rows);
  const kind = summary?.kind ?? kindOf(rows);
  const verdict = summary?.verdict ?? null;
  // PSI is additive: its terms sum to it.
  const psi = sumOf(rows, 'contribution');
  const marked = marksCauses(verdict, psi);
  const name = feature === '' ? t('feature.no-name', '(no name)') : feature;
  const referenceCount = summary?.referenceCount ?? sumOf(rows, 'referenceCount');
  const currentCount = summary?.currentCount ?? sumOf(rows, 'currentCount');
  const reason = summary?.reason ?? '';

  const bins = lazy((): readonly BinView[] => {
    const shares = contributionShares(rows.map(({ contribution }) => contribution));
    const found = marked ? causes(shares) : new Set<number>();
    const collected = kind === 'categorical' ? (summary?.unseen ?? []) : [];
    const texts = binTexts(withOnlyUnseen(rows, collected), kind, name);
    return rows.map((row, index) =>
      toBinView(row, texts[index] ?? { label: row.bin, condition: row.bin, spoken: row.bin }, {
        kind,
        share: shares[index] ?? null,
        cause: found.has(index),
        verdict,
        collected: index === rows.length - 1 ? collected : [],
      })
    );
  });
  const view: FeatureView = {
    key: JSON.stringify([read.refId, feature, group]),
    feature,
    name,
    tags: [
      ...Object.entries(group).map(
        ([label, value]) => `${label}=${value === '' ? t('feature.no-value', '(none)') : value}`
      ),
      ...(showQuery && read.refId !== '' ? [t('feature.query', 'query {{refId}}', { refId: read.refId })] : []),
    ],
    kind,
    verdict,
    reason,
    scores: scoreViews(summary, psi, wanted),
    significanceText: significanceText(summary),
    referenceCount,
    currentCount,
    sizesText: sizesText(referenceCount, currentCount),
    marked,
    get bins() {
      return bins();
    },
    overTime,
    emptyText: emptyText(rows, reason),
    repairs: summary?.repairs ?? [],
    get summary() {
      return summarized();
    },
  };
  const summarized = lazy(() => summarize(view));
  return view;
}

/** Where a frame has counts and no proportions, the proportions follow. */
function withProportions(rows: readonly BinRow[]): readonly BinRow[] {
  if (rows.every(({ reference, current }) => reference !== null && current !== null)) {
    return rows;
  }
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

/** A bin that collects one category alone is that category, and is called by its name. */
function withOnlyUnseen(rows: readonly BinRow[], collected: Unseen): readonly BinRow[] {
  const [category] = collected;
  return category === undefined || collected.length > 1
    ? rows
    : rows.map((row, index) => (index === rows.length - 1 ? { ...row, bin: category.category } : row));
}

function significanceText(summary: FeatureSummary | undefined): string | undefined {
  if (summary === undefined || summary.pValue === null) {
    return undefined;
  }
  const p = format.pValue(summary.pValue);
  return summary.pAdjusted === null
    ? t('feature.p', 'p {{p}}', { p })
    : t('feature.p-adjusted', 'p {{p}}, {{adjusted}} over all features', {
        p,
        adjusted: format.pValue(summary.pAdjusted),
      });
}

function sizesText(reference: number | null, current: number | null): string {
  const text = (value: number | null) => (value === null ? '?' : format.shortCount(value));
  return reference === null && current === null ? '' : `${text(reference)} → ${text(current)}`;
}

function emptyText(rows: readonly BinRow[], reason: string): string | undefined {
  if (rows.some(({ reference, current }) => reference !== null || current !== null)) {
    return undefined;
  }
  return reason === ''
    ? t('feature.empty', 'Neither the reference nor the current window has values of this feature.')
    : reason;
}

function summarize(view: Omit<FeatureView, 'summary'>): string {
  const bins = view.marked
    ? view.bins.filter(({ cause }) => cause).map(({ label, shareText }) => `${label} (${shareText})`)
    : [];
  const size = (count: number | null) =>
    count === null ? t('feature.unknown-number', 'an unknown number of') : format.count(count);
  const word = view.verdict === null ? t('feature.no-verdict', 'no verdict') : verdictWord(view.verdict);
  return [
    `${[view.name, ...view.tags].join(', ')}: ${word}.`,
    view.scores
      .map(({ label, text, value }) =>
        value === null ? t('feature.score-not-available', '{{label}} not available', { label }) : `${label} ${text}`
      )
      .join(', '),
    t('feature.sizes', '{{reference}} values in the reference, {{current}} now.', {
      reference: size(view.referenceCount),
      current: size(view.currentCount),
    }),
    view.significanceText ?? '',
    bins.length > 0 ? t('feature.change-lies-in', 'The change lies in {{bins}}.', { bins: bins.join(', ') }) : '',
    view.emptyText ?? '',
    ...view.repairs,
  ]
    .filter((part) => part !== '')
    .map((part) => (part.endsWith('.') ? part : `${part}.`))
    .join(' ');
}
