import type { Sides } from './sides';

/** One distinct value of both sides together. */
export interface Tie {
  /** How many values of each side are below it. */
  readonly belowX: number;
  readonly belowY: number;
  /** How many are equal to it. */
  readonly atX: number;
  readonly atY: number;
}

/** Goes through the distinct values of two sorted sides, in rising order. O(n + m). */
export function eachTie({ x, y }: Sides, visit: (tie: Tie) => void): void {
  let i = 0;
  let j = 0;
  while (i < x.length || j < y.length) {
    const value = Math.min(i < x.length ? (x[i] as number) : Infinity, j < y.length ? (y[j] as number) : Infinity);
    let atX = 0;
    let atY = 0;
    while (i + atX < x.length && x[i + atX] === value) {
      atX++;
    }
    while (j + atY < y.length && y[j + atY] === value) {
      atY++;
    }
    visit({ belowX: i, belowY: j, atX, atY });
    i += atX;
    j += atY;
  }
}
