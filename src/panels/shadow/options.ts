import type { PanelOptionsEditorBuilder } from '@grafana/data';
import {
  buildSectionOptions,
  defaultSectionOptions,
  parseSectionOptions,
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

export const DEFAULT_OPTIONS: ShadowOptions = defaultSectionOptions();

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

export function buildOptions(builder: PanelOptionsEditorBuilder<ShadowOptions>): void {
  buildSectionOptions(builder, SECTIONS, {
    titles: sectionTitles(),
    pageSize: t('shadow.options-page-size', 'Requests on a page'),
    pageSizeHint: t('shadow.options-page-size-hint', 'Of the table of requests on which they disagree.'),
  });
}
