/** Answers that hold for a while, so that what was asked a moment ago is not asked again. */
export class Kept<T> {
  private readonly all = new Map<string, { readonly until: number; readonly value: T }>();

  /** @param most beyond it, what was kept first is forgotten. */
  constructor(
    private readonly now: () => number,
    private readonly most: number
  ) {}

  get(key: string): T | undefined {
    const known = this.all.get(key);
    return known !== undefined && known.until > this.now() ? known.value : undefined;
  }

  keep(key: string, value: T, forMs: number): T {
    this.all.delete(key);
    this.all.set(key, { until: this.now() + forMs, value });
    if (this.all.size > this.most) {
      const [oldest] = this.all.keys();
      this.all.delete(oldest ?? key);
    }
    return value;
  }
}
