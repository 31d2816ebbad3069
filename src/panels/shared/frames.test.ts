import { FieldType, toDataFrame } from '@grafana/data';
import { fieldOf, holdsSomething, intervalAt, numberAt, pickRows, textAt, titleOf, wordAt } from './frames';

const frame = toDataFrame({
  name: 'summary',
  fields: [
    { name: 'rate', type: FieldType.number, values: [0.5, null, NaN, '0.25'], config: { displayNameFromDS: 'Rate' } },
    { name: 'rate_lower', type: FieldType.number, values: [0.4, 0, 0, Infinity] },
    {
      name: 'metric',
      type: FieldType.string,
      values: ['latency_p95', null, 'odd_one', ''],
      config: { mappings: [{ type: 'value', options: { latency_p95: { text: 'Latency, 95 %', index: 0 } } }] },
    },
    { name: 'nothing', type: FieldType.string, values: [null, '', undefined, null] },
  ],
} as Parameters<typeof toDataFrame>[0]);

it('a number that is absent or not finite is null, and one that came as text is a number', () => {
  expect([0, 1, 2, 3].map((row) => numberAt(frame, 'rate', row))).toEqual([0.5, null, null, 0.25]);
  expect(numberAt(frame, 'no such column', 0)).toBeNull();
});

it('an interval has null for a bound that is not known, and is null without its value', () => {
  expect(intervalAt(frame, ['rate', 'rate_lower', 'rate_upper'], 0)).toEqual({ value: 0.5, lower: 0.4, upper: null });
  expect(intervalAt(frame, ['rate', 'rate_lower', 'rate_upper'], 1)).toBeNull();
});

it('an id reads as the data source words it, else with spaces for its lines', () => {
  expect([0, 1, 2].map((row) => wordAt(frame, 'metric', row))).toEqual(['Latency, 95 %', '', 'odd one']);
});

it('a column is called as the data source calls it', () => {
  expect(frame.fields.map(titleOf)).toEqual(['Rate', 'rate_lower', 'metric', 'nothing']);
});

it('a column of nothing holds nothing', () => {
  expect(frame.fields.map(holdsSomething)).toEqual([true, true, true, false]);
});

it('picked rows keep their order, their columns and their config', () => {
  const picked = pickRows(frame, [3, 0]);
  expect(picked.length).toBe(2);
  expect([0, 1].map((row) => textAt(picked, 'rate', row))).toEqual(['0.25', '0.5']);
  expect(fieldOf(picked, 'metric')?.config).toEqual(fieldOf(frame, 'metric')?.config);
});
