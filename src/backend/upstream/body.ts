/** A first guess at how long an answer is. */
const FIRST_BYTES = 64 * 1024;
/** What is longer is let go of once it has been read, and so are more of them than these. */
const KEPT_BYTES = 4 * 1024 * 1024;
const KEPT = 4;

/** The bytes of one answer, as they come. */
export class Body {
  private store = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private length = 0;

  get size(): number {
    return this.length;
  }

  get capacity(): number {
    return this.store.length;
  }

  add(chunk: Uint8Array): void {
    const length = this.length + chunk.byteLength;
    if (length > this.store.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.store.length));
      larger.set(this.store.subarray(0, this.length));
      this.store = larger;
    }
    this.store.set(chunk, this.length);
    this.length = length;
  }

  /** The first ones, so many at most: a view, which changes with the next answer. */
  bytes(most: number): Buffer {
    return this.store.subarray(0, Math.min(this.length, most));
  }

  clear(): void {
    this.length = 0;
  }
}

/**
 * Memory in which answers are collected, one after the other. A page of a log is two megabytes: to join its chunks in
 * memory that is new each time took twice as long, and left as much garbage, outside of what the engine looks after.
 */
export class Bodies {
  private readonly idle: Body[] = [];

  take(): Body {
    return this.idle.pop() ?? new Body();
  }

  giveBack(body: Body): void {
    if (this.idle.length < KEPT && body.capacity <= KEPT_BYTES) {
      body.clear();
      this.idle.push(body);
    }
  }
}
