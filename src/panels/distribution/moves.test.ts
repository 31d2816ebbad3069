import { alongLine, onGrid } from './moves';

describe('alongLine', () => {
  const move = alongLine(3);

  it.each([
    [undefined, 'ArrowRight', 0],
    [0, 'ArrowDown', 1],
    [2, 'ArrowRight', 2],
    [0, 'ArrowLeft', 0],
    [1, 'End', 2],
    [1, 'Home', 0],
    [1, 'a', undefined],
  ])('from %s, %s leads to %s', (from, key, expected) => {
    expect(move(from, key)).toBe(expected);
  });

  it('leads nowhere where there is nothing', () => {
    expect(alongLine(0)(undefined, 'End')).toBeUndefined();
  });
});

describe('onGrid', () => {
  const move = onGrid(2, 3);

  it.each([
    [0, 'ArrowRight', 1],
    [2, 'ArrowRight', 2],
    [1, 'ArrowDown', 4],
    [4, 'ArrowDown', 4],
    [4, 'ArrowUp', 1],
    [4, 'Home', 3],
    [3, 'End', 5],
    [3, 'a', undefined],
  ])('from %d, %s leads to %s', (from, key, expected) => {
    expect(move(from, key)).toBe(expected);
  });
});
