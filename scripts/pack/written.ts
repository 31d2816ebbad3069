/** A file that the pack is written to. */
export interface Written {
  readonly file: string;
  readonly text: string;
}
