import {
  benjaminiHochberg,
  driftScore,
  historyOnBins,
  historyRank,
  historyVerdict,
  isSampleScore,
  merge,
  mergeNative,
  scores as catalogue,
  type AlignedPair,
  type Answer,
  type Assessment,
  type BinningStrategy,
  type Decision,
  type Histogram,
  type HistoryRank,
  type NativeHistogram,
  type ScoreDefinition,
  type ScoreId,
} from '../../engine';
import { formatDuration, type DriftQuery } from '../../model';
import { TidemarkError } from '../errors';
import type { Observation, ObservedFeature, ObservedFeatureOverTime, TimeRange } from '../upstream/upstream';
import { assessOptions, scoresOf } from './assessOptions';
import { firstOfEach } from './compare';
import { fixedReference, type MovingReference } from './movingReference';
import type { ResolvedReference } from './resolveReference';
import type { Side } from './sides';
import type { Steps } from './steps';

const ALPHA = 0.05;

/** With twice as many windows as a single feature needs, the second most unusual place can be told from the first. */
const PLACES = 2;

/**
 * Where the windows of a reference are looked for. A fixed stretch of time is taken as it is. Another one reaches back
 * until it holds enough windows, because that of a rule is no longer than its own range.
 *
 * @throws TidemarkError `bad_query` for a profile, which has no windows.
 */
export function historyStretch(
  reference: ResolvedReference,
  otherRange: TimeRange,
  { windowMs }: Steps,
  { alpha = ALPHA }: Pick<DriftQuery, 'alpha'>
): TimeRange {
  switch (reference.kind) {
    case 'profile':
      throw new TidemarkError(
        'bad_query',
        'calibrate: a stored profile has no windows of its own: compare with an earlier time, a fixed time, or other traffic.'
      );
    case 'range':
      return otherRange;
    case 'offset':
    case 'labels': {
      const windows = Math.ceil(PLACES / alpha);
      return { from: Math.min(otherRange.from, otherRange.to - windows * windowMs), to: otherRange.to };
    }
  }
}

/** The windows of a reference that lie side by side: ends from the first that lies in the stretch to its end. */
export function historyWindows({ from, to }: TimeRange, { windowMs }: Steps): TimeRange {
  if (to - from < windowMs) {
    throw new TidemarkError(
      'bad_query',
      `calibrate: the reference is shorter than one window of ${formatDuration(windowMs)}: choose a longer one, or a shorter window.`
    );
  }
  return { from: from + windowMs, to };
}

/** All windows of a feature as one observation; of windows of several kinds those of the kind of the last. */
function together(windows: readonly Observation[]): Observation {
  const last = windows.at(-1);
  switch (last?.kind) {
    case 'samples':
      return {
        kind: 'samples',
        values: Float64Array.from(
          windows.flatMap((one) => (one.kind === 'samples' ? Array.from(one.values as ArrayLike<number>) : []))
        ),
      };
    case 'native': {
      const natives = windows.flatMap((one): NativeHistogram[] => (one.kind === 'native' ? [one.native] : []));
      const whole = mergeNative(natives);
      return whole.ok ? { kind: 'native', native: whole.value } : { kind: 'unusable', message: whole.detail };
    }
    case 'histogram': {
      const histograms = windows.flatMap((one): Histogram[] => (one.kind === 'histogram' ? [one.histogram] : []));
      const whole = merge(histograms);
      return whole.ok
        ? { kind: 'histogram', histogram: whole.value, repairs: whole.repairs }
        : { kind: 'unusable', message: whole.detail };
    }
    case 'unusable':
    case undefined:
      return last ?? { kind: 'unusable', message: 'It has no windows.' };
  }
}

/** A reference that is one whole, beside the windows that it is made of. */
export interface HistoryReference extends MovingReference {
  /** The windows of a feature, on the bins of the whole. */
  windows(key: string): readonly AlignedPair[];
}

