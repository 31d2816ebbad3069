/** A series of a promtool test: its name and labels, and how it grows. */
export interface TestSeries {
  readonly series: string;
  readonly values: string;
}

/** A counter that grows by so much a step until `change`, and by so much from then on; all in steps. */
export function growth(series: string, before: number, after: number, change: number, end: number): TestSeries {
  const first = `0+${before}x${change}`;
  return {
    series,
    values: end > change ? `${first} ${before * change + after}+${after}x${end - change - 1}` : first,
  };
}
