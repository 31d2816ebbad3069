import { parseQuery, QUERY_KINDS, type QueryKind } from '../../model';
import type { TidemarkQuery } from '../types';
import { asKind } from './asKind';
import { OUTLINES, type Member } from './outline';

/** Every member that a query about a model can have, with what stays whatever the kind. */
const FULL: TidemarkQuery = {
  refId: 'A',
  model: 'fraud',
  filters: { role: 'live' },
  format: 'table',
  upstream: 'loki',
  features: ['amount'],
  reference: { kind: 'profile', name: 'train-7' },
  scores: ['psi'],
  window: '2h',
  groupBy: ['country'],
  detector: 'page_hinkley',
  hysteresis: { raiseAfter: 2 },
  calibrate: 'history',
  binning: { strategy: 'quantile', bins: 10 },
  smoothing: 'always',
  alpha: 0.01,
  frames: ['summary'],
  metrics: ['anything'],
  limit: 10,
  absurd: { confidence: 0.9 },
};

const ALWAYS: readonly string[] = ['refId', 'queryType', 'model', 'filters', 'format'];
const pairs = QUERY_KINDS.flatMap((from) => QUERY_KINDS.map((to) => [from, to] as const));

const switched = (from: QueryKind, to: QueryKind): TidemarkQuery =>
  asKind({ ...FULL, queryType: from }, to, { alerting: false, model: undefined });

describe('a query that becomes one of another kind', () => {
  it.each(pairs)('of %s to %s carries nothing that the new kind does not read', (from, to) => {
    const members = Object.keys(switched(from, to)).filter((member) => !ALWAYS.includes(member));
    expect(members.filter((member) => !OUTLINES[to].reads.includes(member as Member))).toEqual([]);
  });

  it.each(pairs)('of %s to %s names no table or number of the former kind', (from, to) => {
    const { frames, metrics } = switched(from, to);
    expect([frames, metrics]).toEqual([undefined, undefined]);
  });

  it.each(QUERY_KINDS)('to %s is one that the backend understands', (to) => {
    const { refId: _refId, ...asked } = switched('drift', to);
    expect(parseQuery(JSON.parse(JSON.stringify(asked)))).toMatchObject({ ok: true });
  });
});
