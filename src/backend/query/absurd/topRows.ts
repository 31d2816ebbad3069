/**
 * The best few of many, in bounded memory: a binary heap with the worst of them on top (Williams 1964), so that what
 * does not belong among them costs one comparison.
 */
export class Top<T> {
  private readonly heap: T[] = [];
  private offered = 0;

  /** `better` answers below 0 where the first is the better one, as for a sort with the best first. */
  constructor(
    private readonly most: number,
    private readonly better: (a: T, b: T) => number
  ) {}

  /** How many were offered, kept or not. */
  get all(): number {
    return this.offered;
  }

  offer(item: T): void {
    this.offered++;
    const { heap } = this;
    if (heap.length < this.most) {
      heap.push(item);
      this.rise(heap.length - 1);
      return;
    }
    const [worst] = heap;
    if (worst !== undefined && this.better(item, worst) < 0) {
      heap[0] = item;
      this.sink();
    }
  }

  /** Those kept, the best first. */
  sorted(): readonly T[] {
    return [...this.heap].sort(this.better);
  }

  private isWorse(i: number, j: number): boolean {
    return this.better(this.heap[i] as T, this.heap[j] as T) > 0;
  }

  private swap(i: number, j: number): void {
    [this.heap[i], this.heap[j]] = [this.heap[j] as T, this.heap[i] as T];
  }

  private rise(start: number): void {
    let i = start;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.isWorse(i, parent)) {
        return;
      }
      this.swap(i, parent);
      i = parent;
    }
  }

  private sink(): void {
    const { length } = this.heap;
    let i = 0;
    for (;;) {
      let worst = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < length && this.isWorse(child, worst)) {
          worst = child;
        }
      }
      if (worst === i) {
        return;
      }
      this.swap(i, worst);
      i = worst;
    }
  }
}
