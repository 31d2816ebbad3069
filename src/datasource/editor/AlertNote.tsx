import { Alert } from '@grafana/ui';
import type { QueryKind } from '../../model';
import { reads } from '../kinds/outline';
import type { Choices, Face, MetricWords, RuleWords } from '../kinds/face';
import { FACES } from '../kinds/faces';
import type { TidemarkQuery } from '../types';

/** `a, b and c` */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function seen(query: TidemarkQuery, kind: QueryKind, { each, labels, series }: RuleWords): string {
  const all = listed([...labels, ...(reads(kind, 'groupBy') ? (query.groupBy ?? []) : [])]);
  if (query.detector !== undefined && reads(kind, 'detector')) {
    return `How often the detector called a change in the range, a value for each ${each}, with the labels ${all}: usual is above 0. Where there are too few windows it is “No data”.`;
  }
  return series
    ? `A series for each ${each}, with the labels ${all}. Reduce each to its last value before the threshold; “Drift now” needs no reduce.`
    : `One value for each ${each}, with the labels ${all}: one alert instance each. A value that cannot be computed is “No data”, never zero.`;
}

/** The numbers that a rule gets: those that the query names, else the usual ones. */
function numbersOf(
  { metrics: named = [] }: TidemarkQuery,
  { words, usual }: Choices<MetricWords>
): readonly MetricWords[] {
  return (named.length > 0 ? named : usual).flatMap((name) => words[name] ?? []);
}

/** What the values are usually compared with, for Grafana begins every rule with "is above 0". */
function thresholds(query: TidemarkQuery, { metrics, rule }: Face): string {
  if (query.detector !== undefined && metrics === undefined) {
    return '';
  }
  if (metrics === undefined) {
    return rule?.usual?.(query) ?? '';
  }
  const known = numbersOf(query, metrics).flatMap(({ label, threshold }) =>
    threshold === undefined ? [] : [`${label} ${threshold}`]
  );
  return known.length === 0 ? '' : `Usual: ${listed(known)}.`;
}

/** That one threshold does not suit all values, where it does not. */
function caution(query: TidemarkQuery, { metrics }: Face): string {
  if (query.detector !== undefined && metrics === undefined) {
    return '';
  }
  if (metrics === undefined) {
    return (query.scores?.length ?? 0) > 1 ? oneEach('score') : '';
  }
  const numbers = numbersOf(query, metrics);
  const differ = new Set(numbers.map(({ label, threshold }) => threshold ?? label)).size > 1;
  return differ || numbers.length === 0 ? oneEach('number') : '';
}

const oneEach = (what: string): string =>
  `One threshold is compared with every value: choose one ${what} a query, for each has its own scale.`;

/** What an alert rule will see of a query, and what to set beside it. */
export function AlertNote({ query, kind }: { readonly query: TidemarkQuery; readonly kind: QueryKind }) {
  const face = FACES[kind];
  if (face.rule === undefined) {
    return (
      <Alert severity="warning" title={`An alert rule cannot evaluate a ${face.label.toLowerCase()}`}>
        Choose “Drift now”: it gives the rule one value a feature and score.
      </Alert>
    );
  }
  const lines = [
    seen(query, kind, face.rule),
    thresholds(query, face),
    caution(query, face),
    'Dashboard variables do not reach alert rules.',
  ];
  return (
    <Alert severity="info" title="What the rule sees">
      {lines
        .filter((line) => line !== '')
        .map((line) => (
          <div key={line}>{line}</div>
        ))}
    </Alert>
  );
}
