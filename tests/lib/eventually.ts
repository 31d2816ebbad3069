/** How long a page or a server may take for one step: it asks many questions, and a machine may be busy. */
export const PATIENCE = 60_000;
/** Between two looks. */
const LOOK_MS = 100;

/** Asks until the answer is the one that is waited for; a test that waits in vain shows what came last. */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  is: (value: T) => boolean,
  seconds = PATIENCE / 1_000
): Promise<T> {
  const until = Date.now() + seconds * 1_000;
  for (;;) {
    const value = await ask();
    if (is(value) || Date.now() > until) {
      return value;
    }
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
}

/** How many there are, once there are so many; a test that waits in vain shows how many there were last. */
export const comesTo = (what: { readonly count: () => Promise<number> }, wanted: number): Promise<number> =>
  eventually(
    () => what.count(),
    (count) => count === wanted
  );
