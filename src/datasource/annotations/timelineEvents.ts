import { FieldType, type AnnotationEvent, type DataFrame } from '@grafana/data';
import { TIMELINE_FIELDS as FIELDS } from '../../model/modelsFrames';

/** Whether a frame tells what happened, rather than how features stand. */
export function isTimeline(frame: DataFrame): boolean {
  return frame.name === 'timeline';
}

/** Turns the rows of a timeline (deployments, roll-backs, pipeline runs) into events. */
export function timelineEvents(frames: readonly DataFrame[]): AnnotationEvent[] {
  return frames.flatMap((frame) => {
    const column = (name: string): unknown[] => frame.fields.find((field) => field.name === name)?.values ?? [];
    const time = frame.fields.find(({ name, type }) => name === FIELDS.time && type === FieldType.time)?.values ?? [];
    const title = column(FIELDS.title);
    const text = column(FIELDS.text);
    const tags = column(FIELDS.tags);
    return time.map((at, i) => ({
      time: Number(at),
      title: String(title[i] ?? ''),
      text: [title[i], text[i]].filter((part) => typeof part === 'string' && part !== '').join('. '),
      tags: String(tags[i] ?? '')
        .split(',')
        .filter((tag) => tag !== ''),
    }));
  });
}
