import { kolmogorovSurvival } from './kolmogorov';
import { normalCdf } from './normal';
import { gaussLegendre } from './quadrature';

/** Points nearer to one another than this tell the same: the bridge moves by 0.04 between them. */
const NEAREST = 0.002;
/** Nodes of the quadrature a standard deviation of the narrowest step: right to eight digits. */
const NODES_A_DEVIATION = 1.25;
const FEWEST_NODES = 10;
const MOST_NODES = 160;
/** Beyond it a normal tail is no double any more. */
const FAR = 38;
/** A part that small changes no digit of the whole. */
const UNSEEN = 1e-18;
/** Below this the chance is none, with or without its last digits. */
const NO_CHANCE = 1e-290;

/** Nodes from 0 to 1, by their number: features of one query mostly ask for the same few. */
const known = new Map<number, ReturnType<typeof gaussLegendre>>();

function nodesOf(count: number): ReturnType<typeof gaussLegendre> {
  let nodes = known.get(count);
  if (nodes === undefined) {
    nodes = gaussLegendre(count, 0, 1);
    known.set(count, nodes);
  }
  return nodes;
}

/** Names of their own for what stands in the innermost loop. */
const { exp } = Math;
const ROOT = Math.sqrt(2 * Math.PI);

/** Beyond z, weighed; 0 where it would not change a digit of what has left already. */
function tail(z: number, weight: number, left: number): number {
  return z > FAR || weight * exp((z * z) / -2) < UNSEEN * left ? 0 : weight * normalCdf(-z);
}

/** From one point to the next: B(t) is normal around `ratio` times where it stood, with this deviation. */
interface Step {
  readonly ratio: number;
  readonly deviation: number;
}

function stepsOf(points: readonly number[]): readonly Step[] {
  const steps: Step[] = [];
  let before = 0;
  for (const point of points) {
    if (point - before >= NEAREST && 1 - point >= NEAREST / 2) {
      const ratio = (1 - point) / (1 - before);
      steps.push({ ratio, deviation: Math.sqrt((point - before) * ratio) });
      before = point;
    }
  }
  return steps;
}

/**
 * The chance that a Brownian bridge is farther from 0 than x at any of the points, which rise between 0 and 1: the limit
 * law of the largest gap between two cumulative shares, where they are looked at between bins alone. On two bins it is
 * the normal law, on ever more bins Kolmogorov's, which is above it by more the fewer they are.
 *
 * The bridge goes from point to point as a normal step; its law inside the limits is carried along on Gauss-Legendre
 * nodes, and what leaves them at each point is added up, so that small chances keep their digits. Points that are nearer
 * than 0.002 to one another are one. No point gives 0 for any x above 0. O(points x nodes^2), about 0.1 ms for 10 bins.
 *
 * @example
 * bridgeMaximumSurvival(1.959963984540054 / 2, [0.5]) // => 0.05
 */
export function bridgeMaximumSurvival(x: number, points: readonly number[]): number {
  if (!(x > 0)) {
    return 1;
  }
  const most = kolmogorovSurvival(x);
  if (most < NO_CHANCE) {
    return most;
  }
  const steps = stepsOf(points);
  const narrowest = steps.reduce((least, { deviation }) => Math.min(least, deviation), Infinity);
  const wanted = Math.ceil((NODES_A_DEVIATION * x) / narrowest) + FEWEST_NODES;
  const nodes = nodesOf(Math.min(MOST_NODES, 4 * Math.ceil(wanted / 4)));
  const count = nodes.x.length;
  // The law is even: it is kept from 0 on, and counts twice.
  let law: Float64Array | null = null;
  let left = 0;
  for (const { ratio, deviation } of steps) {
    const next = new Float64Array(count);
    if (law === null) {
      left += tail(x / deviation, 2, 0);
      for (let i = 0; i < count; i++) {
        next[i] = exp((((nodes.x[i] as number) * x) / deviation) ** 2 / -2) / ROOT / deviation;
      }
    } else {
      for (let j = 0; j < count; j++) {
        const from = ratio * (nodes.x[j] as number) * x;
        const weight = (nodes.w[j] as number) * x * (law[j] as number);
        left += tail((x - from) / deviation, 2 * weight, left);
        left += tail((x + from) / deviation, 2 * weight, left);
        const share = weight / deviation / ROOT;
        const narrow = -0.5 / (deviation * deviation);
        for (let i = 0; i < count; i++) {
          const to = (nodes.x[i] as number) * x;
          const near = exp(narrow * (to - from) * (to - from)) + exp(narrow * (to + from) * (to + from));
          next[i] = (next[i] as number) + share * near;
        }
      }
    }
    law = next;
  }
  return Math.min(most, left);
}
