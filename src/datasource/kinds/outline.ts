import type { DriftQuery, QueryKind, Reference } from '../../model';
import { change } from '../change';
import type { TidemarkQuery } from '../types';

/** Members that every kind of query reads. */
type Always = 'queryType' | 'model' | 'filters' | 'format';
/** Members of a query that some kinds read and others do not. */
export type Member = Exclude<keyof DriftQuery, Always>;

/** What is known of a kind wherever queries are handled. What only an editor says of it stands in its face. */
export interface Outline {
  /** Begins the sentence that reads a query back. */
  readonly noun: string;
  /** What that sentence is about: each feature by itself, or the model. */
  readonly about: 'features' | 'model';
  readonly reads: readonly Member[];
  /** The kinds of reference that it takes; all, where none is named. */
  readonly references?: ReadonlyArray<Reference['kind']>;
  /** What a query about a model has to name to be about a shadow, too; without that it is about all else. */
  readonly shadowNeeds?: string;
  /** The numbers that a rule begins with, where the usual ones are of scales that no one threshold suits. */
  readonly beginsRuleWith?: readonly string[];
}

const ALL_MEMBERS = {
  source: true,
  upstream: true,
  features: true,
  reference: true,
  scores: true,
  window: true,
  groupBy: true,
  detector: true,
  hysteresis: true,
  calibrate: true,
  binning: true,
  smoothing: true,
  alpha: true,
  frames: true,
  metrics: true,
  limit: true,
  absurd: true,
} as const satisfies Record<Member, true>;

const COMPARING = [
  'source',
  'upstream',
  'features',
  'reference',
  'scores',
  'groupBy',
  'binning',
  'smoothing',
  'alpha',
] as const;

/**
 * Every kind of query. Apart from the schema, whose library is large, and from the words of the editor: Grafana loads
 * what uses this with every dashboard.
 */
export const OUTLINES: Readonly<Record<QueryKind, Outline>> = {
  drift: { noun: 'Drift', about: 'features', reads: COMPARING, shadowNeeds: 'role or version' },
  drift_over_time: {
    noun: 'Drift over time',
    about: 'features',
    reads: [...COMPARING, 'window', 'detector', 'hysteresis', 'calibrate'],
    shadowNeeds: 'role or version',
  },
  distribution: {
    noun: 'Distribution',
    about: 'features',
    reads: [...COMPARING, 'window', 'frames'],
    shadowNeeds: 'role or version',
  },
  dataset: {
    noun: 'Whole-model drift',
    about: 'model',
    reads: [...COMPARING, 'window', 'frames', 'metrics'],
    shadowNeeds: 'role or version',
  },
  quality: {
    noun: 'Data quality',
    about: 'model',
    shadowNeeds: 'role or version',
    reads: ['features', 'reference', 'window', 'alpha', 'frames', 'metrics'],
    beginsRuleWith: ['failing_features'],
  },
  shadow: {
    noun: 'Shadow against live',
    about: 'model',
    reads: ['features', 'window', 'groupBy', 'alpha', 'frames', 'metrics', 'limit'],
    beginsRuleWith: ['shadow_worse'],
  },
  absurd: {
    noun: 'Absurd outputs',
    about: 'model',
    shadowNeeds: 'role or version',
    reads: ['features', 'reference', 'window', 'groupBy', 'alpha', 'frames', 'metrics', 'limit', 'absurd'],
    references: ['offset', 'range', 'labels'],
  },
  performance: {
    noun: 'Performance',
    about: 'model',
    shadowNeeds: 'role or version',
    reads: ['reference', 'window', 'groupBy', 'frames', 'metrics'],
    references: ['offset', 'range', 'labels'],
  },
  models: {
    noun: 'Versions',
    about: 'model',
    reads: ['reference', 'frames', 'metrics'],
    references: ['labels'],
  },
  pipeline: { noun: 'Pipeline jobs', about: 'model', reads: ['frames', 'metrics'] },
  runtime: {
    noun: 'Timings and hardware',
    about: 'model',
    shadowNeeds: 'role or version',
    reads: ['window', 'groupBy', 'frames'],
  },
};

export function isKind(text: string | undefined): text is QueryKind {
  return text !== undefined && Object.hasOwn(OUTLINES, text);
}

export function reads(kind: QueryKind, member: Member): boolean {
  return OUTLINES[kind].reads.includes(member);
}

/** The query without what its kind does not read: nothing that a person does not see goes along. */
export function withoutUnread(query: TidemarkQuery, kind: QueryKind): TidemarkQuery {
  const unread = (Object.keys(ALL_MEMBERS) as Member[]).filter((member) => !reads(kind, member));
  return change(query, Object.fromEntries(unread.map((member) => [member, undefined])));
}
