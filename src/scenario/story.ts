import { DAY, HOUR, tickAt } from './time';

/** Which versions answer in a stretch of time, and whether the inputs have changed. A slot lies in one scene. */
export interface Scene {
  /** Milliseconds since the epoch; `from` excluded, `to` included. */
  readonly from: number;
  readonly to: number;
  readonly live: string;
  readonly shadow: Shadow | undefined;
  readonly changed: boolean;
  /** The same for scenes in which a request fares the same. */
  readonly key: string;
}

/** The version that answers in the shadow, and the share of requests that are mirrored to it. */
export interface Shadow {
  readonly version: string;
  readonly share: number;
}

/** A scene as a script tells it: it lasts until the next one. */
export interface Turn extends Pick<Scene, 'live' | 'shadow'> {
  /** Milliseconds from the end of the story. */
  readonly from: number;
}

/**
 * When things happen, in milliseconds from the end of the story. That end is the last tick before now for the sample
 * upstream, and an instant of its own for the demo.
 */
export const OFFSETS = {
  /** A bad version goes live, and is rolled back after a few hours. */
  badVersion: -5 * DAY,
  rolledBack: -5 * DAY + 3 * HOUR,
  /** The next version takes over; the one before it goes on as its shadow for a day. */
  deployed: -3 * DAY,
  newShadow: -2 * DAY,
  /**
   * The pipeline changes a unit: an hour less than a day ago, so that what is compared with a day before is compared
   * with calm data, on a page that was loaded some time ago, too.
   */
  changed: -DAY + HOUR,
} as const;

/**
 * The scenes of a script whose story ends at `end`: a turn for each change of versions, cut where the inputs change.
 *
 * @param healed when the inputs are as they were again, in milliseconds from the end; never, unless somebody says so.
 */
export function scenesOf(script: readonly Turn[], end: number, healed = Infinity): readonly Scene[] {
  return script.flatMap(({ from, live, shadow }, i) => {
    const to = script[i + 1]?.from ?? Infinity;
    const key = `${live}/${shadow?.version}/${shadow?.share}`;
    const parts = [
      { from, to: Math.min(to, OFFSETS.changed), changed: false },
      { from: Math.max(from, OFFSETS.changed), to: Math.min(to, healed), changed: true },
      { from: Math.max(from, healed), to, changed: false },
    ];
    return parts
      .filter((part) => part.from < part.to)
      .map((part) => ({
        from: end + part.from,
        to: end + part.to,
        live,
        shadow,
        changed: part.changed,
        key: `${key}/${part.changed ? 'changed' : 'calm'}`,
      }));
  });
}

/** Where the story ends, seen from now: with the last tick, so that it stays for half an hour. */
export function endOfStory(now: number): number {
  return tickAt(now);
}

/** The scene of an instant. */
export function sceneAt(scenes: readonly Scene[], time: number): Scene {
  const scene = scenes.find(({ to }) => time <= to);
  if (scene === undefined) {
    throw new Error(`no scene at ${time}`);
  }
  return scene;
}
