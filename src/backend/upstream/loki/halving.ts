/** What can be told apart at the end of a line is looked for among so many of its last characters. */
const TAIL = 400;

/** Near enough to a half: a place further from the end would cost Loki more than it saves. */
const NEAR = 0.25;

/** Half of the characters, whatever alphabet ids are written in: those with an even code. */
const EVEN = '02468BDFHJLNPRTVXZbdfhjlnprtvxz';
const EVEN_CODES = new Set(Array.from(EVEN, (char) => char.charCodeAt(0)));

/**
 * Two expressions, of which every line matches one: whether the character so many places before its end is an even one,
 * or not. Undefined where no place tells these lines apart.
 *
 * Both are to be matched: `!~` after a `keep` stage would be a matcher of the label that stands last in it.
 */
export function halving(texts: readonly string[]): readonly [string, string] | undefined {
  let best: { readonly place: number; readonly off: number } | undefined;
  for (let place = 0; place < TAIL && (best === undefined || best.off > NEAR); place++) {
    const even = texts.filter((text) => EVEN_CODES.has(text.charCodeAt(text.length - 1 - place))).length;
    const off = Math.abs(even / texts.length - 0.5);
    if (even > 0 && even < texts.length && (best === undefined || off < best.off)) {
      best = { place, off };
    }
  }
  return best === undefined
    ? undefined
    : [`(?s)[${EVEN}].{${best.place}}$`, `(?s)[^${EVEN}].{${best.place}}$|^.{0,${best.place}}$`];
}
