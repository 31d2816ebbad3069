import { createDataFrame, FieldType } from '@grafana/data';
import { performanceLevels } from '../../model/performanceLevels';
import { judgePerformance } from './judgePerformance';

const of = (row: Readonly<Record<string, unknown>>, levels = performanceLevels(undefined)) =>
  judgePerformance(
    {
      state: 'done',
      frames: [
        createDataFrame({
          name: 'summary',
          fields: Object.entries(row).map(([name, value]) => ({ name, type: FieldType.other, values: [value] })),
        }),
      ],
    },
    levels
  );

describe('whether a model performs worse', () => {
  it.each([
    ['far below, and surely', { metric: 'f1', realised: 0.5, reference: 0.7, change: -0.2, p_value: 1e-6 }, 'drift'],
    [
      'a little below, and surely',
      { metric: 'f1', realised: 0.685, reference: 0.7, change: -0.015, p_value: 1e-6 },
      'warning',
    ],
    ['far below, perhaps by chance', { metric: 'f1', realised: 0.5, reference: 0.7, change: -0.2, p_value: 0.2 }, 'ok'],
    ['above', { metric: 'f1', realised: 0.8, reference: 0.7, change: 0.1, p_value: 1e-6 }, 'ok'],
    ['an error that grew', { metric: 'mae', realised: 6, reference: 5, change: 1, p_value: 1e-6 }, 'drift'],
    [
      'an error that grew by less than alerts',
      { metric: 'mae', realised: 5.5, reference: 5, change: 0.5, p_value: 1e-6 },
      'warning',
    ],
    ['an error that fell', { metric: 'mae', realised: 4, reference: 5, change: -1, p_value: 1e-6 }, 'ok'],
    [
      'an estimate wholly below',
      { metric: 'f1', realised: null, estimated: 0.5, estimated_lower: 0.4, estimated_upper: 0.6, reference: 0.7 },
      'warning',
    ],
    [
      'an estimate that may be as good',
      { metric: 'f1', realised: null, estimated: 0.6, estimated_lower: 0.5, estimated_upper: 0.75, reference: 0.7 },
      'ok',
    ],
    ['no reference', { metric: 'f1', realised: 0.5, reference: null }, 'insufficient'],
    ['no value', { metric: 'f1', realised: null, estimated: null, reason: 'no label yet' }, 'insufficient'],
  ])('%s is %s', (_, row, verdict) => {
    expect(of(row)).toMatchObject({ state: 'judged', verdict });
  });

  it('calls worse what the alerts of its data source are told to call worse', () => {
    const row = { metric: 'f1', realised: 0.685, reference: 0.7, change: -0.015, p_value: 1e-6 };
    expect(of(row)).toMatchObject({ verdict: 'warning' });
    expect(of(row, performanceLevels({ alert: 0.01 }))).toMatchObject({ verdict: 'drift' });
  });

  it('says nothing where the answer holds no performance', () => {
    expect(judgePerformance({ state: 'failed', why: 'no log' }, performanceLevels(undefined))).toBeUndefined();
    expect(judgePerformance({ state: 'done', frames: [] }, performanceLevels(undefined))).toBeUndefined();
  });
});
