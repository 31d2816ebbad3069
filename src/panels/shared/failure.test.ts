import { failureOf } from './failure';

it('says what the queries said, each message once', () => {
  const errors = [{ message: 'too slow' }, { message: 'no such model' }, { message: 'too slow' }];
  expect(failureOf({ errors })).toEqual({ title: 'The query failed', text: 'too slow no such model' });
});

it('says where to look where there is no reason', () => {
  expect(failureOf({}).text).toMatch(/^Grafana gives no reason\. See Inspect/);
  expect(failureOf({ errors: [{}] }).text).toMatch(/^Grafana gives no reason/);
});

it('says whom to ask where whoever looks may not query', () => {
  expect(failureOf({ errors: [{ status: 403, message: 'Permissions needed: datasources:query' }] })).toEqual({
    title: 'You may not query this data source',
    text: 'Ask an administrator of Grafana for the permission to query it.',
  });
});

it('hides no other reason behind a missing permission', () => {
  const errors = [
    { status: 403, message: 'forbidden' },
    { status: 500, message: 'no upstream' },
  ];
  expect(failureOf({ errors }).text).toBe('forbidden no upstream');
});
