import type { AlignedPair, Bin, Repair } from '../../engine';
import { formatDuration } from '../../model';
import { TidemarkError } from '../errors';
import { takingTurns } from '../events/turns';
import { compileFeaturePatterns } from '../upstream/matching';
import { sawSomething } from '../upstream/observation';
import { executedText, firstOfEach, referenceRange } from './compare';
import { describeRange, explainNothing, noCurrentData, noReferenceData } from './noData';
import { openDistributions } from './openDistributions';
import { freezeOn } from './pairing';
import type { QueryContext, QueryRequest } from './request';
import { currentQuestions, referenceQuestions, resolveQuery, sharedGroupBy, type ResolvedQuery } from './resolve';
import { askAll, byFeatureAndGroup, profileSide, rowKey } from './sides';
import type { Steps } from './steps';
import { windowsOfRange } from './windowsOfRange';

/** Features times windows times bins: beyond it, nobody could look at the answer, and memory would be what gives. */
export const MOST_CELLS = 200_000;

/** A bin in one window: its part of the reference, and of the window. */
export interface WindowCell {
  readonly bin: Bin;
  readonly reference: number;
  readonly current: number;
}

/** One window of a feature; both sides are counts. */
export interface CountedWindow {
  readonly time: number;
  readonly cells: readonly WindowCell[];
}

export interface CountedFeature {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly windows: readonly CountedWindow[];
  /** The first of each kind that any of its windows had. */
  readonly repairs: readonly Repair[];
  /** Why none of its windows could be counted; undefined where one could. */
  readonly fault: string | undefined;
}

export interface CountedWindows {
  readonly resolved: ResolvedQuery;
  readonly steps: Steps;
  readonly features: readonly CountedFeature[];
  readonly notices: readonly string[];
  readonly executed: string;
}

function cellsOf({ bins, reference, current }: AlignedPair): readonly WindowCell[] {
  return bins.map((bin, i) => ({ bin, reference: reference[i] ?? 0, current: current[i] ?? 0 }));
}

/**
 * A window in which no category was new has no bin for them. In the others there is one, and a gap between them would
 * read as "not known" where it is "none".
 */
function withSameCategories(windows: readonly CountedWindow[]): readonly CountedWindow[] {
  const labels = new Map<string, Bin>();
  for (const { cells } of windows) {
    for (const { bin } of cells) {
      if (!('lower' in bin) && !labels.has(bin.label)) {
        labels.set(bin.label, bin);
      }
    }
  }
  return windows.map(({ time, cells }) => {
    const there = new Set(cells.map(({ bin }) => bin.label));
    const absent = [...labels].flatMap(([label, bin]) => (there.has(label) ? [] : [{ bin, reference: 0, current: 0 }]));
    return { time, cells: [...cells, ...absent] };
  });
}

/**
 * What each feature looks like window by window, on bins that are frozen once on the reference of the whole time range:
 * so that what moves in the picture is the traffic, and not what it is compared with. One question for all windows.
 */
export async function countWindows(
  { query, range }: QueryRequest,
  { instance, signal }: QueryContext,
  open = openDistributions
): Promise<CountedWindows> {
  const { settings } = instance;
  const resolved = resolveQuery(query, settings);
  const { reference, patterns, model } = resolved;
  const steps = windowsOfRange(query, range);
  const { windowMs, times } = steps;
  const context = { signal };
  const by = sharedGroupBy(resolved);
  const questions = currentQuestions(resolved);
  const otherQuestions = referenceQuestions(resolved);
  const otherRange = referenceRange(resolved, range);
  // From the end of the first window to the end of the last.
  const ends = { from: times[0] ?? range.to, to: times.at(-1) ?? range.to };
  const { upstream, binning, withReason } = await open(
    resolved,
    { range: ends, otherRange, binning: query.binning, windows: { windowMs, ofReference: false } },
    { instance, signal }
  );

  const [current, other] = await Promise.all([
    askAll(questions, (question) => upstream.distributionsOverTime(question, ends, windowMs, windowMs, context)),
    reference.kind === 'profile'
      ? profileSide(reference.profile, compileFeaturePatterns(patterns))
      : askAll(otherQuestions, (question) => upstream.distributions(question, otherRange, context)),
  ]);

  const seesNow = current.rows.some(({ points }) => points.some(({ observation }) => sawSomething(observation)));
  const saw = other.rows.some(({ observation }) => sawSomething(observation));
  const inquiry = { upstream, questions, range, context };
  if (!seesNow) {
    throw await withReason(
      !saw || reference.kind === 'profile'
        ? await explainNothing(inquiry, { model, patterns, settings })
        : noCurrentData(inquiry)
    );
  }
  if (!saw) {
    throw await noReferenceData(reference, otherRange, { ...inquiry, questions: otherQuestions });
  }

  const notices = [...current.notices, ...other.notices];
  const pairings = new Map(
    [...firstOfEach(other.rows, by, [])].map(([key, { observation }]) => [key, freezeOn(observation, binning)])
  );
  const rows = [...firstOfEach(current.rows, resolved.groupBy, notices).values()].sort(byFeatureAndGroup);
  const turn = takingTurns(signal);
  const features: CountedFeature[] = [];
  let cells = 0;
  for (const { feature, group, points } of rows) {
    await turn();
    const pairing = pairings.get(rowKey(feature, group, by)) ?? freezeOn(undefined);
    const observations = new Map(points.map(({ time, observation }) => [time, observation]));
    const repairs = new Map<Repair['kind'], Repair>();
    const windows: CountedWindow[] = [];
    let fault: string | undefined;
    for (const time of times) {
      const pair = pairing(observations.get(time));
      if (pair.ok) {
        pair.repairs.filter(({ kind }) => !repairs.has(kind)).forEach((repair) => repairs.set(repair.kind, repair));
        windows.push({ time, cells: cellsOf(pair.value) });
        cells += pair.value.bins.length;
      } else {
        fault ??= pair.detail;
      }
    }
    if (cells > MOST_CELLS) {
      throw new TidemarkError(
        'bad_query',
        `${rows.length} features and groups in ${times.length} windows of ${formatDuration(windowMs)} have more than ${MOST_CELLS} bins in all: name fewer features, choose a longer window, or a shorter range.`
      );
    }
    features.push({
      feature,
      group,
      windows: withSameCategories(windows),
      repairs: [...repairs.values()],
      fault: windows.length > 0 ? undefined : fault,
    });
  }
  const [faulty] = features;
  if (faulty?.fault !== undefined && features.every(({ fault }) => fault !== undefined)) {
    throw new TidemarkError('unusable_data', `${faulty.feature}: ${faulty.fault}`);
  }
  return {
    resolved,
    steps,
    features,
    notices: [...new Set(notices)],
    executed: executedText([
      {
        title: `current: windows of ${formatDuration(windowMs)} side by side, ${describeRange({ from: ends.from - windowMs, to: ends.to })}`,
        executed: current.executed,
      },
      { title: `reference: ${describeRange(otherRange)}`, executed: other.executed },
    ]),
  };
}
