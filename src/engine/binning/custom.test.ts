import { reasonOf, valueOf } from '../testing/pairs';
import { custom } from './custom';

test('custom bins are the edges given, as a copy', () => {
  const edges = [18, 65];
  const frozen = valueOf(custom({ strategy: 'custom', edges }, []));
  edges[0] = 0;
  expect(frozen).toEqual([18, 65]);
});

test.each([[[]], [[2, 1]], [[1, 1]], [[NaN]], [[Infinity]]])('edges %p are none', (edges) => {
  expect(reasonOf(custom({ strategy: 'custom', edges }, []))).toBe('invalid_edges');
});
