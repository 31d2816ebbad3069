import { createHousekeeping, processMemory } from './memory';

function housekeeping() {
  const state = { bytes: 0, time: 0, collections: 0 };
  const tidy = createHousekeeping({
    collect: () => {
      state.collections += 1;
    },
    residentBytes: () => state.bytes,
    now: () => state.time,
  });
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
});

describe('processMemory', () => {
  it('tells the memory of this process', () => {
    expect(processMemory().residentBytes()).toBeGreaterThan(10e6);
  });
});
