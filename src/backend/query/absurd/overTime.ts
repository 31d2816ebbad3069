import type { Calibration } from '../../../engine';
import type { Steps } from '../steps';
import type { Judged } from './judge';
import { worthOf } from './tally';

/** What was counted in one window. */
export interface AbsurdWindow {
  /** Its end. */
  readonly time: number;
  readonly predictions: number;
  readonly labelled: number;
  readonly unlabelled: number;
  readonly confident: number;
  readonly wrong: number;
  readonly expectedWrong: number;
  readonly ruleViolations: number;
  readonly opposed: number;
}

const COUNTS = [
  'predictions',
  'labelled',
  'unlabelled',
  'confident',
  'wrong',
  'expectedWrong',
  'ruleViolations',
  'opposed',
] as const satisfies ReadonlyArray<Exclude<keyof AbsurdWindow, 'time'>>;
type Count = (typeof COUNTS)[number];

/**
 * Counts in windows that overlap: `from` excluded, `to` included. A prediction is added where its first window begins
 * and taken away behind its last, and running sums make the counts; else a window of a day at steps of a minute would
 * cost 1,440 additions a prediction.
 */
export class OverTime {
  private readonly changes: Readonly<Record<Count, Float64Array>>;

  constructor(
    private readonly steps: Steps,
    private readonly calibration: Calibration | undefined
  ) {
    const size = steps.times.length + 1;
    this.changes = Object.fromEntries(COUNTS.map((name) => [name, new Float64Array(size)])) as Record<
      Count,
      Float64Array
    >;
  }

  add({ event, confidence, isConfident, right, label, breaksRule, isOpposed }: Judged): void {
    const { stepMs, windowMs, times } = this.steps;
    const [begin = 0] = times;
    // The windows that hold an instant end at it or later, and less than a window later.
    const first = Math.max(0, Math.ceil((event.time - begin) / stepMs));
    const behind = Math.min(times.length, Math.ceil((event.time + windowMs - begin) / stepMs));
    if (first >= behind) {
      return;
    }
    const count = (name: Count, by: number): void => {
      const changes = this.changes[name];
      changes[first] = (changes[first] as number) + by;
      changes[behind] = (changes[behind] as number) - by;
    };
    count('predictions', 1);
    count('labelled', label === undefined ? 0 : 1);
    count('unlabelled', label === undefined && isConfident ? 1 : 0);
    if (isConfident && right !== undefined && confidence !== undefined) {
      count('confident', 1);
      count('wrong', right ? 0 : 1);
      count('expectedWrong', 1 - worthOf(confidence, this.calibration));
    }
    count('ruleViolations', breaksRule ? 1 : 0);
    count('opposed', isOpposed ? 1 : 0);
  }

  windows(): readonly AbsurdWindow[] {
    const sums = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Record<Count, number>;
    return this.steps.times.map((time, i) => {
      for (const name of COUNTS) {
        sums[name] += this.changes[name][i] as number;
      }
      // Sums of fractions do not quite come back to zero; what holds nothing expects nothing.
      return { time, ...sums, expectedWrong: sums.confident === 0 ? 0 : Math.max(0, sums.expectedWrong) };
    });
  }
}
