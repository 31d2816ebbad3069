import { cutWindows, type Samples } from './windows';

const every = (step: number, count: number, offset = 0): Samples => ({
  times: Array.from({ length: count }, (_, i) => i * step),
  values: Array.from({ length: count }, (_, i) => i + offset),
});

describe('raw values cut into windows', () => {
  it('holds what came after the start of each window, up to its end', () => {
    const windows = cutWindows([every(10, 10)], { from: 20, to: 60 }, 20, 20);
    expect(windows).toEqual([
      { time: 20, values: [1, 2] },
      { time: 40, values: [3, 4] },
      { time: 60, values: [5, 6] },
    ]);
  });

  it('puts the series of a feature together, and leaves out windows that hold nothing', () => {
    const windows = cutWindows([every(10, 3), every(10, 2, 100)], { from: 0, to: 60 }, 10, 20);
    expect(windows).toEqual([
      { time: 0, values: [0, 100] },
      { time: 20, values: [2] },
    ]);
  });

  it('refuses windows that hold more than fits in memory, and says what to change', () => {
    const run = (): unknown => cutWindows([every(1, 100_000)], { from: 0, to: 100_000 }, 100_000, 100);
    expect(run).toThrow(/more than 10 million raw values.*longer interval/);
  });
});
