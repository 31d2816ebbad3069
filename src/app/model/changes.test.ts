import { createDataFrame, FieldType } from '@grafana/data';
import type { Answer } from '../ask/ask';
import { changesOf } from './changes';

const answer = (name: string, columns: Readonly<Record<string, readonly unknown[]>>): Answer => ({
  state: 'done',
  frames: [
    createDataFrame({
      name,
      fields: Object.entries(columns).map(([field, values]) => ({
        name: field,
        type: FieldType.other,
        values: [...values],
      })),
    }),
  ],
});

describe('what changed around a model', () => {
  it('stands in order of time, whatever it came from', () => {
    const changes = changesOf(
      {
        versions: answer('timeline', {
          time: [50, 5],
          title: ['8 deployed', '7 rolled back'],
          text: ['', ''],
          tags: ['model,deployed', 'model,rolled_back'],
        }),
        pipeline: answer('timeline', {
          time: [20],
          title: ['job failed'],
          text: ['no rows'],
          tags: ['pipeline,job,failed'],
        }),
      },
      10
    );
    expect(changes.map(({ time, lane, sign }) => [time, lane, sign])).toEqual([
      [5, 'version', 'bad'],
      [20, 'pipeline', 'bad'],
      [50, 'version', 'plain'],
    ]);
  });

  it('dates drift to the beginning of the window that showed it first, and its end alike', () => {
    const drift = answer('over_time', {
      time: [100, 200, 300, 400, 500],
      verdict: ['ok', 'insufficient', 'drift', 'warning', 'warning'],
    });
    expect(changesOf({ drift }, 100)).toEqual([
      { time: 200, lane: 'drift', title: 'OK → Drift', text: '', sign: 'bad' },
      { time: 300, lane: 'drift', title: 'Drift → Warning', text: '', sign: 'good' },
    ]);
  });

  it('is nothing where nobody answered', () => {
    expect(changesOf({ drift: { state: 'failed', why: 'no' } }, 1)).toEqual([]);
  });
});
