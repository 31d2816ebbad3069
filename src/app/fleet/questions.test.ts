import { dateTime, type TimeRange } from '@grafana/data';
import { slowRange } from './questions';

const HOUR = 3_600_000;
const TO = dateTime('2026-11-25T12:00:00Z');
const last = (hours: number): TimeRange => {
  const from = dateTime(TO.valueOf() - hours * HOUR);
  return { from, to: TO, raw: { from, to: TO } };
};

describe('the stretch in which outputs are judged', () => {
  it.each([
    ['the last six hours', 24, 0, 6],
    ['so much more as labels take to come', 24, 4, 12],
    ['six hours where labels come later than the range is long', 24, 48, 6],
    ['all of a longer range that labels need', 168, 48, 78],
    ['all of a short range', 3, 0, 3],
    ['all of a range that labels fill', 24, 15, 24],
  ])('is %s', (_, hours, delay, judged) => {
    const { from, to } = slowRange(last(hours), delay * HOUR);
    expect([(to.valueOf() - from.valueOf()) / HOUR, to.valueOf()]).toEqual([judged, TO.valueOf()]);
  });
});
