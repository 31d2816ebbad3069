/** Numbers, as many as come, without an object for each. */
export class Growing {
  private store = new Float64Array(256);
  private count = 0;

  push(value: number): void {
    if (this.count === this.store.length) {
      const larger = new Float64Array(this.store.length * 2);
      larger.set(this.store);
      this.store = larger;
    }
    this.store[this.count] = value;
    this.count += 1;
  }

  /** Lets go of all of them, and of their memory. */
  clear(): void {
    this.store = new Float64Array(256);
    this.count = 0;
  }

  get length(): number {
    return this.count;
  }

  /** A view: it changes with what is pushed. */
  get values(): Float64Array {
    return this.store.subarray(0, this.count);
  }
}
