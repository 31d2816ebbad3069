import { SingleFlight } from './singleFlight';

const never = new AbortController().signal;

describe('one question for all who ask it', () => {
  it('shares a failure, and asks anew after it', async () => {
    const told: string[] = [];
    const flights = new SingleFlight<number>((result) => told.push(result));
    let asked = 0;
    const fail = async (): Promise<number> => {
      asked += 1;
      await Promise.resolve();
      throw new Error('no');
    };
    const both = await Promise.allSettled([flights.ask('a', never, fail), flights.ask('a', never, fail)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(asked).toBe(1);
    await expect(flights.ask('a', never, async () => 7)).resolves.toBe(7);
    expect(told).toEqual(['miss', 'joined', 'miss']);
  });

  it('does not hand a question that everybody left to one who comes later', async () => {
    const flights = new SingleFlight<number>(() => undefined);
    const first = new AbortController();
    const asked: AbortSignal[] = [];
    const hang = (signal: AbortSignal): Promise<number> => {
      asked.push(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const left = flights.ask('a', first.signal, hang);
    first.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(asked[0]?.aborted).toBe(true);
    await expect(flights.ask('a', never, async () => 9)).resolves.toBe(9);
  });

  it('asks nothing for one who has given up already', async () => {
    const flights = new SingleFlight<number>(() => undefined);
    const ask = jest.fn(async () => 1);
    await expect(flights.ask('a', AbortSignal.abort(new Error('gone')), ask)).rejects.toThrow('gone');
    expect(ask).not.toHaveBeenCalled();
  });
});
