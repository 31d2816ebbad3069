import { FieldType, type DataFrame } from '@grafana/data';
import { partsOf } from './parts';

const field = (name: string, max?: number) => ({
  name,
  type: name === 'time' ? FieldType.time : FieldType.number,
  config: max === undefined ? {} : { max, unit: 'percentunit' },
  values: [0],
});
const overTime: DataFrame = {
  name: 'over_time',
  fields: [field('time'), field('wrong_rate', 1), field('expected_rate', 1), field('violation_rate', 1)],
  length: 1,
};

const drawn = (task: string) => {
  const panel = partsOf('fraud', task, new Set())
    .flatMap(({ panels }) => panels)
    .find(({ id }) => id === 'absurd-over-time');
  return panel?.draw([overTime])[0]?.fields ?? [];
};

describe('the chart of absurd outputs on the page of a model', () => {
  it('shows confident errors where predictions have a confidence, and what breaks a rule where they are numbers', () => {
    expect(drawn('binary').map(({ name }) => name)).toEqual(['time', 'wrong_rate', 'expected_rate']);
    expect(drawn('regression').map(({ name }) => name)).toEqual(['time', 'violation_rate']);
  });

  it('leaves the height of its axis to its lines, because a few percent would lie along the bottom of a hundred', () => {
    expect(drawn('binary')[1]?.config).toEqual({ unit: 'percentunit' });
  });
});
