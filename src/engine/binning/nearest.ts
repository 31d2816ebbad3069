/**
 * For each wanted position, the place of the nearest given one, each place once: the subset of existing bounds that
 * comes nearest to the wanted ones. Both lists rise. O(given + wanted).
 *
 * @example
 * nearestPlaces([1, 2, 3, 4], [0.9, 1.1, 3.8]) // => [0, 3]
 */
export function nearestPlaces(given: readonly number[], wanted: readonly number[]): readonly number[] {
  const places: number[] = [];
  let place = 0;
  for (const position of wanted) {
    while (
      place + 1 < given.length &&
      // Not "less": equal ones, as the cumulative shares of empty bins are, must not stop the search.
      Math.abs((given[place + 1] as number) - position) <= Math.abs((given[place] as number) - position)
    ) {
      place++;
    }
    if (place < given.length && places[places.length - 1] !== place) {
      places.push(place);
    }
  }
  return places;
}
