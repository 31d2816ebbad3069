import {
  drawBlock,
  endOfStory,
  ERRORS,
  HISTORY_MS,
  oldestAt,
  SEED,
  sceneAt,
  scenesOf,
  SLOT_MS,
  slotOf,
  type Block,
  type Scene,
  type ScenarioModel,
} from '../../../scenario';
import { takingTurns } from '../../events/turns';
import type { TimeRange } from '../upstream';
import { layoutOf, type Layout } from './layout';
import { tallyOf, type Tally } from './tally';

/** Slots whose rows are kept: eight hours, some five megabytes. */
const MAX_BLOCKS = 48;
/** Slots whose counts are kept: all of history, and as much again while the story moves on. */
const MAX_TALLIES = (2 * HISTORY_MS) / SLOT_MS;

/** Slots of one model, with its rows and counts as they were last asked for. */
class ModelSlots {
  readonly layout: Layout;
  private readonly blocks = new Map<number, Block>();
  private readonly tallies = new Map<number, Tally>();
  private scenes: { readonly end: number; readonly all: readonly Scene[] } | undefined;

  constructor(readonly model: ScenarioModel) {
    this.layout = layoutOf(model, ERRORS);
  }

  scenesAt(now: number): readonly Scene[] {
    const end = endOfStory(now);
    if (this.scenes?.end !== end) {
      this.scenes = { end, all: scenesOf(this.model.script, end) };
    }
    return this.scenes.all;
  }

  /** The rows of a slot, drawn where they are not at hand, and kept for who reads on. */
  block(slot: number, now: number): Block {
    const block = this.rowsOf(slot, now);
    this.blocks.delete(slot);
    this.blocks.set(slot, block);
    this.forget(this.blocks, MAX_BLOCKS);
    return block;
  }

  /** The counts of a slot; undefined where its rows have not been counted in the scene that they now lie in. */
  known(slot: number, now: number): Tally | undefined {
    const tally = this.tallies.get(slot);
    return tally?.key === sceneAt(this.scenesAt(now), slot * SLOT_MS + 1).key ? tally : undefined;
  }

  tally(slot: number, now: number): Tally {
    let tally = this.known(slot, now);
    if (tally === undefined) {
      // Its counts are all that will be asked of it again: kept, the rows would be most of what the process holds.
      tally = tallyOf(this.rowsOf(slot, now), this.layout, SEED);
      this.tallies.delete(slot);
      this.tallies.set(slot, tally);
      this.forget(this.tallies, MAX_TALLIES);
    }
    return tally;
  }

  private rowsOf(slot: number, now: number): Block {
    const scene = sceneAt(this.scenesAt(now), slot * SLOT_MS + 1);
    const kept = this.blocks.get(slot);
    return kept?.scene.key === scene.key ? kept : drawBlock(SEED, this.model, slot, scene);
  }

  private forget(kept: Map<number, unknown>, most: number): void {
    for (const slot of kept.keys()) {
      if (kept.size <= most) {
        return;
      }
      kept.delete(slot);
    }
  }
}

/**
 * The rows of a scenario's models, drawn when they are first asked for. They are the same whoever asks, so that all data
 * sources on the sample share them.
 */
export class Slots {
  private readonly byModel = new Map<string, ModelSlots>();

  of(model: ScenarioModel): ModelSlots {
    let slots = this.byModel.get(model.id);
    if (slots === undefined) {
      slots = new ModelSlots(model);
      this.byModel.set(model.id, slots);
    }
    return slots;
  }

  /**
   * Counts all slots that a stretch of time touches, and lets others have their turn meanwhile. Where all are counted
   * already there is nothing to wait for: a query that waits lets others begin, and all that they hold is held at once.
   */
  prepare(model: ScenarioModel, range: TimeRange, now: number, signal: AbortSignal): Promise<void> | undefined {
    const slots = this.of(model);
    const missing = slotsIn(range, now).filter((slot) => slots.known(slot, now) === undefined);
    return missing.length === 0 ? undefined : this.count(slots, missing, now, signal);
  }

  private async count(slots: ModelSlots, missing: readonly number[], now: number, signal: AbortSignal): Promise<void> {
    const turn = takingTurns(signal);
    for (const slot of missing) {
      // Another query may have counted it meanwhile.
      slots.tally(slot, now);
      await turn();
    }
  }
}

/** The slots that a stretch of time touches, of those that the sample knows. */
export function slotsIn({ from, to }: TimeRange, now: number): readonly number[] {
  const start = Math.max(from, oldestAt(now));
  const end = Math.min(to, now);
  if (!(start < end)) {
    return [];
  }
  const first = Math.floor(start / SLOT_MS);
  return Array.from({ length: slotOf(end) - first + 1 }, (_, i) => first + i);
}

/** The one set of slots of this process. */
export const SLOTS = new Slots();
