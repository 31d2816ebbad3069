import { onAbort } from './onAbort';

interface Flight<T> {
  readonly answer: Promise<T>;
  readonly controller: AbortController;
  waiters: number;
}

/**
 * The same question at the same time is asked once. Who gives up leaves the others waiting; when the last one has
 * gone, the question itself is cancelled.
 */
export class SingleFlight<T> {
  private readonly flights = new Map<string, Flight<T>>();

  constructor(private readonly told: (result: 'joined' | 'miss') => void) {}

  /** @param ask starts the question, under a signal that is everybody's. */
  async ask(key: string, signal: AbortSignal, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const flight = this.join(key) ?? this.start(key, ask);
    try {
      return await orAborted(flight.answer, signal);
    } finally {
      flight.waiters -= 1;
      if (flight.waiters === 0) {
        this.drop(key, flight);
        flight.controller.abort(signal.reason);
      }
    }
  }

  private join(key: string): Flight<T> | undefined {
    const flight = this.flights.get(key);
    if (flight !== undefined) {
      flight.waiters += 1;
      this.told('joined');
    }
    return flight;
  }

  private start(key: string, ask: (signal: AbortSignal) => Promise<T>): Flight<T> {
    this.told('miss');
    const controller = new AbortController();
    const flight: Flight<T> = { answer: ask(controller.signal), controller, waiters: 1 };
    this.flights.set(key, flight);
    const over = (): void => this.drop(key, flight);
    flight.answer.then(over, over);
    return flight;
  }

  private drop(key: string, flight: Flight<T>): void {
    if (this.flights.get(key) === flight) {
      this.flights.delete(key);
    }
  }
}

/** The answer, or the reason of the signal, whichever is first. */
function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const settled = onAbort(signal, () => reject(signal.reason));
    answer.then(resolve, reject).finally(settled);
  });
}
