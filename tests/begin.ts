import { startKeeper, type Keeper } from './lib/keeper';

declare global {
  // What the end of the run has to close; jest hands over nothing else.
  var tidemarkKeeper: Keeper | undefined;
}

/** Once before all suites. */
export default async function begin(): Promise<void> {
  globalThis.tidemarkKeeper = await startKeeper();
}
