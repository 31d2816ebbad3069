import {
  answered,
  driftScore,
  noAnswer,
  sampleScores,
  scoreOfValues,
  seeded,
  sketchValues,
  type Answer,
  type AssessmentItem,
  type SampleScoreDefinition,
  type SampleScoreId,
} from '../../engine';
import { TidemarkError } from '../errors';
import type { Observation, RawValues } from '../upstream/upstream';

/** The same permutations, folds and drawn rows for the same question: a refresh must not change an answer. */
const SEED = 1;

export interface SidesOfValues {
  readonly reference: RawValues;
  readonly current: RawValues;
}

function valuesOf(observation: Observation | undefined, noValues: string): Answer<RawValues> {
  switch (observation?.kind) {
    case undefined:
      return answered(new Float64Array());
    case 'samples':
      return answered(observation.values);
    case 'native':
      return observation.sketched !== undefined && observation.native.kind === 'exponential'
        ? answered(sketchValues(observation.native), [observation.sketched])
        : noAnswer('needs_values', noValues);
    case 'histogram':
      return observation.histogram.kind === 'categorical'
        ? noAnswer('needs_order', 'It needs numbers, and this feature has categories: use chi-square or PSI.')
        : noAnswer('needs_values', noValues);
    case 'unusable':
      return noAnswer('needs_values', observation.message);
  }
}

/** The single values of both sides; or why there are none, and what to change. */
export function sidesOfValues(
  reference: Observation | undefined,
  current: Observation | undefined,
  noValues: string
): Answer<SidesOfValues> {
  const now = valuesOf(current, noValues);
  if (!now.ok) {
    return now;
  }
  const before = valuesOf(reference, noValues);
  return before.ok
    ? answered({ reference: before.value, current: now.value }, [...before.repairs, ...now.repairs])
    : before;
}

/** How many values a side would have, without making them: those of a sketch take memory only while they are looked at. */
function countOf(observation: Observation | undefined): number {
  switch (observation?.kind) {
    case 'samples':
      return observation.values.length;
    case 'native':
      return observation.sketched?.values ?? 0;
    default:
      return 0;
  }
}

interface Counts {
  readonly reference: number;
  readonly current: number;
}

export function countsOfValues(reference: Observation | undefined, current: Observation | undefined): Counts {
  return { reference: countOf(reference), current: countOf(current) };
}

/** What a score costs at these sizes, in milliseconds of one core: measured, and rounded up. */
function costOf(id: SampleScoreId, { reference: n, current: m }: Counts): number {
  const definition: SampleScoreDefinition = sampleScores[id];
  const sorted = (n + m) * 1.5e-4;
  if (definition.takes === 'rows') {
    const rows = Math.min(n, definition.mostRows) + Math.min(m, definition.mostRows);
    return sorted + (id === 'mmd' ? 1.7e-4 * rows * rows : 4e-3 * rows);
  }
  const permuted = id === 'wasserstein_exact' || id === 'energy_exact';
  return sorted + (permuted ? 3.5e-3 * (Math.min(n, 1e4) + Math.min(m, 1e4)) : 0);
}

/** Beyond it the answer would come after the deadline of whoever asks. */
const MOST_MS = 15_000;

/**
 * Refuses what would take too long, before it is begun.
 *
 * @param windows as many comparisons as there are `sides`, of so many values, are made so many times.
 * @throws TidemarkError `bad_query`, with the score that takes longest.
 */
export function checkCost(ids: readonly SampleScoreId[], sides: readonly Counts[], windows = 1): void {
  const costs = ids.map((id) => ({
    id,
    cost: windows * sides.reduce((all, one) => all + (one.reference > 0 && one.current > 0 ? costOf(id, one) : 0), 0),
  }));
  const total = costs.reduce((all, { cost }) => all + cost, 0);
  const [dearest] = costs.sort((a, b) => b.cost - a.cost);
  if (dearest !== undefined && total > MOST_MS) {
    throw new TidemarkError(
      'bad_query',
      `scores: the scores on single values would take about ${Math.round(total / 1000)} s, ${driftScore(dearest.id).label} most of it: leave it out, name fewer features, or choose a longer interval or a shorter range.`
    );
  }
}

/** Scores on raw values of one comparison. */
export async function valueScores(
  ids: readonly SampleScoreId[],
  sides: Answer<SidesOfValues>,
  turn: () => Promise<void>
): Promise<NonNullable<AssessmentItem['ofValues']>> {
  const scores: { [Id in SampleScoreId]?: ReturnType<typeof scoreOfValues> } = {};
  for (const id of ids) {
    await turn();
    const score = sides.ok
      ? scoreOfValues(id, sides.value.reference, sides.value.current, { random: seeded(SEED) })
      : sides;
    scores[id] = score.ok && sides.ok ? answered(score.value, [...sides.repairs, ...score.repairs]) : score;
  }
  return scores;
}
