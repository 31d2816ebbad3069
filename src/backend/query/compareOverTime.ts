import {
  assess,
  type AlignedPair,
  type Answer,
  type Assessment,
  type BinningStrategy,
  type Repair,
  type ScoreId,
  type Verdict,
} from '../../engine';
import { formatDuration } from '../../model';
import { TidemarkError } from '../errors';
import { takingTurns } from '../events/turns';
import { compileFeaturePatterns } from '../upstream/matching';
import { sawSomething } from '../upstream/observation';
import type { Observation, ObservedFeature, ObservedFeatureOverTime } from '../upstream/upstream';
import { assessOptions, knownOf, scoresOf } from './assessOptions';
import { executedText, firstOfEach } from './compare';
import { openDistributions } from './openDistributions';
import { describeRange, explainNothing, missingNames, noCurrentData, noReferenceData } from './noData';
import { lackingInput } from './lackingInput';
import { askMissing } from './missing';
import { freezeOn, type Pairing } from './pairing';
import type { QueryContext, QueryRequest } from './request';
import { currentQuestions, referenceQuestions, resolveQuery, sharedGroupBy, type ResolvedQuery } from './resolve';
import { askAll, byFeatureAndGroup, profileSide, rowKey, type Side } from './sides';
import { checkComparisons, stepsOf, type Steps } from './steps';
import { togetherNotices } from './usualTraffic';

/** One window of one feature: what is shown of it, and no more, because there may be very many. */
export interface ComparedWindow {
  readonly time: number;
  readonly verdict: Verdict;
  readonly reason: string;
  /** Null where there is no answer; one a score asked for. */
  readonly scores: ReadonlyArray<number | null>;
}

export interface ComparedSeries {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly windows: readonly ComparedWindow[];
  /** The first of each kind that any of its windows had. */
  readonly repairs: readonly Repair[];
  /** What scores lack that have no answer for want of it. */
  readonly lacking: readonly string[];
  /** Why none of its windows could be compared; undefined where one could. */
  readonly fault: string | undefined;
}

export interface ComparisonOverTime {
  readonly resolved: ResolvedQuery;
  readonly steps: Steps;
  readonly series: readonly ComparedSeries[];
  readonly notices: readonly string[];
  readonly executed: string;
}

/** The reference of each feature, as the windows go by: another one at each, or the same at all. */
interface MovingReference {
  readonly side: Side<{ readonly feature: string; readonly group: Readonly<Record<string, string>> }>;
  readonly saw: boolean;
  pairing(key: string, time: number): Pairing;
}

const NOTHING: Pairing = freezeOn(undefined);

function fixedReference(
  side: Side<ObservedFeature>,
  by: readonly string[],
  binning: BinningStrategy | undefined
): MovingReference {
  const pairings = new Map(
    [...firstOfEach(side.rows, by, [])].map(([key, { observation }]) => [key, freezeOn(observation, binning)])
  );
  return {
    side,
    saw: side.rows.some(({ observation }) => sawSomething(observation)),
    pairing: (key) => pairings.get(key) ?? NOTHING,
  };
}

function movingReference(
  side: Side<ObservedFeatureOverTime>,
  by: readonly string[],
  shiftMs: number,
  binning: BinningStrategy | undefined
): MovingReference {
  const observations = new Map(
    [...firstOfEach(side.rows, by, [])].map(([key, { points }]) => [
      key,
      new Map(points.map(({ time, observation }) => [time, observation])),
    ])
  );
  return {
    side,
    saw: side.rows.some(({ points }) => points.some(({ observation }) => sawSomething(observation))),
    pairing: (key, time) => freezeOn(observations.get(key)?.get(time - shiftMs), binning),
  };
}

