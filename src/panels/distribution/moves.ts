/** Where a key leads to from a mark of a chart; undefined for a key that leads nowhere. */
export type Move = (from: number | undefined, key: string) => number | undefined;

/** Along a line of marks, which may be gone through by either pair of arrows. */
export function alongLine(count: number): Move {
  return (from, key) => {
    const at = from ?? -1;
    const target = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: count - 1,
    }[key];
    return target === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, target));
  };
}

/** On a grid whose marks are numbered row by row, from above: to the sides, and up and down. */
export function onGrid(rows: number, columns: number): Move {
  return (from, key) => {
    const at = from ?? 0;
    const [row, column] = [Math.floor(at / columns), at % columns];
    const target = {
      ArrowRight: [row, column + 1],
      ArrowLeft: [row, column - 1],
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      Home: [row, 0],
      End: [row, columns - 1],
    }[key];
    if (target === undefined || rows * columns === 0) {
      return undefined;
    }
    const within = (value: number | undefined, count: number) => Math.max(0, Math.min(count - 1, value ?? 0));
    return within(target[0], rows) * columns + within(target[1], columns);
  };
}
