import { benjaminiHochberg, psiSignificance, twoSharesP, type DriftScoreId } from '../../engine';
import { BUNCH, CAUSE_LABELS, DRIFT_METRICS, riseBeyondChance, SERIES_LABELS, type DriftMetric } from '../../model';
import { seriesLabels } from '../frames/driftFrames';
import type { Frame } from '../frames/frame';
import { explained, noticesOf } from '../frames/meta';
import { labelledFrames } from '../frames/named';
import { scoresOf } from './assessOptions';
import { whereOf } from './cause';
import type { ComparedFeature, Comparison } from './compare';
import { compareForRule } from './compareForRule';
import { countedOf } from './quality/fromMetrics';
import type { QueryContext, QueryRequest } from './request';
import { since } from './since';

const ALPHA = 0.05;
/** A share of missing, impossible or new values below this is nobody's cause. */
const LEAST_SHARE = 0.01;

/** The numbers that a rule names in place of scores; undefined where it wants the scores. */
export function numbersAsked({ query }: Pick<QueryRequest, 'query'>): readonly DriftMetric[] | undefined {
  const asked = DRIFT_METRICS.filter((name) => query.metrics?.includes(name));
  return asked.length > 0 ? asked : undefined;
}

type Numbered = { readonly row: ComparedFeature; readonly score: DriftScoreId };

/** The p-value of a row by itself, and what is left of its score without what chance gives. */
interface Beyond {
  readonly pValue: number | null;
  readonly effect: number | null;
}

function beyondChance({ row: { assessment }, score }: Numbered): Beyond {
  const answer = assessment.scores[score];
  const { sizes, pValue } = assessment;
  if (answer?.ok !== true || pValue === null) {
    return { pValue: null, effect: null };
  }
  const { value } = answer.value;
  if (score !== 'psi' || sizes?.bins === undefined) {
    return { pValue, effect: value };
  }
  const bunched = psiSignificance(value, {
    reference: sizes.reference / BUNCH,
    current: sizes.current / BUNCH,
    bins: sizes.bins,
  });
  return bunched.ok ? { pValue: bunched.value.pValue, effect: bunched.value.effect } : { pValue: null, effect: null };
}

/** Whether so much data could show what the threshold is about; where it could not, nothing found tells nothing. */
function isBlind({ row: { assessment } }: Numbered, alpha: number): boolean {
  const { sizes, thresholds, decidedBy, verdict } = assessment;
  if (decidedBy !== 'psi' || sizes?.bins === undefined || thresholds === null) {
    return verdict === 'insufficient';
  }
  const { reference, current, bins } = sizes;
  const shown = psiSignificance(0, { reference: reference / BUNCH, current: current / BUNCH, bins }, alpha);
  return !shown.ok || shown.value.criticalValue > thresholds.drift;
}

/**
 * What is left of each score beyond chance: 0 where that is all of it, and null where so little data could not have shown
 * more. A score that is no chance is told however little data it rests on.
 */
function effects(all: readonly Numbered[], alpha: number): ReadonlyMap<Numbered, number | null> {
  const found = all.map((one) => [one, beyondChance(one)] as const);
  const adjusted = benjaminiHochberg(found.map(([, { pValue }]) => pValue));
  return new Map(
    found.map(([one, { effect }], i) => {
      const p = adjusted[i] ?? null;
      return [one, p !== null && p <= alpha ? effect : p === null || isBlind(one, alpha) ? null : 0];
    })
  );
}

/** Rows that have what is counted, and all rows that could, on both sides. */
function sharesOf({ row, score }: Numbered, comparison: Comparison): Shares | undefined {
  const { rows, missing, outOfRange, newCategories, reference } = countedOf(row, comparison);
  const other = reference?.rows ?? 0;
  const present = rows - (missing ?? 0);
  const otherPresent = other - (reference?.missing ?? 0);
  switch (score) {
    case 'missing_rate':
      return missing === undefined || reference?.missing === undefined
        ? undefined
        : [missing, rows, reference.missing, other];
    case 'out_of_range':
      return outOfRange === undefined ? undefined : [outOfRange, present, reference?.outOfRange ?? 0, otherPresent];
    case 'new_categories':
      return newCategories === undefined ? undefined : [newCategories, present, 0, otherPresent];
    default:
      return undefined;
  }
}

type Shares = readonly [hits: number, rows: number, otherHits: number, otherRows: number];
const bunched = ([a, b, c, d]: Shares): Shares => [a / BUNCH, b / BUNCH, c / BUNCH, d / BUNCH];

interface Rise {
  readonly one: Numbered;
  readonly rise: number;
  /** Corrected over all that were asked for together. */
  readonly p: number | null;
}

function risesWithP(all: readonly Numbered[], comparison: Comparison): readonly Rise[] {
  const counted = all.flatMap((one) => {
    const shares = sharesOf(one, comparison);
    return shares !== undefined && shares[1] > 0 && shares[3] > 0 ? [[one, shares] as const] : [];
  });
  const adjusted = benjaminiHochberg(counted.map(([, shares]) => twoSharesP(...bunched(shares))));
  return counted.map(([one, [hits, rows, otherHits, otherRows]], i) => ({
    one,
    rise: hits / rows - otherHits / otherRows,
    p: adjusted[i] ?? null,
  }));
}

/** The rise of each share, 0 where chance explains it. */
function rises(all: readonly Numbered[], comparison: Comparison, alpha: number): ReadonlyMap<Numbered, number | null> {
  return new Map(risesWithP(all, comparison).map(({ one, rise, p }) => [one, riseBeyondChance({ rise, p }, alpha)]));
}

