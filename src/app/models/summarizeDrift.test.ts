import { createDataFrame, FieldType } from '@grafana/data';
import { summarizeDrift } from './summarizeDrift';

const table = (rows: Array<[string, number | null, string, string]>) =>
  createDataFrame({
    fields: [
      { name: 'feature', type: FieldType.string, values: rows.map(([feature]) => feature) },
      { name: 'psi', type: FieldType.number, values: rows.map(([, psi]) => psi) },
      { name: 'verdict', type: FieldType.string, values: rows.map(([, , verdict]) => verdict) },
      { name: 'reason', type: FieldType.string, values: rows.map(([, , , reason]) => reason) },
    ],
  });

describe('summarizeDrift', () => {
  it('counts every verdict and names the drifted feature with the largest PSI', () => {
    const summary = summarizeDrift(
      table([
        ['age', 0.01, 'ok', ''],
        ['amount', 0.9, 'drift', 'PSI 0.90'],
        ['country', 0.4, 'drift', 'PSI 0.40'],
        ['hour', 3, 'warning', 'PSI 3'],
      ])
    );
    expect(summary).toEqual({
      counts: { ok: 1, warning: 1, drift: 2, insufficient: 0 },
      features: 4,
      worst: { feature: 'amount', verdict: 'drift', reason: 'PSI 0.90' },
    });
  });

  it('names no feature where all are fine', () => {
    expect(summarizeDrift(table([['age', 0.01, 'ok', '']]))?.worst).toBeUndefined();
  });

  it('never reads an unknown or missing verdict as fine', () => {
    expect(summarizeDrift(table([['age', null, 'splendid', 'who knows']]))?.counts).toEqual({
      ok: 0,
      warning: 0,
      drift: 0,
      insufficient: 1,
    });
  });

  it('does not take another frame for a drift table', () => {
    expect(summarizeDrift(createDataFrame({ fields: [{ name: 'value', type: FieldType.number, values: [1] }] }))).toBe(
      undefined
    );
  });

  it('takes an empty table for a model without features', () => {
    expect(summarizeDrift(table([]))).toEqual({
      counts: { ok: 0, warning: 0, drift: 0, insufficient: 0 },
      features: 0,
    });
  });
});
