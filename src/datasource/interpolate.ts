import type { AdHocSource } from '../model';
import type { LabelSelection } from '../model/selection';
import type { TidemarkQuery } from './types';

/** `getTemplateSrv().replace`, with the variables of the panel already bound. */
export type Replace = (text: string, format?: string | ((value: unknown) => string)) => string;

/** Stands around the values of a variable while a text is expanded; a control character is in no label value. */
const MARK = '\u0001';

/**
 * The texts that a text with variables stands for: one, or one for each value of a multi-value variable.
 * `v$version` with 6 and 7 chosen is `v6` and `v7`.
 */
export function expand(text: string, replace: Replace): string[] {
  const marked = replace(text, (value) => {
    const values = (Array.isArray(value) ? value : [value]).map(String);
    return `${MARK}${JSON.stringify(values)}${MARK}`;
  });
  // Odd parts are the values of variables, even ones the text around them.
  return marked.split(MARK).reduce<string[]>(
    (texts, part, index) => {
      const choices: string[] = index % 2 === 1 ? (JSON.parse(part) as string[]) : [part];
      return texts.flatMap((before) => choices.map((choice) => before + choice));
    },
    ['']
  );
}

/** A variable whose "All" is written as `.*`, or which holds nothing, does not narrow anything down. */
function narrows(text: string): boolean {
  return text !== '' && text !== '.*' && text !== '$__all';
}

/** The values that a text stands for, or none where the variables in it mean "all". */
function choices(text: string, replace: Replace): string[] {
  const texts = expand(text, replace);
  return texts.length === 1 && texts[0] === text ? texts : texts.filter(narrows);
}

function interpolateSelection(selection: LabelSelection, replace: Replace): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(selection).flatMap(([label, value]) => {
      const asked = typeof value === 'string' ? [value] : value;
      const chosen = [...new Set(asked.flatMap((text) => choices(text, replace)))];
      const [only] = chosen;
      if (only === undefined) {
        return [];
      }
      return [[replace(label), chosen.length === 1 ? only : chosen] as const];
    })
  );
}

/** What has a meaning of its own in RE2, the expressions of Prometheus. */
const RE2_SPECIAL = /[\\.+*?()|[\]{}^$]/g;

/** As Prometheus' own data source does: one value is meant as it is, several are quoted for `=~`; both inside quotes. */
function inSelector(value: unknown): string {
  const quoted = Array.isArray(value) ? value.map((one) => String(one).replace(RE2_SPECIAL, '\\$&')) : [String(value)];
  const text = quoted.length === 1 ? (quoted[0] ?? '') : `(${quoted.join('|')})`;
  return text.replace(/[\\"]/g, '\\$&');
}

function interpolateFeature(text: string, replace: Replace): string[] {
  const isPattern = text.length > 2 && text.startsWith('/') && text.endsWith('/');
  // Inside a pattern, several values become an alternation with each of them quoted.
  return isPattern ? [replace(text, 'regex')] : choices(text, replace);
}

function interpolateReference(
  reference: NonNullable<TidemarkQuery['reference']>,
  replace: Replace
): NonNullable<TidemarkQuery['reference']> {
  switch (reference.kind) {
    case 'offset':
      return { kind: 'offset', offset: replace(reference.offset) };
    case 'range':
      return { kind: 'range', from: replace(reference.from), to: replace(reference.to) };
    case 'labels':
      return { kind: 'labels', labels: interpolateSelection(reference.labels, replace) };
    case 'profile':
      return { kind: 'profile', name: replace(reference.name) };
  }
}

function interpolateSource(source: AdHocSource, replace: Replace): AdHocSource {
  if (source.upstream === 'loki') {
    const named = (names: readonly string[]): string[] => [...new Set(names.flatMap((text) => choices(text, replace)))];
    return {
      ...source,
      selector: replace(source.selector, inSelector),
      ...(source.fields !== undefined && { fields: named(source.fields) }),
      ...(source.categoryFields !== undefined && { categoryFields: named(source.categoryFields) }),
    };
  }
  return {
    ...source,
    metric: replace(source.metric),
    ...(source.selector !== undefined && { selector: replace(source.selector, inSelector) }),
    ...(source.featureLabel !== undefined && { featureLabel: replace(source.featureLabel) }),
    ...(source.categoryLabel !== undefined && { categoryLabel: replace(source.categoryLabel) }),
  };
}

/**
 * Puts the values of dashboard variables into a query.
 *
 * - A filter holds exact values. A multi-value variable gives a list of which any will do; "All" takes the filter away.
 * - A multi-value variable among `features` or `groupBy` gives all its values; "All" written as `.*` gives none, which
 *   asks for every feature.
 * - A selector is PromQL or LogQL: a value is escaped for its quotes, and several become an alternation, for use with `=~`.
 */
export function interpolateQuery(query: TidemarkQuery, replace: Replace): TidemarkQuery {
  const { model, features, filters, reference, source, window, groupBy } = query;
  return {
    ...query,
    ...(model !== undefined && { model: replace(model) }),
    ...(features && { features: [...new Set(features.flatMap((text) => interpolateFeature(text, replace)))] }),
    ...(filters && { filters: interpolateSelection(filters, replace) }),
    ...(reference && { reference: interpolateReference(reference, replace) }),
    ...(window !== undefined && { window: replace(window) }),
    ...(groupBy && { groupBy: [...new Set(groupBy.flatMap((text) => choices(text, replace)))] }),
    ...(source && { source: interpolateSource(source, replace) }),
  };
}