/** Shares that were asked for, with what tells whether they have risen: that holds for every alpha. */
export function riseEvidence(
  comparison: Comparison,
  scores: readonly DriftScoreId[]
): ReadonlyArray<{
  readonly labels: Readonly<Record<string, string>>;
  readonly rise: number;
  readonly p: number | null;
}> {
  const { rows, resolved } = comparison;
  const all = rows.flatMap((row) => scores.map((score): Numbered => ({ row, score })));
  return risesWithP(all, comparison).map(({ one: { row, score }, rise, p }) => ({
    labels: seriesLabels(resolved.model, row, score),
    rise,
    p,
  }));
}

export const isShare = (score: DriftScoreId): boolean => SHARES.has(score);

const SHARES: ReadonlySet<DriftScoreId> = new Set(['missing_rate', 'out_of_range', 'new_categories']);

/**
 * Whether a feature has moved so far, in a score, that its cause is worth asking for: by its verdict, where that is of this
 * score; the scores of quality have no verdict of their own.
 */
function hasMoved({ assessment }: ComparedFeature, score: DriftScoreId): boolean {
  const { decidedBy, verdict, scores } = assessment;
  const answer = scores[score];
  return decidedBy === score ? verdict === 'drift' : answer?.ok === true && answer.value.value >= LEAST_SHARE;
}

async function causesOf(
  all: readonly Numbered[],
  request: QueryRequest,
  context: QueryContext,
  { resolved }: Comparison
): Promise<(one: Numbered) => { readonly value: number | null; readonly labels: Readonly<Record<string, string>> }> {
  const scores = [...new Set(all.map(({ score }) => score))];
  const began = new Map(
    await Promise.all(
      scores.map(async (score) => {
        const moved = all
          .filter((one) => one.score === score && hasMoved(one.row, score))
          .map(({ row }) => {
            const answer = row.assessment.scores[score];
            return { feature: row.feature, group: row.group, value: answer?.ok === true ? answer.value.value : 0 };
          });
        const asked = { ...request, query: { ...request.query, scores: [score] } };
        return [score, await since(asked, context, resolved, moved)] as const;
      })
    )
  );
  return ({ row, score }) => {
    if (!hasMoved(row, score)) {
      return { value: null, labels: {} };
    }
    const where = whereOf(row, score);
    const when = began.get(score)?.(row);
    return {
      value: where?.share ?? null,
      labels: {
        ...(where === undefined ? {} : { [CAUSE_LABELS.bins]: where.text }),
        ...(when === undefined ? {} : { [CAUSE_LABELS.since]: when.text }),
      },
    };
  };
}

/** Seen in the distribution, too. Values that are missing are no part of it. */
const IN_DISTRIBUTION: ReadonlySet<DriftScoreId> = new Set(['out_of_range', 'new_categories']);

const keyOf = ({ feature, group }: ComparedFeature): string => JSON.stringify([feature, group]);

/** The features that have drifted by their distribution, as the rule on drift has it: from the same comparison. */
async function driftedFeatures(
  request: QueryRequest,
  context: QueryContext,
  alpha: number
): Promise<ReadonlySet<string>> {
  const { rows } = await compareForRule({ ...request, query: { ...request.query, scores: ['psi'] } }, context);
  const all = rows.map((row): Numbered => ({ row, score: 'psi' }));
  const beyond = effects(all, alpha);
  return new Set(
    all
      .filter((one) => (beyond.get(one) ?? 0) > (one.row.assessment.thresholds?.drift ?? Infinity))
      .map(({ row }) => keyOf(row))
  );
}

/** What a rule asks of features beside their scores: what is left beyond chance, and where drift comes from. */
export async function driftNumbers(
  comparison: Comparison,
  metrics: readonly DriftMetric[],
  request: QueryRequest,
  context: QueryContext
): Promise<readonly Frame[]> {
  const { rows, resolved, notices, executed } = comparison;
  const all = rows.flatMap((row) => scoresOf(request.query).map((score): Numbered => ({ row, score })));
  const causeOf = metrics.includes('cause') ? await causesOf(all, request, context, comparison) : undefined;
  const alpha = request.query.alpha ?? ALPHA;
  const beyond = new Map([
    ...rises(
      all.filter(({ score }) => SHARES.has(score)),
      comparison,
      alpha
    ),
    ...effects(
      all.filter(({ score }) => !SHARES.has(score)),
      alpha
    ),
  ]);
  const drifted = metrics.includes('unexplained') ? await driftedFeatures(request, context, alpha) : undefined;
  const valueOf = (one: Numbered, name: DriftMetric): number | null => {
    const effect = beyond.get(one) ?? null;
    const isTold = name === 'unexplained' && IN_DISTRIBUTION.has(one.score) && drifted?.has(keyOf(one.row)) === true;
    return isTold && effect !== null ? 0 : effect;
  };
  return labelledFrames(
    all.flatMap((one) =>
      metrics.map((name) => {
        const { row, score } = one;
        const said = name === 'cause' ? causeOf?.(one) : undefined;
        return {
          name,
          value: name === 'cause' ? (said?.value ?? null) : valueOf(one, name),
          // A cause has no label that the score has not, but for its words: by that, Grafana finds the two together.
          labels: {
            ...seriesLabels(resolved.model, row, score),
            ...(metrics.length > 1 ? { [SERIES_LABELS.metric]: name } : {}),
            ...said?.labels,
          },
        };
      })
    ),
    noticesOf(rows.map(explained), notices),
    executed
  );
}
