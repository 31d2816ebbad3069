import {
  benjaminiHochberg,
  smallestShareAboveNone,
  twoSharesP,
  type ScoreId,
  type ThresholdOverrides,
  type Verdict,
} from '../../../engine';
import type { FeatureSettings } from '../../../model';
import { usualType, type FeatureTally, type ValueType } from './tally';

/** How one feature fares. Counts of rows; undefined where nobody can tell. */
export interface FeatureQuality {
  readonly feature: string;
  readonly rows: number;
  readonly missing: number | undefined;
  readonly outOfRange: number | undefined;
  readonly newCategories: number | undefined;
  readonly wrongType: number | undefined;
  readonly referenceRows: number | undefined;
  readonly referenceMissing: number | undefined;
  readonly verdict: Verdict;
  readonly reason: string;
}

interface Levels {
  readonly warning: number;
  readonly drift: number;
}

type Issue = 'missing' | 'out_of_range' | 'new_categories' | 'wrong_type';

/**
 * Shares of the rows from which an issue counts, where the settings give none: a point and five points. A wrong type is
 * never meant, so a tenth of that is enough.
 */
const USUAL: Record<Issue, Levels> = {
  missing: { warning: 0.01, drift: 0.05 },
  out_of_range: { warning: 0.01, drift: 0.05 },
  new_categories: { warning: 0.01, drift: 0.05 },
  wrong_type: { warning: 0.001, drift: 0.01 },
};

/** The score whose thresholds in the settings stand for an issue, too. */
const SCORE_OF: Partial<Record<Issue, ScoreId>> = {
  missing: 'missing_rate',
  out_of_range: 'out_of_range',
  new_categories: 'new_categories',
};

const WORDS: Record<Issue, string> = {
  missing: 'come without a value',
  out_of_range: 'are outside the range',
  new_categories: 'have a category that the reference never saw',
  wrong_type: 'are of another type',
};

export interface Side {
  readonly rows: number;
  readonly tally: FeatureTally | undefined;
}

/** What is known of a feature before the two sides are looked at. */
export interface Known {
  readonly settings: FeatureSettings | undefined;
  readonly thresholds: ThresholdOverrides;
  /** Categories of a stored profile, which has no rows. */
  readonly categories: readonly string[] | undefined;
}

interface Measure {
  readonly issue: Issue;
  readonly hits: number;
  readonly rows: number;
  readonly otherHits: number;
  readonly otherRows: number;
  readonly levels: Levels;
}

function expectedType({ settings }: Known, now: FeatureTally | undefined, before: FeatureTally | undefined) {
  if (settings?.kind === 'numeric') {
    return 'number' satisfies ValueType;
  }
  return (before === undefined ? undefined : usualType(before)) ?? (now === undefined ? undefined : usualType(now));
}

function wrongOf(tally: FeatureTally | undefined, expected: ValueType | undefined): number {
  return tally === undefined || expected === undefined ? 0 : tally.present - tally.types[expected];
}

/** Rows with a category that nothing before knew; undefined where there are no categories to know. */
function newOf({ settings, categories }: Known, now: FeatureTally | undefined, before: FeatureTally | undefined) {
  if (now?.categories === undefined || settings?.kind === 'numeric') {
    return undefined;
  }
  const seen = before === undefined ? undefined : before.categories;
  const known = new Set([...(settings?.categories ?? []), ...(categories ?? []), ...(seen?.keys() ?? [])]);
  // A feature that no category was ever known of has no new ones: its type may be what is wrong.
  if (known.size === 0 || (before !== undefined && before.categories === undefined)) {
    return undefined;
  }
  let rows = 0;
  now.categories.forEach((count, category) => {
    rows += known.has(category) ? 0 : count;
  });
  return rows;
}

