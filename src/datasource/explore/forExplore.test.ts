import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import { forExplore } from './forExplore';

const value = (name: string, labels: Record<string, string>, number: number | null, notices?: string): DataFrame =>
  toDataFrame({
    refId: 'A',
    name,
    fields: [
      {
        name,
        type: FieldType.number,
        values: [number],
        labels,
        config: { displayNameFromDS: `${labels['feature'] ?? ''} ${name}`, decimals: 3 },
      },
    ],
    meta: { type: 'numeric-multi', ...(notices && { notices: [{ severity: 'info', text: notices }] }) },
  } as Parameters<typeof toDataFrame>[0]);

const rowsOf = ({ fields, length }: DataFrame) =>
  Array.from({ length }, (_, i) => Object.fromEntries(fields.map(({ name, values }) => [name, values[i]])));

describe('the values of a query in Explore', () => {
  it('are one table: a row a label set, a column a label, a column a score', () => {
    const frames = forExplore([
      value('psi', { model: 'fraud', feature: 'amount', score: 'psi' }, 0.3, 'smoothed'),
      value('ks', { model: 'fraud', feature: 'amount', score: 'ks' }, 0.2),
      value('psi', { model: 'fraud', feature: 'country', score: 'psi' }, null),
    ]);
    expect(frames).toHaveLength(1);
    const [frame] = frames as [DataFrame];
    expect(rowsOf(frame)).toEqual([
      { model: 'fraud', feature: 'amount', psi: 0.3, ks: 0.2 },
      { model: 'fraud', feature: 'country', psi: null, ks: null },
    ]);
    expect(frame.meta).toMatchObject({ preferredVisualisationType: 'table', notices: [{ text: 'smoothed' }] });
    expect(frame.fields.find(({ name }) => name === 'psi')?.config).toEqual({ decimals: 3 });
  });

  it('of several numbers are a row for what they are about, where only some have a label', () => {
    const [frame] = forExplore([
      value('late_s', { model: 'fraud', job: 'ingest', metric: 'late_s' }, 5),
      value('live_versions', { model: 'fraud', metric: 'live_versions' }, 1),
    ]) as [DataFrame];
    expect(rowsOf(frame)).toEqual([
      { model: 'fraud', job: 'ingest', late_s: 5, live_versions: null },
      { model: 'fraud', job: null, late_s: null, live_versions: 1 },
    ]);
  });

  it('over time are a line for each group, which bears its name', () => {
    const long = toDataFrame({
      refId: 'A',
      name: 'over_time',
      fields: [
        { name: 'time', type: FieldType.time, values: [1, 1, 2, 2] },
        { name: 'country', type: FieldType.string, values: ['DE', 'FR', 'DE', 'FR'] },
        { name: 'rate', type: FieldType.number, values: [0.1, 0.2, 0.3, null], config: { displayNameFromDS: 'Rate' } },
        {
          name: 'rate_upper',
          type: FieldType.number,
          values: [1, 2, 3, 4],
          config: { displayNameFromDS: 'Upper', custom: { lineWidth: 0, fillBelowTo: 'Lower' } },
        },
      ],
      meta: { type: 'timeseries-long', preferredVisualisationType: 'graph' },
    } as Parameters<typeof toDataFrame>[0]);
    const frames = forExplore([long]);
    expect(frames.map(rowsOf)).toEqual([
      [
        { time: 1, rate: 0.1, rate_upper: 1 },
        { time: 2, rate: 0.3, rate_upper: 3 },
      ],
      [
        { time: 1, rate: 0.2, rate_upper: 2 },
        { time: 2, rate: null, rate_upper: 4 },
      ],
    ]);
    expect(frames[1]?.fields[1]).toMatchObject({ labels: { country: 'FR' }, config: { displayNameFromDS: 'FR Rate' } });
    expect(frames[1]?.fields[2]?.config.custom).toEqual({ lineWidth: 0, fillBelowTo: 'FR Lower' });
  });

  it('over time are drawn without the counts that they rest on, which stay in tables', () => {
    const rates = {
      refId: 'A',
      fields: [
        { name: 'time', type: FieldType.time, values: [1] },
        { name: 'rate', type: FieldType.number, values: [0.1] },
        { name: 'of', type: FieldType.number, values: [1000], config: { custom: { basis: true } } },
      ],
    };
    const names = (type: 'graph' | 'table') =>
      forExplore([toDataFrame({ ...rates, meta: { preferredVisualisationType: type } })]).map(({ fields }) =>
        fields.map(({ name }) => name)
      );
    expect(names('graph')).toEqual([['time', 'rate']]);
    expect(names('table')).toEqual([['time', 'rate', 'of']]);
  });

  it('leave all other frames as they are', () => {
    const table = toDataFrame({ refId: 'A', fields: [], meta: { preferredVisualisationType: 'table' } });
    expect(forExplore([table])).toEqual([table]);
  });
});
