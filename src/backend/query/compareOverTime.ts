import { assess, isSampleScore, type Answer, type AssessmentItem, type Repair } from '../../engine';
import { formatDuration } from '../../model';
import { TidemarkError } from '../errors';
import { takingTurns } from '../events/turns';
import { compileFeaturePatterns } from '../upstream/matching';
import { sawSomething } from '../upstream/observation';
import { assessOptions, knownOf, sampleScoresOf, scoresOf } from './assessOptions';
import { executedText } from './compare';
import { openDistributions } from './openDistributions';
import { describeRange, explainNothing, noCurrentData, noReferenceData } from './noData';
import { History, historyNotice, historyReference, historyStretch, historyWindows, rankedScore } from './history';
import { fixedReference, movingReference, NOTHING, type MovingReference } from './movingReference';
import { askMissing } from './missing';
import type { QueryContext, QueryRequest } from './request';
import { currentQuestions, referenceQuestions, resolveQuery, sharedGroupBy, type ResolvedQuery } from './resolve';
import { scoreChanges, type ScoreChanges } from './scoreChanges';
import { askAll, profileSide } from './sides';
import { steadyWindows } from './steadyWindows';
import { checkComparisons, stepsOf, type Steps } from './steps';
import { note, timesSeen, tracksOf, type ComparedWindow, type Track } from './tracks';
import { togetherNotices } from './usualTraffic';
import { checkCost, countsOfValues, sidesOfValues, valueScores, type SidesOfValues } from './valueScores';

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
  /** What a detector has found, where one was asked for. */
  readonly changes: ScoreChanges | undefined;
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

  const stretch = query.calibrate === 'history' ? historyStretch(reference, otherRange, steps, query) : undefined;
  const sampleScores = sampleScoresOf(query);
  const { upstream, binning, noValues, withReason } = await openDistributions(
    resolved,
    {
      range,
      otherRange: stretch ?? otherRange,
      binning: query.binning,
      values: sampleScores.length > 0,
      windows: { windowMs, ofReference: stretch === undefined && reference.kind !== 'range' },
    },
    { instance, signal }
  );

  const askReference = async (): Promise<MovingReference & { readonly history?: History }> => {
    if (stretch !== undefined) {
      const ends = historyWindows(stretch, steps);
      const side = await askAll(otherQuestions, (question) =>
        upstream.distributionsOverTime(question, ends, windowMs, windowMs, context)
      );
      const made = historyReference(side, by, binning);
      return { ...made, history: new History(made, query) };
    }
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
        stretch !== undefined || reference.kind === 'range'
          ? upstream.increases(question, stretch ?? otherRange, context)
          : upstream.increasesOverTime(question, otherRange, windowMs, stepMs, context),
    }),
  ]);
  const moves = stretch === undefined && (reference.kind === 'offset' || reference.kind === 'labels');

  const seesNow = current.rows.some(({ points }) => points.some(({ observation }) => sawSomething(observation)));
  const inquiry = { upstream, questions, range, context };
  if (!seesNow && (!other.saw || reference.kind === 'profile') && !(fromAlert && other.saw)) {
    throw await withReason(await explainNothing(inquiry, { model, patterns, settings }));
  }
  if (!seesNow && !fromAlert) {
    throw await withReason(noCurrentData(inquiry));
  }
  if (!other.saw) {
    throw await noReferenceData(reference, stretch ?? otherRange, { ...inquiry, questions: otherQuestions });
  }

  const notices = [...togetherNotices(query), ...current.notices, ...other.side.notices];
  if (reference.kind === 'offset' && shiftMs !== reference.offsetMs) {
    notices.push(
      `Compared with ${formatDuration(shiftMs)} earlier instead of ${formatDuration(reference.offsetMs)}: windows lie on a grid of ${formatDuration(stepMs)}.`
    );
  }
  if (stretch !== undefined) {
    notices.push(historyNotice(rankedScore(query), stretch, steps));
  }
  const tracks = tracksOf(resolved, current, other, notices);
  notices.push(...missing.notices(tracks));
  const shown = timesSeen(tracks, times);
  checkComparisons(tracks.length, shown.length);
  const options = assessOptions(query);
  const scores = scoresOf(query);
  const turn = takingTurns(signal);
  const sidesAt = (track: Track, time: number): Answer<SidesOfValues> =>
    sidesOfValues(other.observation(track.key, time), track.observations.get(time), noValues);
  const last = shown.at(-1);
  if (last !== undefined && sampleScores.length > 0) {
    checkCost(
      sampleScores,
      tracks.map((track) => countsOfValues(other.observation(track.key, last), track.observations.get(last))),
      shown.length
    );
  }
  for (const time of shown) {
    await turn();
    const window = { reference: moves ? time - shiftMs : null, current: time };
    const pairs = tracks.map((track) =>
      missing.beside(other.pairing(track.key, time)(track.observations.get(time)), track, window)
    );
    const items: Array<AssessmentItem<number>> = [];
    for (const [key, track] of tracks.entries()) {
      items.push({
        key,
        pair: pairs[key] ?? NOTHING(undefined),
        ...(sampleScores.length === 0 ? {} : { ofValues: await valueScores(sampleScores, sidesAt(track, time), turn) }),
        ...knownOf(resolved, track.feature),
      });
    }
    const assessments = assess(items, options);
    const ranked = other.history?.judge(
      assessments.map((assessment) => ({ key: tracks[assessment.key]?.key ?? '', assessment }))
    );
    assessments.forEach((assessment, i) => {
      const track = tracks[assessment.key];
      const pair = pairs[assessment.key];
      if (track !== undefined && pair !== undefined) {
        note(track, time, pair, assessment, scores, ranked?.[i]);
      }
    });
  }
  const faulty = tracks.find(({ compared, fault }) => !compared && fault !== undefined);
  if (faulty !== undefined && tracks.every(({ compared }) => !compared)) {
    throw new TidemarkError('unusable_data', `${faulty.feature}: ${faulty.fault}`);
  }
  const { detector, hysteresis } = query;
  const changes =
    detector === undefined
      ? undefined
      : scoreChanges(detector, tracks, scores, steps, (key, score) => {
          const known = isSampleScore(score) ? undefined : other.history?.scores(key, score);
          return known?.ok === true ? known.value : [];
        });
  notices.push(...(changes?.notices ?? []));
  return {
    resolved,
    steps,
    changes,
    series: tracks.map(({ feature, group, windows, repairs, lacking, fault, compared }) => ({
      feature,
      group,
      windows: hysteresis === undefined ? windows : steadyWindows(windows, hysteresis, steps),
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
        title: `reference: ${describeRange(stretch ?? otherRange)}`,
        executed: [...other.side.executed, ...missing.executed.reference],
      },
    ]),
  };
}
