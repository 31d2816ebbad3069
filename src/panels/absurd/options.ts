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
  'budget',
  'reliability',
  'over_time',
  'segments',
  'rules',
  'repeats',
  'rows',
] as const;
export type SectionId = (typeof SECTIONS)[number];

export type AbsurdOptions = SectionOptions<SectionId>;

export const DEFAULT_OPTIONS: AbsurdOptions = defaultSectionOptions();

export const parseOptions = (input: unknown): SectionOptionsRead<SectionId> => parseSectionOptions(input, SECTIONS);

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

export function buildOptions(builder: PanelOptionsEditorBuilder<AbsurdOptions>): void {
  buildSectionOptions(builder, SECTIONS, {
    titles: sectionTitles(),
    pageSize: t('absurd.options-page-size', 'Rows on a page'),
    pageSizeHint: t('absurd.options-page-size-hint', 'Of single outputs and of repeated inputs.'),
  });
}
