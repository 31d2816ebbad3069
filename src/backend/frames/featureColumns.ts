import { FEATURE_PREFIX, type FeaturePattern } from '../../model';
import type { FieldValue } from '../upstream/events';
import { mixedColumn } from './columns';
import type { Field } from './frame';

/**
 * A column for each feature that the query names, whether or not a row has it, and for each that fits one of its
 * expressions. `taken` are the names of the other columns.
 */
export function featureColumns(
  rows: ReadonlyArray<{ readonly features: Readonly<Record<string, FieldValue>> }>,
  { shown }: { readonly shown: readonly FeaturePattern[] },
  taken: readonly string[]
): readonly Field[] {
  const named = shown.flatMap((pattern) => (pattern.kind === 'exact' ? [pattern.name] : []));
  const found = rows.flatMap(({ features }) => Object.keys(features)).filter((name) => !named.includes(name));
  return [...named, ...[...new Set(found)].sort()].map((name) =>
    mixedColumn(
      taken.includes(name) ? `${FEATURE_PREFIX}${name}` : name,
      rows.map(({ features }) => (Object.hasOwn(features, name) ? features[name] : undefined)),
      { displayNameFromDS: name }
    )
  );
}
