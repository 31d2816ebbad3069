import { assess, type AlignedPair, type Answer, type Assessment, type BinningStrategy } from '../../engine';
import { TidemarkError } from '../errors';
import { compileFeaturePatterns } from '../upstream/matching';
import { sawSomething } from '../upstream/observation';
import type { Observation, ObservedFeature, TimeRange } from '../upstream/upstream';
import { takingTurns } from '../events/turns';
import { assessOptions, knownOf, sampleScoresOf } from './assessOptions';
import { openDistributions } from './openDistributions';
import { describeRange, explainNothing, missingNames, noCurrentData, noReferenceData } from './noData';
import { askMissing } from './missing';
import { freezeOn } from './pairing';
import type { QueryContext, QueryRequest } from './request';
import { currentQuestions, referenceQuestions, resolveQuery, sharedGroupBy, type ResolvedQuery } from './resolve';
import { askAll, byFeatureAndGroup, profileSide, rowKey } from './sides';
import { togetherNotices } from './usualTraffic';
import { checkCost, countsOfValues, sidesOfValues, valueScores } from './valueScores';

/** One feature (in one group) of a comparison. */
export interface ComparedFeature {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly pair: Answer<AlignedPair>;
  readonly assessment: Assessment<number>;
}

export interface Comparison {
  readonly resolved: ResolvedQuery;
  readonly rows: readonly ComparedFeature[];
  /** What the upstream said, and what is not as asked. */
  readonly notices: readonly string[];
  readonly executed: string;
}

interface Row {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly pair: Answer<AlignedPair>;
  /** What was seen of both sides, for scores that need single values. */
  readonly seen: readonly [reference: Observation | undefined, current: Observation | undefined];
}

/** The stretch of time that a reference of the upstream covers. */
export function referenceRange({ reference }: Pick<ResolvedQuery, 'reference'>, current: TimeRange): TimeRange {
  switch (reference.kind) {
    case 'offset':
      return { from: current.from - reference.offsetMs, to: current.to - reference.offsetMs };
    case 'range':
      return reference.range;
    case 'labels':
    case 'profile':
      return current;
  }
}

/** What was asked, as PromQL that can be pasted: the title of each side is a comment. */
export function executedText(
  parts: ReadonlyArray<{ readonly title: string; readonly executed: readonly string[] }>
): string {
  return parts
    .filter(({ executed }) => executed.length > 0)
    .map(({ title, executed }) => [`# ${title}`, ...executed].join('\n'))
    .join('\n');
}

/** A feature that both sources of a model show would be two series with the same labels, which an alert rule refuses. */
export function firstOfEach<T extends { readonly feature: string; readonly group: Readonly<Record<string, string>> }>(
  rows: readonly T[],
  by: readonly string[],
  notices: string[]
): ReadonlyMap<string, T> {
  const byKey = new Map<string, T>();
  const twice = new Set<string>();
  for (const row of rows) {
    const key = rowKey(row.feature, row.group, by);
    if (byKey.has(key)) {
      twice.add(row.feature);
    } else {
      byKey.set(key, row);
    }
  }
  if (twice.size > 0) {
    notices.push(
      `${[...twice].join(', ')}: both the histogram and the counter of the model have it; the histogram is shown.`
    );
  }
  return byKey;
}

/** Each feature of either side with what both saw of it, and those that were named and seen by neither. */
function pairRows(
  resolved: ResolvedQuery,
  current: readonly ObservedFeature[],
  reference: readonly ObservedFeature[],
  binning: BinningStrategy | undefined,
  notices: string[]
): readonly Row[] {
  const by = sharedGroupBy(resolved);
  const now = firstOfEach(current, resolved.groupBy, notices);
  const before = firstOfEach(reference, by, []);
  const pairings = new Map([...before].map(([key, row]) => [key, freezeOn(row.observation, binning)]));

  const rows: Row[] = [];
  const met = new Set<string>();
  for (const { feature, group, observation } of now.values()) {
    const key = rowKey(feature, group, by);
    met.add(key);
    rows.push({
      feature,
      group,
      pair: (pairings.get(key) ?? freezeOn(undefined))(observation),
      seen: [before.get(key)?.observation, observation],
    });
  }
  for (const [key, { feature, group, observation }] of before) {
    if (!met.has(key)) {
      const full = Object.fromEntries(resolved.groupBy.map((label) => [label, group[label] ?? '']));
      rows.push({
        feature,
        group: full,
        pair: (pairings.get(key) ?? freezeOn(undefined))(undefined),
        seen: [observation, undefined],
      });
    }
  }
  for (const feature of missingNames(resolved.patterns, new Set(rows.map((row) => row.feature)))) {
    const group = Object.fromEntries(resolved.groupBy.map((label) => [label, '']));
    rows.push({
      feature,
      group,
      pair: freezeOn(undefined)(undefined),
      seen: [undefined, undefined],
    });
  }
  return rows.sort(byFeatureAndGroup);
}

