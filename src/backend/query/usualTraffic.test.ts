import type { DriftQuery, ModelSettings } from '../../model';
import { createSampleUpstream } from '../upstream/sample';
import type { Upstream } from '../upstream/upstream';
import { compare } from './compare';
import { currentQuestions, referenceQuestions, resolveQuery } from './resolve';
import { numeric, tableUpstream, type Entry } from './testing/tableUpstream';
import { togetherNotices } from './usualTraffic';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 23, 12);
const range = { from: NOW - HOUR, to: NOW };

type Asked = Omit<Partial<DriftQuery>, 'queryType'>;
const queryOf = (asked: Asked): DriftQuery => ({ queryType: 'drift', model: 'fraud', ...asked });

const fraud = (labels: Readonly<Record<string, string>>): Entry => ({
  metric: 'model_feature',
  feature: 'amount',
  labels: { model: 'fraud', ...labels },
  observation: numeric([10, 20, 30], [100, 200, 300, 400]),
});

/** Live 7, whose requests the shadow 8 is given too. */
const MIRRORED = tableUpstream([fraud({ role: 'live', version: '7' }), fraud({ role: 'shadow', version: '8' })]);

async function countOf(upstream: Upstream, asked: Asked = {}): Promise<number> {
  const { rows } = await compare(
    { query: queryOf({ features: ['amount'], ...asked }), range, intervalMs: 60_000, fromAlert: false },
    { instance: { settings: {}, upstream }, signal: AbortSignal.any([]), now: () => range.to }
  );
  return rows.reduce((sum, { assessment }) => sum + (assessment.currentCount ?? 0), 0);
}

/** What each side is asked, beyond the model itself. */
function sidesOf(asked: Asked, model: Partial<ModelSettings> = {}): { now: string[]; before: string[] } {
  const resolved = resolveQuery(queryOf(asked), { models: [{ id: 'fraud', ...model }] });
  const said = (questions: ReturnType<typeof currentQuestions>): string[] =>
    (questions[0]?.source.matchers ?? [])
      .filter(({ label }) => label !== 'model')
      .map(({ label, op, value }) => `${label}${op}${value}`);
  return { now: said(currentQuestions(resolved)), before: said(referenceQuestions(resolved)) };
}

describe('the traffic that a query about a model means', () => {
  it('holds a request once that a shadow was given too', async () => {
    const sample = createSampleUpstream({ now: () => range.to });
    const live = await countOf(sample, { filters: { role: 'live' } });
    const shadow = await countOf(sample, { filters: { role: 'shadow' } });
    expect(shadow).toBeGreaterThan(0);
    expect(await countOf(sample)).toBe(live);
    expect(await countOf(sample, { filters: { role: ['live', 'shadow'] } })).toBeCloseTo(live + shadow, 6);
  });

  it('holds that of a service which tells no role, and that of any other role', async () => {
    expect(await countOf(tableUpstream([fraud({})]))).toBe(1000);
    expect(await countOf(tableUpstream([fraud({ role: 'canary' })]))).toBe(1000);
  });

  it('holds each version and each role where the query keeps them apart', async () => {
    expect(await countOf(MIRRORED, { groupBy: ['version'] })).toBe(2000);
    expect(await countOf(MIRRORED, { groupBy: ['role'] })).toBe(2000);
    expect(await countOf(MIRRORED, { groupBy: ['model'] })).toBe(1000);
  });

  it('is what a filter by role or by version says, and nothing is added to that', () => {
    expect(sidesOf({}).now).toEqual(['role!=shadow']);
    expect(sidesOf({ filters: { country: 'DE' } }).now).toEqual(['country=DE', 'role!=shadow']);
    expect(sidesOf({ filters: { role: 'live' } }).now).toEqual(['role=live']);
    expect(sidesOf({ filters: { version: '8' } }).now).toEqual(['version=8']);
  });

  it('is what the selector of the model says, where that names a side', () => {
    expect(sidesOf({}, { selector: { model: 'fraud', role: 'shadow' } }).now).toEqual(['role=shadow']);
  });

  it('is all that an ad-hoc source has: nothing is known of its labels', () => {
    const source = { upstream: 'prometheus', kind: 'histogram', metric: 'latency' } as const;
    const { model: _model, ...adHoc } = queryOf({ source });
    expect(currentQuestions(resolveQuery(adHoc, {}))[0]?.source.matchers).toEqual([]);
  });
});

describe('the traffic of a reference by labels', () => {
  it('is the shadow where it names it, against what is live', () => {
    const reference = { kind: 'labels', labels: { role: 'shadow' } } as const;
    expect(sidesOf({ reference })).toEqual({ now: ['role!=shadow'], before: ['role=shadow'] });
  });

  it('is a version where it names one, whatever its role', () => {
    const reference = { kind: 'labels', labels: { version: '8' } } as const;
    expect(sidesOf({ reference })).toEqual({ now: ['role!=shadow'], before: ['version=8'] });
  });

  it('leaves the shadow out where it names another label', () => {
    const reference = { kind: 'labels', labels: { country: 'DE' } } as const;
    expect(sidesOf({ reference }).before).toEqual(['role!=shadow', 'country=DE']);
  });
});

describe('a query that counts live and shadow together', () => {
  const said = (asked: Asked): string => togetherNotices(queryOf(asked)).join();

  it('is told that a request counts twice, and what to do', () => {
    expect(said({ filters: { role: ['live', 'shadow'] } })).toBe(
      'Several roles are counted together: a request that a shadow was given too counts twice, which makes p-values too small. Filter by one role, or split by role.'
    );
    expect(said({ filters: { version: ['7', '8'] } })).toContain('Several versions are counted together');
  });

  it('is told nothing where no request can count twice', () => {
    expect(said({})).toBe('');
    expect(said({ filters: { role: ['live', 'canary'] } })).toBe('');
    expect(said({ filters: { role: 'live', version: ['6', '7'] } })).toBe('');
    expect(said({ filters: { role: ['live', 'shadow'] }, groupBy: ['role'] })).toBe('');
    expect(said({ filters: { version: ['7', '8'] }, groupBy: ['version'] })).toBe('');
  });
});
