import { readStored } from './storedOptions';

/** Options of a panel that is made of parts, with rows on pages. */
export interface SectionOptions<Id extends string> {
  /** Parts that are shown; empty: all for which the query brings something. */
  readonly sections: readonly Id[];
  /** Rows on one page. */
  readonly pageSize: number;
}

export interface SectionOptionsRead<Id extends string> {
  readonly options: SectionOptions<Id>;
  /** What was stored and cannot be used, each as a sentence. */
  readonly dropped: readonly string[];
}

export const MOST_ROWS = 100;
export const USUAL_ROWS = 10;

/** @param known the parts that the panel has, in the order in which they stand */
export function parseSectionOptions<Id extends string>(input: unknown, known: readonly Id[]): SectionOptionsRead<Id> {
  const stored = readStored(input);
  const options = {
    sections: stored.ids('sections', known),
    pageSize: stored.wholeNumber('pageSize', MOST_ROWS, USUAL_ROWS),
  };
  return { options, dropped: stored.dropped };
}
