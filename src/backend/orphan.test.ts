import { watchParent } from './orphan';

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('watchParent', () => {
  it('tells once that the parent is another one', async () => {
    let parent = 1;
    let told = 0;
    watchParent(
      () => {
        told += 1;
      },
      () => parent,
      5
    );
    await after(30);
    expect(told).toBe(0);
    parent = 7;
    await after(50);
    expect(told).toBe(1);
  });
});
