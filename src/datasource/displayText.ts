import { describeSelection } from '../model/selection';
import type { QueryKind } from '../model';
import type { TidemarkQuery } from './types';

const QUESTIONS: Readonly<Record<string, string>> = {
  distribution: 'Distribution',
  drift: 'Drift',
  drift_over_time: 'Drift over time',
  dataset: 'Drift of the whole model',
  quality: 'Data quality',
  shadow: 'Shadow against live',
  absurd: 'Absurd outputs',
  models: 'Versions',
  performance: 'Performance',
  pipeline: 'Pipeline jobs',
} satisfies Record<QueryKind, string>;

/** Kinds that compare features with a reference; the others read what the log tells of a model. */
const COMPARES: ReadonlySet<string> = new Set<QueryKind>([
  'distribution',
  'drift',
  'drift_over_time',
  'dataset',
  'quality',
]);

/** More than these would bury the sentence that they end. */
const MOST_SCORES = 4;

function some(scores: readonly string[]): string {
  const more = scores.length - MOST_SCORES;
  return more > 0 ? `${scores.slice(0, MOST_SCORES).join(', ')} and ${more} more` : scores.join(', ');
}

function subject({ model, source, features }: TidemarkQuery): string {
  const which = features === undefined || features.length === 0 ? 'all features' : features.join(', ');
  if (source !== undefined) {
    const name = `${source.metric}${source.selector ?? ''}`;
    return source.featureLabel === undefined ? name : `${which} of ${name}`;
  }
  return `${which} of ${model ?? 'no model yet'}`;
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

/** A query in one line of plain words: for the history of Explore, the headings of queries and the editor itself. */
export function displayText(query: TidemarkQuery): string {
  const { queryType = 'drift', filters, scores, groupBy, window } = query;
  const question = QUESTIONS[queryType] ?? queryType;
  if (!COMPARES.has(queryType)) {
    const where =
      filters !== undefined && Object.keys(filters).length > 0 ? ` where ${describeSelection(filters)}` : '';
    const by = groupBy !== undefined && groupBy.length > 0 ? `, by ${groupBy.join(', ')}` : '';
    return `${question} of ${query.model ?? 'no model yet'}${where}${by}`;
  }
  const parts = [
    `${question} of ${subject(query)}`,
    filters !== undefined && Object.keys(filters).length > 0 ? ` where ${describeSelection(filters)}` : '',
    ` against ${against(query)}`,
    queryType === 'drift_over_time' && window !== undefined ? `, in windows of ${window}` : '',
    groupBy !== undefined && groupBy.length > 0 ? `, by ${groupBy.join(', ')}` : '',
    scores !== undefined && scores.length > 0 ? ` (${some(scores)})` : '',
  ];
  return parts.join('');
}
