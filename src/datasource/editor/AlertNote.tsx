import { Alert } from '@grafana/ui';
import type { QueryKind } from '../../model';
import { reads } from '../kinds/outline';
import type { Face, RuleWords } from '../kinds/face';
import { FACES } from '../kinds/faces';
import type { TidemarkQuery } from '../types';

/** `a, b and c` */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function seen(query: TidemarkQuery, kind: QueryKind, { each, labels, series }: RuleWords): string {
  const all = listed([...labels, ...(reads(kind, 'groupBy') ? (query.groupBy ?? []) : [])]);
  return series
    ? `A series for each ${each}, with the labels ${all}. Reduce each to its last value before the threshold; “Drift now” needs no reduce.`
    : `One value for each ${each}, with the labels ${all}: one alert instance each. Compare them in a threshold expression. A value that cannot be computed is “No data”, never zero.`;
}

/**
 * What the values of a query are usually compared with, for Grafana begins every rule with "is above 0"; and that one
 * threshold does not suit all of them, where it does not.
 */
function threshold(query: TidemarkQuery, { metrics, rule }: Face): readonly string[] {
  if (metrics === undefined) {
    const several = (query.scores?.length ?? 0) > 1;
    return [rule?.usual?.(query) ?? '', several ? oneEach('score') : ''];
  }
  const { metrics: named = [] } = query;
  const chosen = (named.length > 0 ? named : metrics.usual).flatMap((name) => metrics.words[name] ?? []);
  const labels = chosen.map(({ label }) => label);
  const differ = new Set(chosen.map((words) => words.threshold ?? words.label)).size > 1 || chosen.length === 0;
  return [
    ...(named.length > 0
      ? []
      : [`With no number chosen: ${listed(labels.length > 0 ? labels : ['those that fit the model'])}.`]),
    ...chosen.map((words) => (words.threshold === undefined ? '' : `Usual for ${words.label}: ${words.threshold}.`)),
    differ ? oneEach('number') : '',
  ];
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
  const sentences = [
    seen(query, kind, face.rule),
    ...threshold(query, face),
    'Dashboard variables do not reach alert rules.',
  ];
  return (
    <Alert severity="info" title="What the rule sees">
      {sentences.filter((sentence) => sentence !== '').join(' ')}
    </Alert>
  );
}
