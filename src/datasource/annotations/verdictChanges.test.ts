import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import { verdictChanges } from './verdictChanges';

type Row = readonly [time: number, feature: string, verdict: string, reason: string, country?: string];

function frame(rows: readonly Row[]): DataFrame {
  const grouped = rows.some((row) => row[4] !== undefined);
  return toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: rows.map((row) => row[0]) },
      { name: 'feature', type: FieldType.string, values: rows.map((row) => row[1]) },
      { name: 'verdict', type: FieldType.string, values: rows.map((row) => row[2]) },
      { name: 'reason', type: FieldType.string, values: rows.map((row) => row[3]) },
      { name: 'psi', type: FieldType.number, values: rows.map(() => 0.1) },
      ...(grouped ? [{ name: 'country', type: FieldType.string, values: rows.map((row) => row[4]) }] : []),
    ],
  });
}

describe('verdictChanges', () => {
  it('marks where the verdict of a feature changes, and nothing where it stays', () => {
    const events = verdictChanges([
      frame([
        [1, 'amount', 'ok', ''],
        [2, 'amount', 'ok', ''],
        [3, 'amount', 'drift', 'PSI 0.31 is above 0.2'],
        [4, 'amount', 'drift', 'PSI 0.33 is above 0.2'],
        [5, 'amount', 'ok', ''],
      ]),
    ]);
    expect(events).toEqual([
      {
        time: 3,
        title: 'amount: Drift',
        text: 'amount: OK → Drift. PSI 0.31 is above 0.2',
        tags: ['amount', 'drift'],
      },
      { time: 5, title: 'amount: OK', text: 'amount: Drift → OK', tags: ['amount', 'ok'] },
    ]);
  });

  it('takes the first verdict as where a feature stands', () => {
    expect(verdictChanges([frame([[1, 'amount', 'drift', 'high']])])).toEqual([]);
  });

  it('sees no change in a gap without enough data', () => {
    expect(
      verdictChanges([
        frame([
          [1, 'amount', 'drift', 'high'],
          [2, 'amount', 'insufficient', '3 observations'],
          [3, 'amount', 'drift', 'high'],
        ]),
      ])
    ).toEqual([]);
  });

  it('sees a change across such a gap', () => {
    const events = verdictChanges([
      frame([
        [1, 'amount', 'ok', ''],
        [2, 'amount', 'insufficient', ''],
        [3, 'amount', 'warning', ''],
      ]),
    ]);
    expect(events.map(({ time, text }) => [time, text])).toEqual([[3, 'amount: OK → Warning']]);
  });

  it('keeps features and groups apart, and takes rows and frames in any order', () => {
    const events = verdictChanges([
      frame([
        [2, 'amount', 'drift', '', 'DE'],
        [1, 'amount', 'ok', '', 'DE'],
      ]),
      frame([
        [1, 'amount', 'ok', '', 'FR'],
        [2, 'amount', 'ok', '', 'FR'],
        [2, 'age', 'drift', '', 'DE'],
      ]),
    ]);
    expect(events.map(({ text }) => text)).toEqual(['amount (country=DE): OK → Drift']);
  });

  it('leaves a verdict that it does not know as it is', () => {
    const events = verdictChanges([
      frame([
        [1, 'amount', 'ok', ''],
        [2, 'amount', 'splendid', ''],
      ]),
    ]);
    expect(events.map(({ text }) => text)).toEqual(['amount: OK → splendid']);
  });

  it('answers nothing for a frame of another shape', () => {
    expect(verdictChanges([toDataFrame({ fields: [{ name: 'value', values: [1] }] })])).toEqual([]);
  });
});
