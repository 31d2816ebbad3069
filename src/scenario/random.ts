// Taken out once: in the sandbox that tests run in, looking up a global costs ten times what the arithmetic does.
const { imul } = Math;

/** One seed of a text (FNV-1a). */
export function seedOf(...purpose: ReadonlyArray<string | number>): number {
  const text = purpose.join('/');
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** Spreads the bits of a whole number: a bijection of 32 bits with next to no bias (Chris Wellons' lowbias32). */
function mixed(bits: number): number {
  let x = bits;
  x = imul(x ^ (x >>> 16), 0x21f0aaad);
  x = imul(x ^ (x >>> 15), 0xd35a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** A seed of its own for each whole number. */
export function seedAt(seed: number, index: number): number {
  return mixed((seed ^ imul(index, 0x9e3779b1)) | 0);
}

/**
 * A number in [0, 1) for each row: it looks random and is a function of seed and row alone, the same on every machine and
 * for ever. No state, so that any row can be told without those before it.
 */
export function chance(seed: number, row: number): number {
  return mixed((seed + imul(row, 0x9e3779b1)) | 0) / 4294967296;
}

/** Which of the classes a chance falls in, by their shares, which sum to 1. */
export function pick(shares: readonly number[], at: number): number {
  let rest = at;
  for (let i = 0; i < shares.length - 1; i += 1) {
    rest -= shares[i] ?? 0;
    if (rest < 0) {
      return i;
    }
  }
  return shares.length - 1;
}