function levelsOf(issue: Issue, thresholds: ThresholdOverrides): Levels {
  const id = SCORE_OF[issue];
  const own = id === undefined ? undefined : thresholds[id];
  const drift = own?.drift ?? USUAL[issue].drift;
  return { warning: Math.min(own?.warning ?? USUAL[issue].warning, drift), drift };
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

/** How far an issue has gone beyond the reference, as a share of the rows. A fall of it is no issue. */
function rise({ hits, rows, otherHits, otherRows }: Measure): number {
  return hits / rows - (otherRows > 0 ? otherHits / otherRows : 0);
}

interface Judged {
  readonly level: 'ok' | 'warning' | 'drift';
  readonly text: string;
  readonly size: number;
}

function judge(measure: Measure, pAdjusted: number | null, alpha: number): Judged {
  const { issue, hits, rows, otherHits, otherRows, levels } = measure;
  const size = rise(measure);
  const before = otherRows > 0 ? `, and ${percent(otherHits / otherRows)} in the reference` : '';
  const text = `${percent(hits / rows)} of ${Math.round(rows)} rows ${WORDS[issue]}${before}`;
  const real = otherRows === 0 ? hits > 0 : pAdjusted !== null && pAdjusted <= alpha;
  const level = !real || size <= 0 ? 'ok' : size >= levels.drift ? 'drift' : size >= levels.warning ? 'warning' : 'ok';
  return { level, text, size: size / levels.drift };
}

/** What was counted of one feature on both sides; undefined where nobody can tell. */
export interface Counted {
  readonly feature: string;
  readonly rows: number;
  readonly missing: number | undefined;
  readonly outOfRange: number | undefined;
  readonly newCategories: number | undefined;
  readonly wrongType: number | undefined;
  /** Undefined where there is no reference to count. */
  readonly reference:
    | {
        readonly rows: number;
        readonly missing: number | undefined;
        readonly outOfRange: number;
        readonly wrongType: number;
      }
    | undefined;
  readonly thresholds: ThresholdOverrides;
}

/** Counts one feature on both sides. */
export function countFeature(feature: string, now: Side, before: Side | undefined, known: Known): Counted {
  const expected = expectedType(known, now.tally, before?.tally);
  return {
    feature,
    rows: now.rows,
    missing: now.rows - (now.tally?.present ?? 0),
    outOfRange: known.settings?.range === undefined ? undefined : (now.tally?.outOfRange ?? 0),
    newCategories: newOf(known, now.tally, before?.tally),
    wrongType: wrongOf(now.tally, expected),
    reference:
      before === undefined
        ? undefined
        : {
            rows: before.rows,
            missing: before.rows - (before.tally?.present ?? 0),
            outOfRange: before.tally?.outOfRange ?? 0,
            wrongType: wrongOf(before.tally, expected),
          },
    thresholds: known.thresholds,
  };
}

/** What is to be tested of a feature: each issue that was counted, in rows that could have had it. */
function measuresOf({ rows, missing, reference, thresholds, ...counts }: Counted): readonly Measure[] {
  const otherRows = reference?.rows ?? 0;
  const present = rows - (missing ?? 0);
  const otherPresent = otherRows - (reference?.missing ?? 0);
  const of = (issue: Issue, hits: number | undefined, all: number, otherHits: number, others: number): Measure[] =>
    hits === undefined || !(all > 0)
      ? []
      : [{ issue, hits, rows: all, otherHits, otherRows: others, levels: levelsOf(issue, thresholds) }];
  // A side that did not count its missing values cannot be compared with one that did.
  const counted = reference === undefined || reference.missing !== undefined;
  return [
    ...of('missing', counted ? missing : undefined, rows, reference?.missing ?? 0, otherRows),
    ...of('out_of_range', counts.outOfRange, present, reference?.outOfRange ?? 0, otherPresent),
    // The reference has none of its own, by what the word means.
    ...of('new_categories', counts.newCategories, present, 0, otherPresent),
    ...of('wrong_type', counts.wrongType, present, reference?.wrongType ?? 0, otherPresent),
  ];
}

const GRAVITY: Record<Verdict, number> = { drift: 0, warning: 1, insufficient: 2, ok: 3 };

function qualityOf(counted: Counted, results: readonly Judged[], alpha: number): FeatureQuality {
  const { feature, rows, missing, outOfRange, newCategories, wrongType, reference, thresholds } = counted;
  const issues = results.filter(({ level }) => level !== 'ok').sort(byGravity);
  const [worst] = issues;
  const blind =
    !(rows > 0) ||
    results.length === 0 ||
    (reference !== undefined &&
      reference.rows > 0 &&
      smallestShareAboveNone({ reference: reference.rows, current: rows }, alpha) >
        levelsOf('missing', thresholds).drift);
  return {
    feature,
    rows,
    missing,
    outOfRange,
    newCategories,
    wrongType,
    referenceRows: reference?.rows,
    referenceMissing: reference?.missing,
    verdict: worst?.level ?? (blind ? 'insufficient' : 'ok'),
    reason:
      worst !== undefined
        ? `${issues.map(({ text }) => text).join('; ')}.`
        : blind
          ? `Too little data: ${Math.round(rows)} rows now and ${Math.round(reference?.rows ?? 0)} in the reference.`
          : 'Nothing beyond what chance gives, or too small to matter.',
  };
}

function byGravity(a: Judged, b: Judged): number {
  return GRAVITY[a.level] - GRAVITY[b.level] || b.size - a.size;
}

/**
 * How each feature fares now, against the reference: missing values, values outside the range, categories that were
 * never seen, values of another type. An issue needs a rise beyond its threshold that chance does not give, corrected
 * over all features and issues together (Benjamini-Hochberg). The worst issue is the verdict.
 */
export function judgeFeatures(all: readonly Counted[], alpha = 0.05): readonly FeatureQuality[] {
  const measured = all.map((counted) => ({ counted, measures: measuresOf(counted) }));
  const tests = measured.flatMap(({ measures }) => measures);
  const adjusted = benjaminiHochberg(
    tests.map(({ hits, rows, otherHits, otherRows }) =>
      otherRows > 0 ? twoSharesP(hits, rows, otherHits, otherRows) : null
    )
  );
  const pOf = new Map(tests.map((one, i) => [one, adjusted[i] ?? null]));
  return measured
    .map(({ counted, measures }) =>
      qualityOf(
        counted,
        measures.map((one) => judge(one, pOf.get(one) ?? null, alpha)),
        alpha
      )
    )
    .sort(
      (a, b) => GRAVITY[a.verdict] - GRAVITY[b.verdict] || (a.feature < b.feature ? -1 : a.feature > b.feature ? 1 : 0)
    );
}