/** A feature while its windows are gone through. */
interface Track {
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

function note(
  track: Track,
  time: number,
  pair: Answer<AlignedPair>,
  assessment: Assessment<number>,
  scores: readonly ScoreId[]
): void {
  track.windows.push({
    time,
    verdict: assessment.verdict,
    reason: assessment.reason,
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

function tracksOf(
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
function timesSeen(tracks: readonly Track[], times: readonly number[]): readonly number[] {
  const seen = times.map((time) => tracks.some(({ observations }) => observations.has(time)));
  const first = seen.indexOf(true);
  return first < 0 ? times.slice(-1) : times.slice(first, seen.lastIndexOf(true) + 1);
}

/**
 * As `compare`, at each step. Each window is judged as a query of its own would be at that instant: significance is
 * corrected over the features of that window, so that an alert rule and this series tell the same.
 */
export async function compareOverTime(
  request: QueryRequest,
  { instance, signal }: QueryContext
): Promise<ComparisonOverTime> {
  const { query, range, fromAlert } = request;
  const { settings } = instance;
  const resolved = resolveQuery(query, settings);
  const { reference, patterns, model } = resolved;
  const steps = stepsOf(query, range, request);
  const { stepMs, windowMs, times } = steps;
  const context = { signal };
  const by = sharedGroupBy(resolved);
  const questions = currentQuestions(resolved);
  const otherQuestions = referenceQuestions(resolved);
  // Both sides lie on the same grid of steps, so an earlier one can only be earlier by whole steps.
  const shiftMs = reference.kind === 'offset' ? Math.ceil(reference.offsetMs / stepMs) * stepMs : 0;
  const otherRange =
    reference.kind === 'range' ? reference.range : { from: range.from - shiftMs, to: range.to - shiftMs };

  const { upstream, binning, withReason } = await openDistributions(
    resolved,
    { range, otherRange, binning: query.binning, windows: { windowMs, ofReference: reference.kind !== 'range' } },
    { instance, signal }
  );

  const askReference = async (): Promise<MovingReference> => {
    switch (reference.kind) {
      case 'profile':
        return fixedReference(profileSide(reference.profile, compileFeaturePatterns(patterns)), by, binning);
      case 'range': {
        const side = await askAll(otherQuestions, (question) => upstream.distributions(question, otherRange, context));
        return fixedReference(side, by, binning);
      }
      case 'offset':
      case 'labels': {
        const side = await askAll(otherQuestions, (question) =>
          upstream.distributionsOverTime(question, otherRange, windowMs, stepMs, context)
        );
        return movingReference(side, by, shiftMs, binning);
      }
    }
  };
  const [current, other, missing] = await Promise.all([
    askAll(questions, (question) => upstream.distributionsOverTime(question, range, windowMs, stepMs, context)),
    askReference(),
    askMissing(resolved, {
      current: (question) => upstream.increasesOverTime(question, range, windowMs, stepMs, context),
      reference: (question) =>
        reference.kind === 'range'
          ? upstream.increases(question, otherRange, context)
          : upstream.increasesOverTime(question, otherRange, windowMs, stepMs, context),
    }),
  ]);
  const moves = reference.kind === 'offset' || reference.kind === 'labels';

  const seesNow = current.rows.some(({ points }) => points.some(({ observation }) => sawSomething(observation)));
  const inquiry = { upstream, questions, range, context };
  if (!seesNow && (!other.saw || reference.kind === 'profile') && !(fromAlert && other.saw)) {
    throw await withReason(await explainNothing(inquiry, { model, patterns, settings }));
  }
  if (!seesNow && !fromAlert) {
    throw await withReason(noCurrentData(inquiry));
  }
  if (!other.saw) {
    throw await noReferenceData(reference, otherRange, { ...inquiry, questions: otherQuestions });
  }

  const notices = [...togetherNotices(query), ...current.notices, ...other.side.notices];
  if (reference.kind === 'offset' && shiftMs !== reference.offsetMs) {
    notices.push(
      `Compared with ${formatDuration(shiftMs)} earlier instead of ${formatDuration(reference.offsetMs)}: windows lie on a grid of ${formatDuration(stepMs)}.`
    );
  }
  const tracks = tracksOf(resolved, current, other, notices);
  notices.push(...missing.notices(tracks));
  const shown = timesSeen(tracks, times);
  checkComparisons(tracks.length, shown.length);
  const options = assessOptions(query);
  const scores = scoresOf(query);
  const turn = takingTurns(signal);
  for (const time of shown) {
    await turn();
    const window = { reference: moves ? time - shiftMs : null, current: time };
    const pairs = tracks.map((track) =>
      missing.beside(other.pairing(track.key, time)(track.observations.get(time)), track, window)
    );
    const assessments = assess(
      tracks.map(({ feature }, key) => ({
        key,
        pair: pairs[key] ?? NOTHING(undefined),
        ...knownOf(resolved, feature),
      })),
      options
    );
    for (const assessment of assessments) {
      const track = tracks[assessment.key];
      const pair = pairs[assessment.key];
      if (track !== undefined && pair !== undefined) {
        note(track, time, pair, assessment, scores);
      }
    }
  }
  const faulty = tracks.find(({ compared, fault }) => !compared && fault !== undefined);
  if (faulty !== undefined && tracks.every(({ compared }) => !compared)) {
    throw new TidemarkError('unusable_data', `${faulty.feature}: ${faulty.fault}`);
  }
  return {
    resolved,
    steps,
    series: tracks.map(({ feature, group, windows, repairs, lacking, fault, compared }) => ({
      feature,
      group,
      windows,
      repairs: [...repairs.values()],
      lacking: [...lacking],
      fault: compared ? undefined : fault,
    })),
    notices: [...new Set(notices)],
    executed: executedText([
      {
        title: `current: windows of ${formatDuration(windowMs)}, a step of ${formatDuration(stepMs)}, ${describeRange(range)}`,
        executed: [...current.executed, ...missing.executed.current],
      },
      {
        title: `reference: ${describeRange(otherRange)}`,
        executed: [...other.side.executed, ...missing.executed.reference],
      },
    ]),
  };
}
