import { parseQuery, QUERY_KINDS } from '../../model';
import { EXAMPLES } from './examples';

describe('the examples of the query help', () => {
  it.each(EXAMPLES.map((example) => [example.title, example] as const))(
    '"%s" can be asked as it is',
    (_, { query }) => {
      expect(parseQuery(query)).toEqual({ ok: true, value: query });
    }
  );

  it('show every kind of query, every kind of reference but a fixed time, and ad-hoc sources', () => {
    expect(new Set(EXAMPLES.map(({ query }) => query.queryType))).toEqual(new Set(QUERY_KINDS));
    expect(new Set(EXAMPLES.flatMap(({ query }) => query.reference?.kind ?? []))).toEqual(
      new Set(['offset', 'labels', 'profile'])
    );
    expect(EXAMPLES.filter(({ query }) => query.source !== undefined)).not.toHaveLength(0);
  });
});
