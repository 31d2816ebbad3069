import type { Direction, Labels, LokiStream } from './api';

/** A line as it was read. */
export interface Line {
  readonly nanoseconds: string;
  readonly text: string;
  /** Those of its stream, and its own metadata. */
  readonly labels: Labels;
}

/** The lines of all streams, in order of time; those of one instant stay as Loki has them. */
export function merged(streams: readonly LokiStream[], direction: Direction): Line[] {
  const lines = streams.flatMap(({ stream, values }) =>
    values.map(([nanoseconds, text, own]): Line => {
      const metadata = own?.structuredMetadata;
      return { nanoseconds, text, labels: metadata === undefined ? stream : { ...stream, ...metadata } };
    })
  );
  if (streams.length > 1) {
    const sign = direction === 'forward' ? 1 : -1;
    // All have nineteen digits until the year 2286, so that texts compare as the numbers do.
    lines.sort((a, b) => (a.nanoseconds === b.nanoseconds ? 0 : a.nanoseconds < b.nanoseconds ? -sign : sign));
  }
  return lines;
}

function keyOf({ labels, text }: Line): string {
  return `${JSON.stringify(labels)}\n${text}`;
}

/**
 * Leaves out what was given out already: as many of each line as were. `given` counts down, so that further pages of the
 * same lines go on where this one ends.
 */
export function unseen(lines: readonly Line[], given: Map<string, number>): readonly Line[] {
  return lines.filter((line) => {
    const key = keyOf(line);
    const count = given.get(key) ?? 0;
    given.set(key, count - 1);
    return count <= 0;
  });
}

/** The same, of the first instant of a page alone: what comes after it is new. */
export function unseenOfFirst(lines: readonly Line[], given: ReadonlyMap<string, number> | undefined): readonly Line[] {
  const [first] = lines;
  if (given === undefined || given.size === 0 || first === undefined) {
    return lines;
  }
  const later = lines.findIndex(({ nanoseconds }) => nanoseconds !== first.nanoseconds);
  const end = later < 0 ? lines.length : later;
  return [...unseen(lines.slice(0, end), new Map(given)), ...lines.slice(end)];
}

/** How often each line of the last instant of a page is in it. */
export function countedAt(lines: readonly Line[], nanoseconds: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = lines.length - 1; i >= 0 && lines[i]?.nanoseconds === nanoseconds; i--) {
    const line = lines[i];
    if (line !== undefined) {
      const key = keyOf(line);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}
