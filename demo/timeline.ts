import { before, MODELS, play, type Happening, type Play } from '../src/scenario';
import type { DemoOptions } from './options';

/** Something that happens, and when its line is stamped: milliseconds since the epoch, with a fraction. */
export interface Stamped {
  readonly happening: Happening;
  readonly stamp: number;
}

/**
 * Lays the story over our time: its clock starts where ours does, and runs `speed` times as fast. At a speed of 1 the two
 * are one, so that what is played is what the sample upstream tells of the same instants.
 */
export class Timeline {
  readonly play: Play;

  constructor(private readonly options: Pick<DemoOptions, 'seed' | 'speed' | 'start' | 'from' | 'healed'>) {
    const { seed, start, from, healed } = options;
    this.play = {
      seed,
      models: MODELS,
      end: start - from,
      from: start,
      ...(healed === undefined ? {} : { healed }),
    };
  }

  stampOf(time: number): number {
    const { start, speed } = this.options;
    return start + (time - start) / speed;
  }

  /** The instant of the scenario at one of ours. */
  timeAt(now: number): number {
    const { start, speed } = this.options;
    return start + (now - start) * speed;
  }

  /** What had happened to the versions before, so that a registry of them is not empty. */
  before(): readonly Stamped[] {
    return before(this.play).map((happening) => ({ happening, stamp: happening.time }));
  }

  /** All that happens, in order of time and for ever, some at a time. */
  *all(): Generator<readonly Stamped[], never> {
    for (const happened of play(this.play)) {
      yield happened.map((happening) => ({ happening, stamp: this.stampOf(happening.time) }));
    }
    throw new Error('the play goes on for ever');
  }
}
