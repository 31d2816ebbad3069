import { edgeLabels } from '../shared/format';
import { t } from '../shared/translate';
import type { BinRow } from './binRow';

/** What a bin covers, in the three ways in which it is said. */
export interface BinText {
  /** For an axis: `10 – 20`, `≤ 10`, `> 1k`, `DE`. */
  readonly label: string;
  /** As a condition on the feature: `10 < amount ≤ 20`. */
  readonly condition: string;
  /** Without signs that a screen reader leaves out: `above 10, up to 20`. */
  readonly spoken: string;
  /** The edges alone, where the bin has them. */
  readonly lowerText?: string;
  readonly upperText?: string;
}

/**
 * The texts of all bins of a feature. Edges have as many digits as tell all of them apart. What is only said on hover is
 * put into words then. O(bins log bins).
 */
export function binTexts(
  rows: ReadonlyArray<Pick<BinRow, 'bin' | 'lower' | 'upper'>>,
  kind: 'numeric' | 'categorical',
  feature: string
): BinText[] {
  if (kind === 'categorical') {
    return rows.map(({ bin }) => {
      const label = bin === '' ? t('bin.empty', '(empty)') : bin;
      return {
        label,
        get condition() {
          return t('bin.is', '{{feature}} is {{label}}', { feature, label });
        },
        spoken: label,
      };
    });
  }
  const edges = [...new Set(rows.flatMap(({ lower, upper }) => [lower, upper]).filter((edge) => edge !== null))];
  const labels = edgeLabels(edges);
  const byEdge = new Map(edges.map((edge, index) => [edge, labels[index] ?? String(edge)]));
  const text = (edge: number) => byEdge.get(edge) ?? String(edge);
  return rows.map((row) => numericText(row, feature, text));
}

function numericText(
  { bin, lower, upper }: Pick<BinRow, 'bin' | 'lower' | 'upper'>,
  feature: string,
  text: (edge: number) => string
): BinText {
  if (lower === null && upper === null) {
    const label = bin === '' ? t('bin.all', 'all values') : bin;
    return { label, condition: `${feature}: ${label}`, spoken: label };
  }
  if (lower === null) {
    const to = text(upper ?? 0);
    return {
      label: `≤ ${to}`,
      condition: `${feature} ≤ ${to}`,
      get spoken() {
        return t('bin.up-to', 'up to {{to}}', { to });
      },
      upperText: to,
    };
  }
  const from = text(lower);
  if (upper === null) {
    return {
      label: `> ${from}`,
      condition: `${feature} > ${from}`,
      get spoken() {
        return t('bin.above', 'above {{from}}', { from });
      },
      lowerText: from,
    };
  }
  const to = text(upper);
  return {
    label: `${from} – ${to}`,
    condition: `${from} < ${feature} ≤ ${to}`,
    get spoken() {
      return t('bin.between', 'above {{from}}, up to {{to}}', { from, to });
    },
    lowerText: from,
    upperText: to,
  };
}
