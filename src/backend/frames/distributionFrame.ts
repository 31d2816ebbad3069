import {
  describeRepair,
  driftScore,
  isSampleScore,
  proportions,
  scores as catalogue,
  type DriftScoreId,
} from '../../engine';
import { DISTRIBUTION_FIELDS, DISTRIBUTION_PANEL_ID, type DistributionMeta, type FeatureSummary } from '../../model';
import type { ComparedFeature, Comparison } from '../query/compare';
import { boundsOf } from './boundsOf';
import { groupFields } from './driftFrames';
import { COUNT_CONFIG } from './fieldConfig';
import type { Field, Frame } from './frame';
import { explained, metaOf, noticesOf } from './meta';

interface BinRow {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly bin: string;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly reference: number | null;
  readonly current: number | null;
  readonly referenceCount: number;
  readonly currentCount: number;
  readonly contribution: number | null;
}

function binRows({ feature, group, pair, assessment }: ComparedFeature): readonly BinRow[] {
  if (!pair.ok) {
    return [];
  }
  const { bins, reference, current } = pair.value;
  // A side without observations has no proportions; zeros would read as a shape.
  const shares = (counts: readonly number[], all: number): ReadonlyArray<number | null> =>
    all > 0 ? proportions({ counts }) : counts.map(() => null);
  const before = shares(reference, assessment.referenceCount);
  const now = shares(current, assessment.currentCount);
  return bins.map((bin, i) => ({
    feature,
    group,
    bin: bin.label,
    ...boundsOf(bin),
    reference: before[i] ?? null,
    current: now[i] ?? null,
    referenceCount: reference[i] ?? 0,
    currentCount: current[i] ?? 0,
    contribution: assessment.contributions[i]?.value ?? null,
  }));
}

/** More names than this nobody reads in a tooltip. */
const MOST_UNSEEN = 50;

function unseenOf(pair: ComparedFeature['pair']): Pick<FeatureSummary, 'unseen'> {
  const last = pair.ok ? pair.value.bins.at(-1) : undefined;
  return last !== undefined && 'categories' in last ? { unseen: last.categories.slice(0, MOST_UNSEEN) } : {};
}

/** The panel knows the scores on histograms; the code of the others it is not to carry. */
function named(id: DriftScoreId): Pick<FeatureSummary['scores'][number], 'label' | 'explanation'> {
  const { label, explanation } = driftScore(id);
  return isSampleScore(id) ? { label, explanation } : {};
}

function summary(
  { feature, group, pair, assessment }: ComparedFeature,
  scores: readonly DriftScoreId[]
): FeatureSummary {
  return {
    feature,
    group,
    kind: pair.ok ? pair.value.kind : 'numeric',
    verdict: assessment.verdict,
    reason: assessment.reason,
    scores: scores.map((id) => {
      const answer = assessment.scores[id];
      if (answer?.ok !== true) {
        return { id, value: null, ...named(id), ...(answer === undefined ? {} : { why: answer.detail }) };
      }
      const { value, lower, upper } = answer.value;
      return {
        id,
        value,
        ...named(id),
        ...(lower === undefined ? {} : { lower }),
        ...(upper === undefined ? {} : { upper }),
      };
    }),
    pValue: assessment.pValue,
    pAdjusted: assessment.pAdjusted,
    referenceCount: assessment.referenceCount,
    currentCount: assessment.currentCount,
    repairs: assessment.repairs.map(describeRepair),
    ...unseenOf(pair),
  };
}

/** One frame, a row a feature, group and bin. */
export function distributionFrame(comparison: Comparison, scores: readonly DriftScoreId[]): Frame {
  const { resolved, notices, executed } = comparison;
  const rows = comparison.rows.flatMap(binRows);
  const F = DISTRIBUTION_FIELDS;
  const text = (name: string, title: string, pick: (row: BinRow) => string): Field => ({
    name,
    type: 'string',
    values: rows.map(pick),
    config: { displayNameFromDS: title },
  });
  const number = (name: string, config: Field['config'], pick: (row: BinRow) => number | null): Field => ({
    name,
    type: 'number',
    values: rows.map(pick),
    ...(config === undefined ? {} : { config }),
  });
  const share = (title: string, description: string): Field['config'] => ({
    displayNameFromDS: title,
    description,
    unit: 'percentunit',
    decimals: 1,
    min: 0,
  });
  const custom: DistributionMeta = {
    kind: 'distribution',
    features: comparison.rows.map((row) => summary(row, scores)),
    referenceText: resolved.reference.text,
  };
  return {
    name: 'distribution',
    fields: [
      text(F.feature, 'Feature', ({ feature }) => feature),
      ...groupFields(rows, resolved.groupBy),
      text(F.bin, 'Bin', ({ bin }) => bin),
      number(
        F.lower,
        { displayNameFromDS: 'Lower', description: 'The bin begins just above this; none where it is open.' },
        ({ lower }) => lower
      ),
      number(
        F.upper,
        { displayNameFromDS: 'Upper', description: 'The bin ends at this, inclusive; none where it is open.' },
        ({ upper }) => upper
      ),
      number(
        F.reference,
        share('Reference', `Share of the reference: ${resolved.reference.text}.`),
        ({ reference }) => reference
      ),
      number(F.current, share('Current', 'Share of the time range of the query.'), ({ current }) => current),
      number(
        F.referenceCount,
        COUNT_CONFIG('Reference count', 'Observations of the reference in this bin.'),
        ({ referenceCount }) => referenceCount
      ),
      number(
        F.currentCount,
        COUNT_CONFIG('Current count', 'Observations of the time range in this bin.'),
        ({ currentCount }) => currentCount
      ),
      number(
        F.contribution,
        {
          displayNameFromDS: 'Contribution',
          description: `This bin's part of ${catalogue.psi.label}.`,
          decimals: 4,
          min: 0,
        },
        ({ contribution }) => contribution
      ),
    ],
    meta: metaOf(noticesOf(comparison.rows.map(explained), notices), executed, {
      type: 'table',
      custom,
      preferredVisualisationType: 'table',
      preferredVisualisationPluginId: DISTRIBUTION_PANEL_ID,
    }),
  };
}
