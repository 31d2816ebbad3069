import { type Answer, answered, noAnswer } from '../answer';
import type { Alarm, Detection, DetectorDefinition, DetectorOptions, RunLength } from './definition';
import { faultOfOption, run, type Step } from './run';

/** Buckets of one size before two of them are joined. */
const MOST_BUCKETS = 5;
/** Neither side of a cut may be shorter. */
const SHORTEST_SIDE = 5;

/** Buckets of 2^level values, the oldest first. */
interface Level {
  readonly sums: number[];
  readonly squares: number[];
}

/** The window as an exponential histogram: O(log width) buckets with their sums and squared distances. */
class Window {
  readonly levels: Level[] = [{ sums: [], squares: [] }];
  width = 0;
  sum = 0;
  /** Sum of (value - mean)^2. */
  squares = 0;

  add(value: number): void {
    if (this.width > 0) {
      const off = value - this.sum / this.width;
      this.squares += (off * off * this.width) / (this.width + 1);
    }
    this.width++;
    this.sum += value;
    const [first] = this.levels as [Level];
    first.sums.push(value);
    first.squares.push(0);
    this.join();
  }

  /** Two of the oldest buckets of a size become one of the next, wherever there are too many. */
  private join(): void {
    for (let k = 0; k < this.levels.length; k++) {
      const level = this.levels[k] as Level;
      if (level.sums.length <= MOST_BUCKETS) {
        return;
      }
      const next = this.levels[k + 1] ?? { sums: [], squares: [] };
      this.levels[k + 1] = next;
      const [a = 0, b = 0] = level.sums.splice(0, 2);
      const [sa = 0, sb = 0] = level.squares.splice(0, 2);
      const size = 2 ** k;
      next.sums.push(a + b);
      next.squares.push(sa + sb + ((a - b) / size) ** 2 * (size / 2));
    }
  }

  /** The first cut, from the old end, at which the two sides have different means. */
  cut(delta: number): { readonly statistic: number; readonly threshold: number; readonly rose: boolean } | null {
    let n0 = 0;
    let u0 = 0;
    const logarithm = Math.log((2 * Math.log(this.width)) / delta);
    const variance = Math.max(0, this.squares) / this.width;
    for (let k = this.levels.length - 1; k >= 0; k--) {
      const { sums } = this.levels[k] as Level;
      for (let i = 0; i < sums.length; i++) {
        n0 += 2 ** k;
        u0 += sums[i] as number;
        const n1 = this.width - n0;
        if (n0 >= SHORTEST_SIDE && n1 >= SHORTEST_SIDE) {
          const inverse = 1 / (n0 - SHORTEST_SIDE + 1) + 1 / (n1 - SHORTEST_SIDE + 1);
          const threshold = Math.sqrt(2 * inverse * variance * logarithm) + (2 / 3) * logarithm * inverse;
          const difference = (this.sum - u0) / n1 - u0 / n0;
          if (Math.abs(difference) > threshold) {
            return { statistic: Math.abs(difference), threshold, rose: difference > 0 };
          }
        }
      }
    }
    return null;
  }
}

function faultOf({
  delta = 0.002,
  clock = 32,
  grace = 10,
}: DetectorOptions['adwin']): ReturnType<typeof faultOfOption> {
  if (!Number.isInteger(clock)) {
    return noAnswer('invalid_option', `The clock is ${clock}: it must be a whole number of values.`);
  }
  return (
    faultOfOption('Delta', delta, 0, 1) ??
    faultOfOption('The clock', clock, 0, 1e9) ??
    faultOfOption('The grace', grace, 0, 1e9)
  );
}

/** Beyond it squares of values leave double precision. */
const LARGEST = 1e150;

/**
 * ADWIN: does the window still have one mean, or should its old part be forgotten?
 *
 * Keeps a window in buckets of rising size and looks every `clock` values for a cut whose two sides differ by more than
 * sqrt(2 v / m ln(2 ln W / delta)) + 2 / (3 m) ln(2 ln W / delta), 1 / m the sum of the sides' inverses (Bifet & Gavalda,
 * SDM 2007). The change began at the likeliest split of the values since the last alarm, which is finer than the buckets.
 * After an alarm it starts afresh, as river's. Values that are not finite are skipped and counted. O(values log values).
 *
 * @example
 * adwin(Float64Array.of(...Array(200).fill(0), ...Array(200).fill(5))).value.alarms[0].direction // => 'up'
 */
export function adwin(values: Float64Array, options: DetectorOptions['adwin'] = {}): Answer<Detection> {
  const fault = faultOf(options);
  if (fault !== null) {
    return fault;
  }
  if (values.some((value) => Number.isFinite(value) && Math.abs(value) > LARGEST)) {
    return noAnswer('overflow', 'The values are too large to compute with: look for a wrong unit.');
  }
  const { delta = 0.002, clock = 32, grace = 10 } = options;
  let window = new Window();
  let ticks = 0;
  const step: Step = (value, seen): Alarm | null => {
    window.add(value);
    ticks++;
    if (ticks % clock !== 0 || window.width <= grace) {
      return null;
    }
    const found = window.cut(delta);
    if (found === null) {
      return null;
    }
    window = new Window();
    ticks = 0;
    const { statistic, threshold, rose } = found;
    return { at: seen, onset: seen, direction: rose ? 'up' : 'down', statistic, threshold };
  };
  return answered(run(values, step, { looksBack: true }));
}

/**
 * At least how many values pass between two false alarms: were each look to err with chance delta, half of clock / delta
 * values would pass on average (the union bound). The bound of the paper that promises so has ln W where this, the one
 * that it recommends, has ln ln W; so it is not proven here, but true by far: simulated, 40 times as many values pass and
 * more, be they normal, uniform, exponential, or 0 and 1.
 *
 * @example
 * adwinRunLength().value.value // => 8000
 */
export function adwinRunLength(options: DetectorOptions['adwin'] = {}): Answer<RunLength> {
  const fault = faultOf(options);
  if (fault !== null) {
    return fault;
  }
  const { delta = 0.002, clock = 32 } = options;
  return answered({
    value: Math.min(Number.MAX_VALUE, Math.max(1, clock / (2 * delta))),
    kind: 'lower_bound',
    note: 'By the union bound over its looks, not by proof; on independent values, simulated, it is 40 times as long and more.',
  });
}

export const adwinDefinition: DetectorDefinition<'adwin'> = {
  id: 'adwin',
  label: 'ADWIN',
  explanation: 'Sees a change of the mean at any pace without a threshold of your own, and keeps what is still valid.',
  formula: '|mean0 - mean1| > sqrt(2 v / m ln(2 ln W / delta)) + 2 / (3 m) ln(2 ln W / delta)',
  citation: 'Bifet & Gavalda, SIAM International Conference on Data Mining, 2007',
  needs: 'Nothing but the values.',
  usual: "Delta 0.002, a look every 32 values (river's).",
  limits: 'Its bound is made for values from 0 to 1: on other scales the second term is too small or too large.',
  detect: adwin,
  expectedRunLength: adwinRunLength,
};
