import { dateTime, type DataFrame, type TimeRange } from '@grafana/data';
import { goldenFrames, withValues } from '../testing/golden';
import { answerKeeper, timeRangeKeeper } from './sameAnswer';

const answer = (): DataFrame[] => goldenFrames('shadow/summary');
const changed = (change: (frame: DataFrame) => DataFrame): DataFrame[] =>
  answer().map((frame) => (frame.name === 'summary' ? change(frame) : frame));

it('gives the frames of before where a refresh says the same', () => {
  const keep = answerKeeper();
  const first = keep(answer());
  expect(keep(answer())).toBe(first);
  expect(keep(changed((frame) => ({ ...frame, meta: { ...frame.meta, executedQueryString: 'later' } })))).toBe(first);
});

it.each([
  ['a value', (frame: DataFrame) => withValues(frame, 0, { pairs: 1 })],
  ['a reason', (frame: DataFrame) => ({ ...frame, meta: { custom: { kind: 'shadow', reasons: ['Another.'] } } })],
  [
    'a link',
    (frame: DataFrame) => ({
      ...frame,
      fields: frame.fields.map((field) => ({
        ...field,
        config: { ...field.config, links: [{ title: 'x', url: '/y' }] },
      })),
    }),
  ],
  ['a column', (frame: DataFrame) => ({ ...frame, fields: frame.fields.slice(1) })],
  ['its query', (frame: DataFrame) => ({ ...frame, refId: 'B' })],
])('gives other frames where %s is another', (_, change) => {
  const keep = answerKeeper();
  keep(answer());
  const other = changed(change);
  expect(keep(other)).toBe(other);
});

it('gives other frames where there are more or fewer', () => {
  const keep = answerKeeper();
  keep(answer());
  const fewer = answer().slice(1);
  expect(keep(fewer)).toBe(fewer);
  expect(keep([])).toEqual([]);
});

it('gives the time range of before where it begins and ends at the same instants', () => {
  const range = (to: number): TimeRange => {
    const [begin, end] = [dateTime(1_000), dateTime(to)];
    return { from: begin, to: end, raw: { from: begin, to: end } };
  };
  const keep = timeRangeKeeper();
  const first = keep(range(2_000));
  expect(keep(range(2_000))).toBe(first);
  const later = range(3_000);
  expect(keep(later)).toBe(later);
});
