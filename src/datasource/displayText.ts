import type { AdHocSource } from '../model';
import { describeSelection } from '../model/selection';
import { isKind, OUTLINES, type Member, type Outline } from './kinds/outline';
import type { TidemarkQuery } from './types';

/** More than these would bury the sentence that they end. */
const MOST_NAMES = 4;

function some(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more` : names.join(', ');
}

/** A metric with its selector, or the fields of the lines that a selector picks. */
export function nameOf(source: AdHocSource): string {
  if (source.upstream === 'prometheus') {
    return `${source.metric}${source.selector ?? ''}`;
  }
  const fields = [...(source.fields ?? []), ...(source.categoryFields ?? [])];
  return `${fields.length === 0 ? 'no field yet' : some(fields)} in ${source.selector}`;
}

function subject({ model, source, features = [] }: TidemarkQuery, about: Outline['about']): string {
  const name = source === undefined ? (model ?? 'no model yet') : nameOf(source);
  const isOneFeature = source?.upstream === 'prometheus' && source.featureLabel === undefined;
  const areNamed = source?.upstream === 'loki' && features.length === 0;
  if (isOneFeature || areNamed || (about === 'model' && features.length === 0)) {
    return name;
  }
  return `${features.length === 0 ? 'all features' : features.join(', ')} of ${name}`;
}

function against({ reference, source }: TidemarkQuery): string {
  switch (reference?.kind) {
    case 'offset':
      return `${reference.offset} earlier`;
    case 'range':
      return `${reference.from} to ${reference.to}`;
    case 'labels':
      return describeSelection(reference.labels);
    case 'profile':
      return `the profile ${reference.name}`;
    case undefined:
      return source === undefined ? "the model's own reference" : 'the usual reference';
  }
}

/** The frames or numbers that a query names, in words. */
function answeredWith({ format, frames = [], metrics = [] }: TidemarkQuery): readonly string[] {
  return (format === 'alert' ? metrics : frames).map((name) => name.replaceAll('_', ' '));
}

/** A query in one line of plain words: for the history of Explore, the headings of queries and the editor itself. */
export function displayText(query: TidemarkQuery): string {
  const { queryType = 'drift', filters = {}, scores = [], groupBy = [], window, reference } = query;
  if (!isKind(queryType)) {
    return `${queryType} of ${query.model ?? 'no model yet'}`;
  }
  const { noun, about, reads } = OUTLINES[queryType];
  const does = (member: Member): boolean => reads.includes(member);
  const named = answeredWith(query);
  const parts = [
    `${noun} of ${subject(query, about)}`,
    Object.keys(filters).length > 0 ? ` where ${describeSelection(filters)}` : '',
    // What is not the heart of the question is said only where somebody has chosen it.
    does('scores') || (does('reference') && reference !== undefined) ? ` against ${against(query)}` : '',
    does('window') && window !== undefined ? `, in windows of ${window}` : '',
    does('detector') && query.detector !== undefined ? `, with changes by ${query.detector.replaceAll('_', '-')}` : '',
    does('groupBy') && groupBy.length > 0 ? `, by ${groupBy.join(', ')}` : '',
    does('scores') && scores.length > 0 ? ` (${some(scores)})` : '',
    named.length > 0 ? `: ${some(named)}` : '',
  ];
  return parts.join('');
}
