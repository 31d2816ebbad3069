import type { AlignedPair, Answer, Assessment, DriftScoreId, Repair, Verdict } from '../../engine';
import type { Observation, ObservedFeatureOverTime } from '../upstream/upstream';
import { firstOfEach } from './compare';
import type { Ranked } from './history';
import { lackingInput } from './lackingInput';
import type { MovingReference } from './movingReference';
import { missingNames } from './noData';
import { sharedGroupBy, type ResolvedQuery } from './resolve';
import { byFeatureAndGroup, rowKey, type Side } from './sides';

/** One window of one feature: what is shown of it, and no more, because there may be very many. */
export interface ComparedWindow {
  readonly time: number;
  readonly verdict: Verdict;
  readonly reason: string;
  /** Null where there is no answer; one a score asked for. */
  readonly scores: ReadonlyArray<number | null>;
  /** With a verdict that is held: what the window says by itself. */
  readonly windowVerdict?: Verdict;
  /** With a verdict by history: how unusual the score is. */
  readonly pAdjusted?: number | null;
  readonly usual?: number | null;
  readonly limit?: number | null;
}

/** A feature while its windows are gone through. */
export interface Track {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly key: string;
  readonly observations: ReadonlyMap<number, Observation>;
  readonly windows: ComparedWindow[];
  readonly repairs: Map<Repair['kind'], Repair>;
  readonly lacking: Set<string>;
  fault: string | undefined;
  compared: boolean;
}

/** Keeps of a window of a track what is shown of it. */
export function note(
  track: Track,
  time: number,
  pair: Answer<AlignedPair>,
  assessment: Assessment<number>,
  scores: readonly DriftScoreId[],
  ranked: Ranked | undefined
): void {
  track.windows.push({
    time,
    verdict: ranked?.decision.verdict ?? assessment.verdict,
    reason: ranked?.decision.reason ?? assessment.reason,
    ...(ranked === undefined
      ? {}
      : {
          pAdjusted: ranked.pAdjusted,
          usual: ranked.rank?.usual ?? null,
          limit: ranked.rank?.limit ?? null,
        }),
    scores: scores.map((id) => {
      const answer = assessment.scores[id];
      return answer?.ok === true ? answer.value.value : null;
    }),
  });
  for (const repair of assessment.repairs) {
    if (!track.repairs.has(repair.kind)) {
      track.repairs.set(repair.kind, repair);
    }
  }
  if (pair.ok) {
    track.compared = true;
    lackingInput(assessment).forEach((why) => track.lacking.add(why));
  } else {
    track.fault ??= pair.detail;
  }
}

/** Every feature and group that was seen on either side, or asked for by its name, sorted. */
export function tracksOf(
  resolved: ResolvedQuery,
  current: Side<ObservedFeatureOverTime>,
  reference: MovingReference,
  notices: string[]
): readonly Track[] {
  const by = sharedGroupBy(resolved);
  const track = (
    feature: string,
    group: Readonly<Record<string, string>>,
    points: ObservedFeatureOverTime['points']
  ): Track => ({
    feature,
    group,
    key: rowKey(feature, group, by),
    observations: new Map(points.map(({ time, observation }) => [time, observation])),
    windows: [],
    repairs: new Map(),
    lacking: new Set(),
    fault: undefined,
    compared: false,
  });
  const full = (group: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(resolved.groupBy.map((label) => [label, group[label] ?? '']));

  const tracks = [...firstOfEach(current.rows, resolved.groupBy, notices).values()].map(({ feature, group, points }) =>
    track(feature, group, points)
  );
  const met = new Set(tracks.map(({ key }) => key));
  for (const { feature, group } of reference.side.rows) {
    const key = rowKey(feature, group, by);
    if (!met.has(key)) {
      met.add(key);
      tracks.push(track(feature, full(group), []));
    }
  }
  for (const feature of missingNames(resolved.patterns, new Set(tracks.map((known) => known.feature)))) {
    tracks.push(track(feature, full({}), []));
  }
  return tracks.sort(byFeatureAndGroup);
}

/** From the first window in which anything was seen to the last: a service that is new has no gap before it began. */
export function timesSeen(tracks: readonly Track[], times: readonly number[]): readonly number[] {
  const seen = times.map((time) => tracks.some(({ observations }) => observations.has(time)));
  const first = seen.indexOf(true);
  return first < 0 ? times.slice(-1) : times.slice(first, seen.lastIndexOf(true) + 1);
}
