import type { DataFrame } from '@grafana/data';
import { ABSURD_RULES_FIELDS } from '../../model/absurdFrames';
import { textAt } from '../shared/frames';
import type { MessageView } from '../shared/partsPanel';
import { sectionsToShow } from '../shared/sectionOptions';
import type { ChartView } from '../shared/TimeCharts';
import { t } from '../shared/translate';
import { budgetView, type BudgetView } from './budgetView';
import { SECTIONS, type AbsurdOptions, type SectionId } from './options';
import { overTimeView } from './overTimeView';
import { rateView, type RateView } from './rateView';
import { readFrames } from './readFrames';
import { reliabilityView, type ReliabilityView } from './reliabilityView';
import { choicesOf, type FilterChoices } from './rowFilter';
import { segmentsView, type SegmentView } from './segmentsView';

export interface AbsurdView {
  readonly state: 'ready';
  readonly sections: ReadonlySet<SectionId>;
  readonly notices: readonly string[];
  readonly rate: RateView | undefined;
  readonly budget: BudgetView | undefined;
  readonly reliability: ReliabilityView | undefined;
  readonly overTime: readonly ChartView[];
  readonly segments: readonly SegmentView[];
  readonly rules: DataFrame | undefined;
  readonly repeats: DataFrame | undefined;
  readonly rows: { readonly frame: DataFrame; readonly choices: FilterChoices } | undefined;
}

/** All that the panel shows, from the frames of the query kind `absurd`, in whatever part the query asks for. */
export function toViewModel(series: readonly DataFrame[], options: AbsurdOptions): AbsurdView | MessageView {
  const { frames, others, foreign } = readFrames(series);
  const { summary, calibration, over_time: overTime, segments, rules, repeats, rows } = frames;
  if (Object.keys(frames).length === 0) {
    return foreign.length > 0
      ? {
          state: 'message',
          title: t('absurd.foreign', 'No absurd outputs in this data'),
          text: t(
            'absurd.foreign-text',
            'This panel shows the question "Absurd outputs" of the Tidemark data source. The query answers {{names}} instead: choose that question in the query.',
            { names: [...new Set(foreign)].join(', ') }
          ),
        }
      : {
          state: 'message',
          title: t('absurd.empty', 'Nothing to judge yet'),
          text: t(
            'absurd.empty-text',
            'Ask the Tidemark data source "Absurd outputs", for a model whose predictions are logged.'
          ),
        };
  }
  const rate = summary === undefined || summary.length === 0 ? undefined : rateView(summary);
  const names = Array.from({ length: rules?.length ?? 0 }, (_, row) =>
    rules === undefined ? '' : textAt(rules, ABSURD_RULES_FIELDS.name, row)
  );
  const view = {
    rate,
    budget: summary === undefined || summary.length === 0 ? undefined : budgetView(summary),
    reliability: calibration === undefined ? undefined : reliabilityView(calibration, rate?.threshold ?? null),
    overTime: overTime === undefined ? [] : overTimeView(overTime),
    segments: segments === undefined ? [] : segmentsView(segments),
    rules: rules === undefined || rules.length === 0 ? undefined : rules,
    repeats: repeats === undefined || repeats.length === 0 ? undefined : repeats,
    rows: rows === undefined ? undefined : { frame: rows, choices: choicesOf(rows, names) },
  };
  const has: Readonly<Record<SectionId, boolean>> = {
    verdict: view.rate !== undefined,
    budget: view.budget !== undefined,
    reliability: view.reliability !== undefined,
    over_time: view.overTime.length > 0,
    segments: view.segments.length > 0,
    rules: view.rules !== undefined,
    repeats: view.repeats !== undefined,
    rows: view.rows !== undefined,
  };
  const sections = sectionsToShow(options, SECTIONS, has);
  if (sections.size === 0) {
    return {
      state: 'message',
      title: t('absurd.nothing-there', 'Nothing to show of what was asked'),
      text: t(
        'absurd.nothing-there-text',
        'The query brings none of the parts that this panel can show here: no labelled prediction, no rule, no repeated input. Take a longer time range, or ask for more tables.'
      ),
    };
  }
  const notices =
    others.length === 0
      ? []
      : [
          t(
            'absurd.several',
            'Several queries look for absurd outputs; shown is the first. Give {{others}} a panel of its own.',
            {
              others: others.join(', '),
            }
          ),
        ];
  return { state: 'ready', sections, notices, ...view };
}
