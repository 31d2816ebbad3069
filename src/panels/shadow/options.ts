import type { PanelOptionsEditorBuilder } from '@grafana/data';
import {
  MOST_ROWS,
  parseSectionOptions,
  USUAL_ROWS,
  type SectionOptions,
  type SectionOptionsRead,
} from '../shared/sectionOptions';
import { t } from '../shared/translate';

/** Parts of the panel, in the order in which they stand. */
export const SECTIONS = [
  'verdict',
  'agreement',
  'metrics',
  'latency',
  'outputs',
  'segments',
  'over_time',
  'rows',
] as const;
export type SectionId = (typeof SECTIONS)[number];

export type ShadowOptions = SectionOptions<SectionId>;

export const DEFAULT_OPTIONS: ShadowOptions = { sections: [], pageSize: USUAL_ROWS };

export const parseOptions = (input: unknown): SectionOptionsRead<SectionId> => parseSectionOptions(input, SECTIONS);

export const sectionTitles = (): Readonly<Record<SectionId, string>> => ({
  verdict: t('shadow.verdict', 'Verdict'),
  agreement: t('shadow.agreement', 'Agreement and flips'),
  metrics: t('shadow.metrics', 'Live and shadow side by side'),
  latency: t('shadow.latency', 'Latency'),
  outputs: t('shadow.outputs', 'What they answer'),
  segments: t('shadow.segments', 'By segment'),
  over_time: t('shadow.over-time', 'Over time'),
  rows: t('shadow.rows', 'Where they disagree most'),
});

/** The editor of the options, in Grafana's side bar. */
export function buildOptions(builder: PanelOptionsEditorBuilder<ShadowOptions>): void {
  const titles = sectionTitles();
  builder
    .addMultiSelect({
      path: 'sections',
      name: t('shadow.options-sections', 'Parts'),
      description: t('shadow.options-sections-hint', 'None chosen: all for which the query brings something.'),
      settings: { options: SECTIONS.map((id) => ({ value: id, label: titles[id] })) },
    })
    .addNumberInput({
      path: 'pageSize',
      name: t('shadow.options-page-size', 'Requests on a page'),
      description: t('shadow.options-page-size-hint', 'Of the table of requests on which they disagree.'),
      defaultValue: DEFAULT_OPTIONS.pageSize,
      settings: { min: 1, max: MOST_ROWS, integer: true },
    });
}
