import { cutWindows, type Samples } from './windows';

/** As plain lists, to be compared. */
const plain = (windows: ReturnType<typeof cutWindows>) =>
  windows.map(({ time, values }) => ({ time, values: [...values] }));

const every = (step: number, count: number, offset = 0): Samples => ({
  times: Array.from({ length: count }, (_, i) => i * step),
  values: Array.from({ length: count }, (_, i) => i + offset),
});

describe('raw values cut into windows', () => {
  it('holds what came after the start of each window, up to its end', () => {
    const windows = cutWindows([every(10, 10)], { from: 20, to: 60 }, 20, 20);
    expect(plain(windows)).toEqual([
      { time: 20, values: [1, 2] },
      { time: 40, values: [3, 4] },
      { time: 60, values: [5, 6] },
    ]);
  });

  it('puts the series of a feature together, and leaves out windows that hold nothing', () => {
    const windows = cutWindows([every(10, 3), every(10, 2, 100)], { from: 0, to: 60 }, 10, 20);
    expect(plain(windows)).toEqual([
      { time: 0, values: [0, 100] },
      { time: 20, values: [2] },
    ]);
  });

  it('holds each value once, in however many windows it lies', () => {
    const windows = cutWindows([every(1, 1_000), every(1, 1_000)], { from: 0, to: 1_000 }, 1_000, 1);
    expect(windows.reduce((all, { values }) => all + values.length, 0)).toBeGreaterThan(900_000);
    const stores = windows.map(({ values }) => (values instanceof Float64Array ? values.buffer : undefined));
    expect(new Set(stores).size).toBe(1);
    expect(stores[0]?.byteLength).toBe(2_000 * Float64Array.BYTES_PER_ELEMENT);
  });
});
