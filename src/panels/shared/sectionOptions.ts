import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { readStored } from './storedOptions';
import { t } from './translate';

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

const MOST_ROWS = 100;
const USUAL_ROWS = 10;

export const defaultSectionOptions = <Id extends string>(): SectionOptions<Id> => ({
  sections: [],
  pageSize: USUAL_ROWS,
});

/** @param known the parts that the panel has, in the order in which they stand */
export function parseSectionOptions<Id extends string>(input: unknown, known: readonly Id[]): SectionOptionsRead<Id> {
  const stored = readStored(input);
  const options = {
    sections: stored.ids('sections', known),
    pageSize: stored.wholeNumber('pageSize', MOST_ROWS, USUAL_ROWS),
  };
  return { options, dropped: stored.dropped };
}

/** Of the parts that are wanted those for which there is something. */
export function sectionsToShow<Id extends string>(
  { sections }: Pick<SectionOptions<Id>, 'sections'>,
  known: readonly Id[],
  has: Readonly<Record<Id, boolean>>
): ReadonlySet<Id> {
  return new Set((sections.length === 0 ? known : sections).filter((id) => has[id]));
}

interface Texts<Id extends string> {
  readonly titles: Readonly<Record<Id, string>>;
  readonly pageSize: string;
  readonly pageSizeHint: string;
}

/** The editor of the options, in Grafana's side bar. */
export function buildSectionOptions<Id extends string>(
  builder: PanelOptionsEditorBuilder<SectionOptions<Id>>,
  known: readonly Id[],
  { titles, pageSize, pageSizeHint }: Texts<Id>
): void {
  builder
    .addMultiSelect({
      path: 'sections',
      name: t('parts.options', 'Parts'),
      description: t('parts.options-hint', 'None chosen: all for which the query brings something.'),
      settings: { options: known.map((id) => ({ value: id, label: titles[id] })) },
    })
    .addNumberInput({
      path: 'pageSize',
      name: pageSize,
      description: pageSizeHint,
      defaultValue: USUAL_ROWS,
      settings: { min: 1, max: MOST_ROWS, integer: true },
    });
}
