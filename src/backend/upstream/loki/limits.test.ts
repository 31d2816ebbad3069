import { TidemarkError } from '../../errors';
import { limitOf, ServerLimits, withAdvice } from './limits';

const refused = (text: string): TidemarkError =>
  new TidemarkError('upstream_rejected_query', `Loki rejects the query: ${text}`);

/** As Loki 3.7.6 writes them. */
const LENGTH = 'the query time range exceeds the limit (query length: 961h0m0s, limit: 30d1h)';
const ENTRIES = 'max entries limit per query exceeded, limit > max_entries_limit_per_query (6000 > 5000)';
const SERIES =
  'maximum number of series (500) reached for a single query; consider reducing query cardinality by adding more specific stream selectors, reducing the time range, or aggregating results with functions like sum(), count() or topk()';
const BYTES =
  'the query would read too many bytes (query: 3.1GB, limit: 1GB); consider adding more specific stream selectors or reduce the time range of the query';
const TIME =
  'request timed out, decrease the duration of the request or add more label matchers (prefer exact match over regex match) to reduce the amount of data processed';

describe("Loki's own limits", () => {
  it.each([
    [LENGTH, { kind: 'query_length', ms: 30 * 86_400_000 + 3_600_000 }, 'max_query_length'],
    [LENGTH.replace('30d1h', '721h0m0s'), { kind: 'query_length', ms: 721 * 3_600_000 }, 'max_query_length'],
    [ENTRIES, { kind: 'entries', most: 5000 }, 'max_entries_limit_per_query'],
    [SERIES, { kind: 'series', most: 500 }, 'max_query_series'],
    [BYTES, { kind: 'bytes' }, 'max_query_bytes_read'],
    [TIME, { kind: 'time' }, 'query_timeout'],
    ['[interval] value exceeds limit: [30d] > [1d]', { kind: 'range_vector' }, 'max_query_range'],
    ['too many outstanding requests', { kind: 'outstanding' }, 'max_outstanding_per_tenant'],
    ['query blocked by policy', { kind: 'blocked' }, 'blocked_queries'],
  ])('%s is understood, and says which setting to change', (text, limit, setting) => {
    expect(limitOf(refused(text))).toEqual(limit);
    const advised = withAdvice(refused(text));
    expect(advised).toMatchObject({ code: 'upstream_rejected_query', message: expect.stringContaining(setting) });
    expect((advised as Error).message).toContain(text.slice(0, 40));
  });

  it('leaves every other error as it is', () => {
    const other = refused('parse error at line 1, col 2: syntax error: unexpected IDENTIFIER');
    expect(withAdvice(other)).toBe(other);
    expect(limitOf(new Error(SERIES))).toBeUndefined();
  });

  it('are learned once, and only where a smaller question can be put', () => {
    const limits = new ServerLimits();
    expect(limits.learn(refused(ENTRIES), { lines: 6000 })).toBe(true);
    expect(limits.page).toBe(5000);
    expect(limits.learn(refused(ENTRIES), { lines: 5000 })).toBe(false);
    expect(limits.learn(refused(LENGTH.replace('30d1h', '2d')), { ms: 9 * 86_400_000 })).toBe(true);
    expect(limits.longestMs).toBe(2 * 86_400_000);
    expect(limits.learn(refused(SERIES), { lines: 10, ms: 10 })).toBe(false);
  });
});
