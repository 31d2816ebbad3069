import type { TimeRange } from '../../upstream/upstream';
import { Onset } from '../onset';
import type { Judged } from './judge';

/**
 * When outputs began to be wrong, or to break each rule: by the time at which they were predicted, whenever it became known.
 */
export class Began {
  private readonly confident: Onset;
  private readonly byRule: readonly Onset[];

  constructor(range: TimeRange, rules: number) {
    this.confident = new Onset(range);
    this.byRule = Array.from({ length: rules }, () => new Onset(range));
  }

  add({ event, label, isConfident, right, answers }: Judged): void {
    if (label !== undefined && right !== undefined && isConfident) {
      this.confident.add(event.time, right ? 0 : 1);
    }
    answers.forEach((answer, i) => {
      if (typeof answer === 'boolean') {
        this.byRule[i]?.add(event.time, answer ? 1 : 0);
      }
    });
  }

  /** @param rate the share of confident outputs that is wrong now. */
  wrong(rate: number | null): Readonly<Record<string, string>> {
    return this.confident.labels(rate);
  }

  /** @param rate the share of outputs that break the rule. */
  broken(rule: number, rate: number): Readonly<Record<string, string>> {
    return this.byRule[rule]?.labels(rate) ?? {};
  }
}
