import { onAbort } from './onAbort';

/** Lets so many run at once, and the rest wait in line; who gives up leaves the line. */
export class Semaphore {
  private free: number;
  private readonly line: Array<() => void> = [];

  constructor(places: number) {
    this.free = places;
  }

  /** Waits for a place. Call what it answers when done; calling it again does nothing. */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.free > 0) {
      this.free -= 1;
    } else {
      await this.waitInLine(signal);
    }
    let left = false;
    return () => {
      if (!left) {
        left = true;
        this.leave();
      }
    };
  }

  private waitInLine(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        admitted();
        resolve();
      };
      const admitted = onAbort(signal, () => {
        this.line.splice(this.line.indexOf(admit), 1);
        reject(signal.reason);
      });
      this.line.push(admit);
    });
  }

  private leave(): void {
    const next = this.line.shift();
    if (next === undefined) {
      this.free += 1;
    } else {
      next();
    }
  }
}
