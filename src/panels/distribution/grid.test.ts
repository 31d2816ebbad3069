import { GAP, gridOf } from './grid';

describe('gridOf', () => {
  it('gives one card all the room', () => {
    expect(gridOf(700, 400, 1)).toEqual({ columns: 1, cardWidth: 700, cardHeight: 400 });
  });

  it('fits twelve cards into a wide panel without scrolling', () => {
    const { columns, cardWidth, cardHeight } = gridOf(1200, 660, 12);
    const rows = Math.ceil(12 / columns);
    expect(columns * cardWidth + (columns - 1) * GAP).toBeLessThanOrEqual(1200);
    expect(rows * cardHeight + (rows - 1) * GAP).toBeLessThanOrEqual(660);
  });

  it('lets sixty cards scroll at a size that can be read, and leaves room for the scroll bar', () => {
    const { columns, cardWidth, cardHeight } = gridOf(1200, 660, 60);
    expect(columns).toBe(4);
    expect(cardHeight).toBeGreaterThanOrEqual(190);
    expect(columns * cardWidth + (columns - 1) * GAP).toBeLessThanOrEqual(1200 - 10);
  });

  it.each([
    [1, 1, 1],
    [100, 40, 12],
    [0, 0, 3],
  ])('has a size for every card in a panel of %d x %d', (width, height, cards) => {
    const { columns, cardHeight } = gridOf(width, height, cards);
    expect(columns).toBe(1);
    expect(cardHeight).toBeGreaterThan(90);
  });

  it('never lays out more columns than cards', () => {
    expect(gridOf(2000, 300, 2).columns).toBe(2);
  });
});
