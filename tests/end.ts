import './begin';

/** Once after all suites. */
export default async function end(): Promise<void> {
  await globalThis.tidemarkKeeper?.close();
}
