/**
 * Lets only so many questions run at a time, in the order in which they came. A page that asks for two hundred models at
 * once would keep every other request of the browser waiting, and the data source busy for somebody who may have left.
 */
export class Lane {
  private running = 0;
  private readonly waiting: Array<() => void> = [];

  constructor(private readonly width: number) {}

  /** Work whose turn comes after `signal` was aborted is not begun; then the promise never settles, as nobody waits. */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return new Promise((done, fail) => {
      const start = (): void => {
        if (signal.aborted) {
          this.next();
          return;
        }
        this.running += 1;
        work()
          .then(done, fail)
          .finally(() => {
            this.running -= 1;
            this.next();
          });
      };
      if (this.running < this.width) {
        start();
      } else {
        this.waiting.push(start);
      }
    });
  }

  private next(): void {
    if (this.running < this.width) {
      this.waiting.shift()?.();
    }
  }
}
