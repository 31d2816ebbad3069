import { IdTable } from '../../events/idTable';
import type { FieldValue } from '../../upstream/events';
import type { Judged } from './judge';
import { isAbsurd } from './signs';

/** So many different inputs of absurd outputs are followed; those that come first are. */
const MOST_INPUTS = 20_000;
const MOST_SHOWN = 1000;

/** One combination of the features that the query names, and how often it came out absurd. */
export interface RepeatedInput {
  readonly features: Readonly<Record<string, FieldValue>>;
  absurd: number;
  wrong: number;
  ruleViolations: number;
  opposed: number;
  /** How often it was seen at all, absurd or not. */
  predictions: number;
  firstSeen: number;
  lastSeen: number;
}

/**
 * Inputs that come out absurd again and again: a stuck sensor, a default value, a test account. Of an input that never
 * does only its number is kept, as 53 bits.
 */
export class Repeats {
  private readonly seen = new IdTable();
  private readonly inputs = new Map<string, RepeatedInput>();
  private left = 0;

  add(judged: Judged, features: Readonly<Record<string, FieldValue>>): void {
    const names = Object.keys(features).sort();
    if (names.length === 0) {
      return;
    }
    const key = JSON.stringify(names.map((name) => [name, features[name]]));
    this.seen.set(key, (this.seen.get(key) ?? 0) + 1);
    if (!isAbsurd(judged)) {
      return;
    }
    const { time } = judged.event;
    let input = this.inputs.get(key);
    if (input === undefined) {
      if (this.inputs.size >= MOST_INPUTS) {
        this.left++;
        return;
      }
      input = {
        features,
        absurd: 0,
        wrong: 0,
        ruleViolations: 0,
        opposed: 0,
        predictions: 0,
        firstSeen: time,
        lastSeen: time,
      };
      this.inputs.set(key, input);
    }
    input.absurd++;
    input.wrong += judged.isConfident && judged.right === false ? 1 : 0;
    input.ruleViolations += judged.breaksRule ? 1 : 0;
    input.opposed += judged.isOpposed ? 1 : 0;
    input.lastSeen = time;
  }

  /** Absurd outputs whose inputs could not be followed any more. */
  get unfollowed(): number {
    return this.left;
  }

  /** Those that were absurd more than once, the most frequent first. */
  repeated(): readonly RepeatedInput[] {
    return [...this.inputs]
      .filter(([, { absurd }]) => absurd > 1)
      .map(([key, input]) => ({ ...input, predictions: this.seen.get(key) ?? input.absurd }))
      .sort(
        (a, b) => b.absurd - a.absurd || b.absurd / b.predictions - a.absurd / a.predictions || b.lastSeen - a.lastSeen
      )
      .slice(0, MOST_SHOWN);
  }
}
