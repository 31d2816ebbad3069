import { uidOf } from './uid';

describe('a uid', () => {
  test('can be read where its parts can', () => {
    expect(uidOf('tidemark', 'fraud', 'feature_drift')).toBe('tidemark-fraud-feature_drift');
  });

  test.each([
    ['too long', ['tidemark', 'a_model_with_a_name_that_goes_on_and_on', 'feature_drift']],
    ['characters that Grafana refuses', ['tidemark', 'fraud v2/ü', 'feature_drift']],
    ['a dash, which also joins parts', ['tidemark', 'fraud-v2', 'feature_drift']],
  ])('is one that Grafana takes, and always the same, where a part has %s', (_, parts) => {
    expect(uidOf(...parts)).toMatch(/^[A-Za-z0-9_-]{1,40}$/);
    expect(uidOf(...parts)).toBe(uidOf(...parts));
  });

  test('is never that of other parts', () => {
    const lists = [
      ['t', 'a-b', 'c'],
      ['t', 'a', 'b-c'],
      ['t', 'a', 'b', 'c'],
      ['t', 'a b', 'c'],
      ['t', 'a/b', 'c'],
      ['t', 'x'.repeat(60), 'c'],
      ['t', 'x'.repeat(61), 'c'],
    ];
    expect(new Set(lists.map((parts) => uidOf(...parts))).size).toBe(lists.length);
  });
});
