import { Semaphore } from './semaphore';

const never = new AbortController().signal;

describe('a limited number at once', () => {
  it('lets the next in line in when one leaves, in their order', async () => {
    const places = new Semaphore(1);
    const order: string[] = [];
    const leave = await places.enter(never);
    const second = places.enter(never).then((out) => (order.push('second'), out));
    const third = places.enter(never).then((out) => (order.push('third'), out));
    expect(order).toEqual([]);
    leave();
    (await second)();
    (await third)();
    expect(order).toEqual(['second', 'third']);
  });

  it('is not widened by leaving twice, nor by giving up in line', async () => {
    const places = new Semaphore(1);
    const leave = await places.enter(never);
    leave();
    leave();
    const inside = await places.enter(never);
    const impatient = new AbortController();
    const waiting = places.enter(impatient.signal);
    impatient.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    let entered = false;
    const next = places.enter(never).then((out) => ((entered = true), out));
    await Promise.resolve();
    expect(entered).toBe(false);
    inside();
    (await next)();
    expect(entered).toBe(true);
  });

  it('lets nobody in who has given up already', async () => {
    await expect(new Semaphore(1).enter(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});
