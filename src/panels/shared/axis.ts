import { percent } from './format';

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** Shares at which a line helps: from 0, in steps of 1, 2 or 5 times a power of ten, at most `most` above zero. */
export function shareTicks(highest: number, most: number): { readonly top: number; readonly ticks: readonly Tick[] } {
  if (!(highest > 0)) {
    return { top: 1, ticks: [{ at: 0, text: percent(0) }] };
  }
  const rough = highest / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const steps = Math.ceil(highest / step - 1e-9);
  const ticks = Array.from({ length: steps + 1 }, (_, index) => ({
    at: index * step,
    text: percent(index * step),
  }));
  return { top: steps * step, ticks };
}

export interface Label {
  readonly x: number;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** Roughly what a character of the axis takes, in pixels: enough to keep labels apart without measuring each. */
const CHARACTER = 6;
const LEAST_GAP = 6;

function extent({ x, text, anchor }: Label): readonly [number, number] {
  const width = text.length * CHARACTER;
  const from = anchor === 'start' ? x : anchor === 'middle' ? x - width / 2 : x - width;
  return [from, from + width];
}

/** The first and the last label always, and of those between as many as do not touch. O(labels). */
export function thin(labels: readonly Label[]): Label[] {
  const [first] = labels;
  const last = labels.at(-1);
  if (first === undefined || last === undefined || labels.length < 2) {
    return [...labels];
  }
  const kept = [first];
  let end = extent(first)[1];
  const lastStart = extent(last)[0];
  for (const label of labels.slice(1, -1)) {
    const [from, to] = extent(label);
    if (from >= end + LEAST_GAP && to <= lastStart - LEAST_GAP) {
      kept.push(label);
      end = to;
    }
  }
  return lastStart >= end + LEAST_GAP ? [...kept, last] : kept;
}
