import { splitPair, type Answer, type Histogram, type PartHistograms, type SplitPair } from '../../../engine';
import { TELEMETRY, type DriftQuery } from '../../../model';
import { compileFeaturePatterns } from '../../upstream/matching';
import type { Observation, ObservedFeature } from '../../upstream/upstream';
import { referenceRange } from '../compare';
import { openDistributions } from '../openDistributions';
import type { QueryContext, QueryRequest } from '../request';
import { currentQuestions, referenceQuestions, resolveQuery } from '../resolve';
import { askAll, profileSide } from '../sides';

/** The traffic of each feature, split by segment and version. */
export interface Parts {
  /** By feature; one that cannot be split (raw samples, or what is no histogram) has no entry. */
  readonly byFeature: ReadonlyMap<string, Answer<SplitPair>>;
  readonly executed: { readonly current: readonly string[]; readonly reference: readonly string[] };
  readonly notices: readonly string[];
}

const NAME_SEPARATOR = ' / ';

function histogramOf(observation: Observation): Histogram | undefined {
  return observation.kind === 'histogram' ? observation.histogram : undefined;
}

function byName(rows: readonly ObservedFeature[]): ReadonlyMap<string, readonly ObservedFeature[]> {
  const map = new Map<string, ObservedFeature[]>();
  for (const row of rows) {
    map.set(row.feature, [...(map.get(row.feature) ?? []), row]);
  }
  return map;
}

/** The parts of one feature: those of both sides where the reference is split as well. */
function partsOf(
  current: readonly ObservedFeature[],
  reference: readonly ObservedFeature[],
  segments: readonly string[]
): readonly PartHistograms[] {
  const parts = new Map<
    string,
    { name: Pick<PartHistograms, 'segment' | 'version'>; current?: Histogram; reference?: Histogram }
  >();
  // A label that no traffic has would only leave a separator in every name.
  const named = segments.filter((label) => [...current, ...reference].some(({ group }) => (group[label] ?? '') !== ''));
  const add = (side: 'current' | 'reference', rows: readonly ObservedFeature[]): void => {
    for (const { group, observation } of rows) {
      const histogram = histogramOf(observation);
      if (histogram === undefined) {
        continue;
      }
      const version = group[TELEMETRY.versionLabel] ?? '';
      const segment = named.map((label) => group[label] ?? '').join(NAME_SEPARATOR);
      const key = JSON.stringify([segment, version]);
      const part = parts.get(key) ?? {
        name: { ...(segments.length === 0 ? {} : { segment }), ...(version === '' ? {} : { version }) },
      };
      part[side] = histogram;
      parts.set(key, part);
    }
  };
  add('current', current);
  add('reference', reference);
  return [...parts.values()].map(({ name, ...sides }) => ({ ...name, ...sides }));
}

/**
 * Asks both sides again, kept apart by the labels of the segments and by version, and adds the parts of each feature up
 * to one pair. Where the reference is a stored profile, or other labels, it is one whole: there is nothing to split.
 */
export async function splitFeatures(
  request: QueryRequest,
  segments: readonly string[],
  { instance, signal }: QueryContext
): Promise<Parts> {
  const { settings } = instance;
  const { range } = request;
  const { queryType: _kind, ...query } = request.query;
  const grouped: DriftQuery = {
    ...query,
    queryType: 'dataset',
    groupBy: [...new Set([...segments, TELEMETRY.versionLabel])],
  };
  // The parts have to be those of the whole, which is not split by version, and so leaves the shadow out.
  const whole = resolveQuery({ ...grouped, groupBy: [] }, settings);
  const resolved = resolveQuery(grouped, settings, whole.usual);
  const { reference } = resolved;
  const splits = reference.kind === 'offset' || reference.kind === 'range';
  const otherRange = referenceRange(resolved, range);
  const context = { signal };
  const { upstream } = await openDistributions(
    resolved,
    { range, otherRange, binning: request.query.binning },
    { instance, signal }
  );
  const [current, other] = await Promise.all([
    askAll(currentQuestions(resolved), (question) => upstream.distributions(question, range, context)),
    reference.kind === 'profile'
      ? profileSide(reference.profile, compileFeaturePatterns(resolved.patterns))
      : askAll(referenceQuestions(splits ? resolved : whole), (question) =>
          upstream.distributions(question, otherRange, context)
        ),
  ]);
  const before = byName(other.rows);
  const byFeature = new Map<string, Answer<SplitPair>>();
  for (const [feature, rows] of byName(current.rows)) {
    if (rows.some(({ observation }) => observation.kind === 'samples')) {
      continue;
    }
    const reference = before.get(feature) ?? [];
    const [only] = reference;
    const wholeReference = splits || only === undefined ? undefined : histogramOf(only.observation);
    const parts = partsOf(rows, splits ? reference : [], segments);
    if (parts.length > 0 && (splits || wholeReference !== undefined)) {
      byFeature.set(feature, splitPair(parts, wholeReference));
    }
  }
  return {
    byFeature,
    executed: { current: current.executed, reference: other.executed },
    notices: [...current.notices, ...other.notices],
  };
}
