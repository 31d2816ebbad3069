/** The mark of a cause, centred on a point: up where there is more than expected, down where there is less. */
export function trianglePath(x: number, y: number, direction: 'more' | 'less' | null): string {
  return direction === 'less'
    ? `M${(x - 4).toFixed(1)} ${y - 3}h8l-4 7Z`
    : `M${(x - 4).toFixed(1)} ${y + 3.5}h8l-4 -7Z`;
}
