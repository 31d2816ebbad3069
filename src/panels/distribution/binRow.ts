/** One bin of one feature, as the frame has it. A value that is absent or not finite is null, never NaN. */
export interface BinRow {
  readonly bin: string;
  /** Null where the bin is open on that side, and for categories. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly reference: number | null;
  readonly current: number | null;
  readonly referenceCount: number | null;
  readonly currentCount: number | null;
  readonly contribution: number | null;
}
