/** Cochran's rule for the chi-square approximation. */
export const SMALLEST_EXPECTED = 5;

/**
 * For each bin its group, so that every group weighs at least `enough`: neighbours join where bins have an order, else
 * all light bins join one group (with the lightest of the others if that is light still). Weightless bins get -1.
 * O(bins).
 */
export function groupRare(
  weights: ArrayLike<number>,
  enough: number,
  ordered: boolean
): { group: number[]; groups: number } {
  return ordered ? groupNeighbours(weights, enough) : groupLightest(weights, enough);
}

function groupNeighbours(weights: ArrayLike<number>, enough: number): { group: number[]; groups: number } {
  const group = new Array<number>(weights.length).fill(-1);
  let groups = 0;
  let weight = 0;
  for (let i = 0; i < weights.length; i++) {
    if ((weights[i] as number) > 0) {
      group[i] = groups;
      weight += weights[i] as number;
      if (weight >= enough) {
        groups++;
        weight = 0;
      }
    }
  }
  if (weight === 0 || groups === 0) {
    return { group, groups: weight > 0 ? 1 : groups };
  }
  // What is left over joins the group before it.
  for (let i = 0; i < weights.length; i++) {
    if (group[i] === groups) {
      group[i] = groups - 1;
    }
  }
  return { group, groups };
}

function groupLightest(weights: ArrayLike<number>, enough: number): { group: number[]; groups: number } {
  const group = new Array<number>(weights.length).fill(-1);
  let light = 0;
  let lightWeight = 0;
  let lightest = -1;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    if (weight > 0 && weight < enough) {
      light++;
      lightWeight += weight;
    } else if (weight > 0 && (lightest < 0 || weight < (weights[lightest] as number))) {
      lightest = i;
    }
  }
  const joined = light > 0 && lightWeight < enough ? lightest : -1;
  let groups = light > 0 ? 1 : 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    if (weight > 0) {
      group[i] = weight < enough || i === joined ? 0 : groups++;
    }
  }
  return { group, groups };
}
