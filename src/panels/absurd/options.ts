import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { readStored } from '../shared/storedOptions';
import { t } from '../shared/translate';

/** Parts of the panel, in the order in which they stand. */
export const SECTIONS = [
  'verdict',
  'budget',
  'reliability',
  'over_time',
  'segments',
  'rules',
  'repeats',
  'rows',
] as const;
export type SectionId = (typeof SECTIONS)[number];

export const MOST_ROWS = 100;

export interface AbsurdOptions {
  /** Parts that are shown; empty: all for which the query brings something. */
  readonly sections: readonly SectionId[];
  /** Of the rows and of the repeated inputs, on one page. */
  readonly pageSize: number;
}

export const DEFAULT_OPTIONS: AbsurdOptions = { sections: [], pageSize: 10 };

export interface OptionsRead {
  readonly options: AbsurdOptions;
  /** What was stored and cannot be used, each as a sentence. */
  readonly dropped: readonly string[];
}

export function parseOptions(input: unknown): OptionsRead {
  const stored = readStored(input);
  const options = {
    sections: stored.ids('sections', SECTIONS),
    pageSize: stored.wholeNumber('pageSize', MOST_ROWS, DEFAULT_OPTIONS.pageSize),
  };
  return { options, dropped: stored.dropped };
}

export const sectionTitles = (): Readonly<Record<SectionId, string>> => ({
  verdict: t('absurd.verdict', 'Verdict'),
  budget: t('absurd.budget', 'Error budget'),
  reliability: t('absurd.reliability', 'Is confidence worth what it says?'),
  over_time: t('absurd.over-time', 'Over time'),
  segments: t('absurd.segments', 'Where they concentrate'),
  rules: t('absurd.rules', 'Rules'),
  repeats: t('absurd.repeats', 'Repeated inputs'),
  rows: t('absurd.rows', 'Single outputs'),
});

/** The editor of the options, in Grafana's side bar. */
export function buildOptions(builder: PanelOptionsEditorBuilder<AbsurdOptions>): void {
  const titles = sectionTitles();
  builder
    .addMultiSelect({
      path: 'sections',
      name: t('absurd.options.sections', 'Parts'),
      description: t('absurd.options.sections-hint', 'None chosen: all for which the query brings something.'),
      settings: { options: SECTIONS.map((id) => ({ value: id, label: titles[id] })) },
    })
    .addNumberInput({
      path: 'pageSize',
      name: t('absurd.options.page-size', 'Rows on a page'),
      description: t('absurd.options.page-size-hint', 'Of single outputs and of repeated inputs.'),
      defaultValue: DEFAULT_OPTIONS.pageSize,
      settings: { min: 1, max: MOST_ROWS, integer: true },
    });
}