/** One bad feature leaves its neighbours whole; where all are bad, there is nothing to show but why. */
function refuseIfNothingIsUsable(rows: readonly Row[]): void {
  const [first] = rows;
  if (first !== undefined && !first.pair.ok && rows.every(({ pair }) => !pair.ok)) {
    const more = rows.length > 1 ? ` The other ${rows.length - 1} cannot be compared either.` : '';
    throw new TidemarkError('unusable_data', `${first.feature}: ${first.pair.detail}${more}`);
  }
}

/**
 * Asks both sides at the same time, pairs what they saw, and judges all features and groups together, so that
 * significance is corrected over the whole question.
 */
export async function compare(
  request: QueryRequest,
  { instance, signal }: QueryContext,
  open = openDistributions
): Promise<Comparison> {
  const { query, range, fromAlert } = request;
  const { settings } = instance;
  const resolved = resolveQuery(query, settings);
  const { reference, patterns, model } = resolved;
  const context = { signal };
  const questions = currentQuestions(resolved);
  const otherQuestions = referenceQuestions(resolved);
  const otherRange = referenceRange(resolved, range);
  const sampleScores = sampleScoresOf(query);
  const { upstream, binning, noValues, withReason } = await open(
    resolved,
    { range, otherRange, binning: query.binning, values: sampleScores.length > 0 },
    { instance, signal }
  );

  const [current, other, missing] = await Promise.all([
    askAll(questions, (question) => upstream.distributions(question, range, context)),
    reference.kind === 'profile'
      ? profileSide(reference.profile, compileFeaturePatterns(patterns))
      : askAll(otherQuestions, (question) => upstream.distributions(question, otherRange, context)),
    askMissing(resolved, {
      current: (question) => upstream.increases(question, range, context),
      reference: (question) => upstream.increases(question, otherRange, context),
    }),
  ]);

  const seesNow = current.rows.some(({ observation }) => sawSomething(observation));
  const saw = other.rows.some(({ observation }) => sawSomething(observation));
  const inquiry = { upstream, questions, range, context };
  if (!seesNow && (!saw || reference.kind === 'profile') && !(fromAlert && saw)) {
    throw await withReason(await explainNothing(inquiry, { model, patterns, settings }));
  }
  if (!seesNow && !fromAlert) {
    throw await withReason(noCurrentData(inquiry));
  }
  if (!saw) {
    throw await noReferenceData(reference, otherRange, { ...inquiry, questions: otherQuestions });
  }

  const notices = [...togetherNotices(query), ...current.notices, ...other.notices];
  const rows = pairRows(resolved, current.rows, other.rows, binning, notices).map((row) => ({
    ...row,
    pair: missing.beside(row.pair, row),
  }));
  notices.push(...missing.notices(rows));
  refuseIfNothingIsUsable(rows);
  checkCost(
    sampleScores,
    rows.map(({ seen }) => countsOfValues(...seen))
  );
  const turn = takingTurns(signal);
  const items = [];
  for (const [key, { feature, pair, seen }] of rows.entries()) {
    const ofValues =
      sampleScores.length === 0 ? {} : await valueScores(sampleScores, sidesOfValues(...seen, noValues), turn);
    items.push({ key, pair, ofValues, ...knownOf(resolved, feature) });
  }
  const assessments = assess(items, assessOptions(query));
  return {
    resolved,
    rows: rows.flatMap(({ feature, group, pair }, i) => {
      const assessment = assessments[i];
      return assessment === undefined ? [] : [{ feature, group, pair, assessment }];
    }),
    notices: [...new Set(notices)],
    executed: executedText([
      { title: `current: ${describeRange(range)}`, executed: [...current.executed, ...missing.executed.current] },
      {
        title: `reference: ${describeRange(otherRange)}`,
        executed: [...other.executed, ...missing.executed.reference],
      },
    ]),
  };
}
