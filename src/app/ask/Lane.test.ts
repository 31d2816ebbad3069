import { Lane } from './Lane';

const never = new AbortController().signal;

describe('a lane', () => {
  it('lets only so many run at once, and each in its turn', async () => {
    const lane = new Lane(2);
    const begun: number[] = [];
    const ends: Array<() => void> = [];
    const all = [0, 1, 2, 3].map((id) =>
      lane.run(() => {
        begun.push(id);
        return new Promise<number>((done) => ends.push(() => done(id)));
      }, never)
    );
    expect(begun).toEqual([0, 1]);
    ends[1]?.();
    await all[1];
    await Promise.resolve();
    expect(begun).toEqual([0, 1, 2]);
    ends[0]?.();
    ends[2]?.();
    await Promise.all([all[0], all[2]]);
    await Promise.resolve();
    ends[3]?.();
    expect(await all[3]).toBe(3);
  });

  it('goes on after one that failed', async () => {
    const lane = new Lane(1);
    const bad = lane.run(() => Promise.reject(new Error('no')), never);
    const good = lane.run(async () => 'yes', never);
    await expect(bad).rejects.toThrow('no');
    expect(await good).toBe('yes');
  });

  it('begins nothing for somebody who has left', async () => {
    const lane = new Lane(1);
    const gone = new AbortController();
    let end = (): void => undefined;
    const first = lane.run(() => new Promise<void>((done) => (end = done)), never);
    let begun = false;
    void lane.run(async () => (begun = true), gone.signal);
    gone.abort();
    end();
    await first;
    expect(await lane.run(async () => 'next', never)).toBe('next');
    expect(begun).toBe(false);
  });
});
