import { createDataFrame, FieldType } from '@grafana/data';
import { SCORE_CHANGES_FRAME } from '../../model/frames';
import { isScoreChanges, scoreChangeEvents } from './scoreChangeEvents';

const frame = createDataFrame({
  name: SCORE_CHANGES_FRAME,
  fields: [
    { name: 'time', type: FieldType.time, values: [5_000] },
    { name: 'feature', type: FieldType.string, values: ['amount'] },
    { name: 'country', type: FieldType.string, values: ['DE'] },
    { name: 'score', type: FieldType.string, values: ['PSI'] },
    { name: 'direction', type: FieldType.string, values: ['up'] },
    { name: 'onset', type: FieldType.time, values: [2_000] },
    { name: 'reason', type: FieldType.string, values: ['PSI rose, from about then on.'] },
  ],
});

describe('the changes that a detector has called', () => {
  it('are stretches from where each began to where it was called', () => {
    expect(isScoreChanges(frame)).toBe(true);
    expect(scoreChangeEvents([frame])).toEqual([
      {
        time: 2_000,
        timeEnd: 5_000,
        isRegion: true,
        title: 'amount (country=DE): PSI rose',
        text: 'amount (country=DE): PSI rose, from about then on.',
        tags: ['amount', 'change'],
      },
    ]);
  });

  it('are none where the frame has no rows', () => {
    expect(scoreChangeEvents([createDataFrame({ name: SCORE_CHANGES_FRAME, fields: [] })])).toEqual([]);
  });
});
