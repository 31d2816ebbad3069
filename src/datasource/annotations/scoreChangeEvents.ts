import { FieldType, type AnnotationEvent, type DataFrame } from '@grafana/data';
import { SCORE_CHANGES_FIELDS as FIELDS, SCORE_CHANGES_FRAME } from '../../model/frames';

/** Whether a frame tells the changes that a detector has called. */
export function isScoreChanges(frame: DataFrame): boolean {
  return frame.name === SCORE_CHANGES_FRAME;
}

/** Turns the changes that a detector has called into events: a stretch from where each began to where it was called. */
export function scoreChangeEvents(frames: readonly DataFrame[]): AnnotationEvent[] {
  return frames.flatMap((frame) => {
    const field = (name: string) => frame.fields.find((one) => one.name === name);
    const column = (name: string): unknown[] => field(name)?.values ?? [];
    const own: readonly string[] = Object.values(FIELDS);
    const groups = frame.fields.filter(({ name, type }) => type === FieldType.string && !own.includes(name));
    const [onset, feature, score, direction, reason] = [
      column(FIELDS.onset),
      column(FIELDS.feature),
      column(FIELDS.score),
      column(FIELDS.direction),
      column(FIELDS.reason),
    ];
    return column(FIELDS.time).map((called, i) => {
      const group = groups.map(({ name, values }) => `${name}=${String(values[i])}`).join(', ');
      const name = `${String(feature[i])}${group === '' ? '' : ` (${group})`}`;
      return {
        time: Number(onset[i]),
        timeEnd: Number(called),
        isRegion: true,
        title: `${name}: ${String(score[i])} ${direction[i] === 'down' ? 'fell' : 'rose'}`,
        text: `${name}: ${String(reason[i])}`,
        tags: [String(feature[i]), 'change'],
      };
    });
  });
}
