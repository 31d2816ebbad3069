import { FieldType, toDataFrame } from '@grafana/data';
import { isTimeline, timelineEvents } from './timelineEvents';

const frame = toDataFrame({
  name: 'timeline',
  fields: [
    { name: 'time', type: FieldType.time, values: [10, 20] },
    { name: 'title', type: FieldType.string, values: ['live: version 7 deployed', 'ingest failed'] },
    { name: 'text', type: FieldType.string, values: ['hyperparameters.depth: 6 → 8', ''] },
    { name: 'tags', type: FieldType.string, values: ['model,deployed,live', null] },
  ],
});

describe('timelineEvents', () => {
  it('makes an event of each row, with its title, text and tags', () => {
    expect(timelineEvents([frame])).toEqual([
      {
        time: 10,
        title: 'live: version 7 deployed',
        text: 'live: version 7 deployed. hyperparameters.depth: 6 → 8',
        tags: ['model', 'deployed', 'live'],
      },
      { time: 20, title: 'ingest failed', text: 'ingest failed', tags: [] },
    ]);
  });

  it('is for frames of that name alone, and answers nothing for one without a time', () => {
    expect(isTimeline(frame)).toBe(true);
    expect(isTimeline(toDataFrame({ name: 'drift_over_time', fields: [] }))).toBe(false);
    expect(timelineEvents([toDataFrame({ name: 'timeline', fields: [{ name: 'title', values: ['x'] }] })])).toEqual([]);
  });
});
