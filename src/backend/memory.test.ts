import { createHousekeeping, processMemory, WHILE_READING, type Tidiness } from './memory';

function housekeeping(tidiness?: Tidiness) {
  const state = { bytes: 0, time: 0, collections: 0, young: 0 };
  const memory = {
    collect: () => {
      state.collections += 1;
    },
    collectYoung: () => {
      state.young += 1;
    },
    residentBytes: () => state.bytes,
    now: () => state.time,
  };
  const tidy = createHousekeeping(memory, tidiness);
  return { state, tidy };
}

describe('createHousekeeping', () => {
  it('leaves a small process alone', () => {
    const { state, tidy } = housekeeping();
    state.bytes = 100e6;
    tidy();
    expect(state.collections).toBe(0);
  });

  it('collects in a large one, but not again at once', () => {
    const { state, tidy } = housekeeping();
    state.bytes = 140e6;
    tidy();
    tidy();
    expect(state.collections).toBe(1);
    state.time = 2_000;
    tidy();
    expect(state.collections).toBe(2);
  });

  it('takes young garbage away fifty times a second, however small the process', () => {
    const { state, tidy } = housekeeping();
    for (state.time = 0; state.time < 1_000; state.time += 10) {
      tidy();
    }
    expect(state).toMatchObject({ young: 49, collections: 0 });
  });

  it('tells growth from the least that was left of a collection, which shows some time after it', () => {
    const { state, tidy } = housekeeping();
    const at = (time: number, bytes: number): number => {
      Object.assign(state, { time, bytes });
      tidy();
      return state.collections;
    };
    expect(at(0, 140e6)).toBe(1);
    expect(at(200, 112e6)).toBe(1);
    expect(at(400, 119e6)).toBe(1);
    expect(at(600, 121e6)).toBe(2);
  });
});

describe('while lines pass through', () => {
  it('more may be held, and garbage is collected twice a second', () => {
    const { state, tidy } = housekeeping(WHILE_READING);
    state.bytes = 150e6;
    tidy();
    expect(state.collections).toBe(0);
    state.bytes = 250e6;
    for (state.time = 0; state.time < 2_000; state.time += 50) {
      tidy();
    }
    expect(state.collections).toBe(4);
  });

  it('garbage that piles up fast is collected sooner, but not all the time', () => {
    const { state, tidy } = housekeeping(WHILE_READING);
    state.bytes = 250e6;
    for (state.time = 0; state.time < 1_000; state.time += 10) {
      state.bytes += 10e6;
      tidy();
    }
    expect(state.collections).toBe(10);
  });
});

describe('processMemory', () => {
  it('tells the memory of this process', () => {
    expect(processMemory().residentBytes()).toBeGreaterThan(10e6);
  });
});
