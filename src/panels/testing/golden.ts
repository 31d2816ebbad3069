import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DataFrame } from '@grafana/data';
import { framesOfAnswer, type GoldenAnswer } from './framesOfAnswer';

/** What the data source really answers to a case of tests/goldens, as a panel gets it. */
export function goldenFrames(kindAndCase: string): DataFrame[] {
  const file = path.join(__dirname, '../../../tests/goldens', kindAndCase, 'frames.json');
  return framesOfAnswer(JSON.parse(readFileSync(file, 'utf8')) as GoldenAnswer);
}

/** The frame of that name, which the case has. */
export function frameOf(frames: readonly DataFrame[], name: string): DataFrame {
  const found = frames.find((frame) => frame.name === name);
  if (found === undefined) {
    throw new Error(`the case has no frame ${name}`);
  }
  return found;
}

/** A frame with other values in one row: what a case of the goldens does not hold. */
export function withValues(frame: DataFrame, row: number, values: Readonly<Record<string, unknown>>): DataFrame {
  return {
    ...frame,
    fields: frame.fields.map((field) =>
      Object.hasOwn(values, field.name)
        ? { ...field, values: field.values.map((value: unknown, i) => (i === row ? values[field.name] : value)) }
        : field
    ),
  };
}
