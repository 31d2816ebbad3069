import { FieldType, type DataFrame, type Field } from '@grafana/data';
import { align } from '../../engine/distribution/align';
import { proportions, total } from '../../engine/distribution/histogram';
import { psiTerms } from '../../engine/score/psi';
import { DISTRIBUTION_FIELDS } from '../../model/frames';
import type { ProfileSettings } from '../../model/settings';
import { histogramOf } from './compareProfiles';

type Row = Readonly<Record<keyof typeof DISTRIBUTION_FIELDS, string | number | null>>;

const finite = (bound: number): number | null => (Number.isFinite(bound) ? bound : null);

/** The bins of a feature on both sides; none where the two cannot be compared, which the table beside it says. */
function rowsOf(name: string, before: ProfileSettings, after: ProfileSettings): readonly Row[] {
  const of = ({ features }: ProfileSettings) => {
    const feature = features.find((one) => one.name === name);
    return feature === undefined ? undefined : histogramOf(feature);
  };
  const [reference, current] = [of(before), of(after)];
  const pair = reference === undefined || current === undefined ? undefined : align(reference, current);
  if (pair?.ok !== true) {
    return [];
  }
  const shares = (counts: readonly number[]): ReadonlyArray<number | null> =>
    total({ counts }) > 0 ? proportions({ counts }) : counts.map(() => null);
  const [was, is] = [shares(pair.value.reference), shares(pair.value.current)];
  // The panel adds them up to the PSI that the table beside it shows, and marks the bins that most of it comes from.
  const psi = psiTerms(pair.value);
  return pair.value.bins.map((bin, place) => ({
    feature: name,
    bin: bin.label,
    lower: 'lower' in bin ? finite(bin.lower) : null,
    upper: 'lower' in bin ? finite(bin.upper) : null,
    reference: was[place] ?? null,
    current: is[place] ?? null,
    referenceCount: pair.value.reference[place] ?? 0,
    currentCount: pair.value.current[place] ?? 0,
    contribution: psi.ok ? (psi.value.terms[place] ?? null) : null,
  }));
}

/** Two profiles as the distribution panel draws them, the features in the order in which they are named. */
export function comparedFrame(before: ProfileSettings, after: ProfileSettings, names: readonly string[]): DataFrame {
  const rows = names.flatMap((name) => rowsOf(name, before, after));
  const field = (member: keyof Row): Field => ({
    name: DISTRIBUTION_FIELDS[member],
    type: member === 'feature' || member === 'bin' ? FieldType.string : FieldType.number,
    config: {},
    values: rows.map((row) => row[member]),
  });
  return { fields: (Object.keys(DISTRIBUTION_FIELDS) as Array<keyof Row>).map(field), length: rows.length };
}