/** The reference of a history-calibrated verdict: today's window is held against all of its windows together. */
export function historyReference(
  side: Side<ObservedFeatureOverTime>,
  by: readonly string[],
  binning: BinningStrategy | undefined
): HistoryReference {
  const rows = firstOfEach(side.rows, by, []);
  const whole: Side<ObservedFeature> = {
    ...side,
    rows: [...rows.values()].map(({ feature, group, points }) => ({
      feature,
      group,
      observation: together(points.map(({ observation }) => observation)),
    })),
  };
  const reference = fixedReference(whole, by, binning);
  return {
    ...reference,
    windows: (key) =>
      (rows.get(key)?.points ?? []).flatMap(({ time, observation }) => {
        const pair = reference.pairing(key, time)(observation);
        return pair.ok ? [pair.value] : [];
      }),
  };
}

/** The score that is ranked: the first that bins can have. Counts of missing values are not known of each window. */
export function rankedScore(query: Pick<DriftQuery, 'scores'>): ScoreId {
  const found = scoresOf(query).find(
    (id): id is ScoreId => !isSampleScore(id) && (catalogue[id] as ScoreDefinition).needs === undefined
  );
  return found ?? 'psi';
}

/** What a verdict by history rests on, for whoever wants to see more than the verdict. */
export interface Ranked {
  readonly decision: Decision;
  readonly pAdjusted: number | null;
  readonly rank: HistoryRank | null;
}

/** Judges by what the reference's own windows are like. */
export class History {
  readonly score: ScoreId;
  private readonly known = new Map<string, Answer<readonly number[]>>();

  constructor(
    private readonly reference: HistoryReference,
    private readonly query: DriftQuery
  ) {
    this.score = rankedScore(query);
  }

  /** The scores of the reference's windows, each against all others. */
  scores(key: string, id: ScoreId): Answer<readonly number[]> {
    const place = `${id} ${key}`;
    const before = this.known.get(place);
    if (before !== undefined) {
      return before;
    }
    const { smoothing } = assessOptions(this.query);
    const found = historyOnBins(this.reference.windows(key), id, smoothing === undefined ? {} : { smoothing });
    this.known.set(place, found);
    return found;
  }

  /** All features of one window together: significance is corrected over them. */
  judge(items: ReadonlyArray<{ readonly key: string; readonly assessment: Assessment<unknown> }>): readonly Ranked[] {
    const { alpha = ALPHA } = this.query;
    const ranks = items.map(({ key, assessment }): { value: number; rank: HistoryRank } | { detail: string } => {
      const score = this.score === 'psi' ? psiOf(assessment) : assessment.scores[this.score];
      if (score?.ok !== true) {
        return { detail: score?.detail ?? assessment.reason };
      }
      const history = this.scores(key, this.score);
      const rank = history.ok ? historyRank(score.value.value, history.value, this.score, alpha) : history;
      return rank.ok ? { value: score.value.value, rank: rank.value } : { detail: rank.detail };
    });
    const adjusted = benjaminiHochberg(ranks.map((one) => ('rank' in one ? one.rank.pValue : null)));
    const asked = ranks.filter((one) => 'rank' in one).length;
    return ranks.map((one, i) => {
      const pAdjusted = adjusted[i] ?? null;
      return 'rank' in one && pAdjusted !== null
        ? {
            decision: historyVerdict(one.rank, {
              label: driftScore(this.score).label,
              value: one.value,
              pAdjusted,
              alpha,
              together: asked,
            }),
            pAdjusted,
            rank: one.rank,
          }
        : {
            decision: { verdict: 'insufficient', reason: 'detail' in one ? one.detail : '' },
            pAdjusted: null,
            rank: null,
          };
    });
  }
}

/** PSI is there whether it was asked for or not. */
function psiOf({ psi }: Assessment<unknown>): Answer<{ readonly value: number }> {
  return psi.ok ? { ok: true, value: { value: psi.value.psi }, repairs: [] } : psi;
}

/** What was looked at, in words. */
export function historyNotice(score: ScoreId, { from, to }: TimeRange, { windowMs }: Steps): string {
  const count = Math.floor((to - from) / windowMs);
  return `Verdicts by history: how unusual ${driftScore(score).label} is among up to ${count} windows of ${formatDuration(windowMs)} of the reference that lie side by side, each held against all others.`;
}
