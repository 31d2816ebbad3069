/** How the first line of every file begins that this command writes. */
export const WRITTEN_BY = 'Written by npm run pack from';

/** A file that the pack is written to. */
export interface Written {
  readonly file: string;
  readonly text: string;
}
