import { getEventListeners } from 'node:events';
import { onAbort } from './onAbort';
import { SingleFlight } from './singleFlight';

describe('waiting for a signal', () => {
  it('calls back everybody once, but who has taken it back', () => {
    const controller = new AbortController();
    const called: string[] = [];
    onAbort(controller.signal, () => called.push('a'));
    const take = onAbort(controller.signal, () => called.push('b'));
    onAbort(controller.signal, () => called.push('c'));
    take();
    controller.abort();
    controller.abort();
    expect(called).toEqual(['a', 'c']);
  });

  it('is one listener of the signal, however many questions are under way', async () => {
    const { signal } = new AbortController();
    const flights = new SingleFlight<number>(() => undefined);
    const answers = Array.from({ length: 50 }, (_, i) => flights.ask(String(i), signal, async () => i));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    expect(await Promise.all(answers)).toHaveLength(50);
  });
});
