import type { DataFrame } from '@grafana/data';
import type { MessageView } from '../shared/partsPanel';
import { sectionsToShow } from '../shared/sectionOptions';
import type { ChartView } from '../shared/TimeCharts';
import { t } from '../shared/translate';
import { flipsView, type FlipsView } from './flipsView';
import { metricsView, type MetricView } from './metricsView';
import { SECTIONS, type SectionId, type ShadowOptions } from './options';
import { outputsView, type OutputView } from './outputsView';
import { overTimeView } from './overTimeView';
import { readFrames } from './readFrames';
import { segmentsView, type SegmentsView } from './segmentsView';
import { verdictView, type VerdictView } from './verdictView';

export interface ShadowView {
  readonly state: 'ready';
  readonly sections: ReadonlySet<SectionId>;
  readonly notices: readonly string[];
  readonly verdict: VerdictView | undefined;
  /** Of a share, for the band in which a difference does not matter. */
  readonly margin: number | undefined;
  readonly flips: FlipsView | undefined;
  readonly metrics: readonly MetricView[];
  readonly latency: readonly MetricView[];
  readonly outputs: readonly OutputView[];
  readonly segments: SegmentsView | undefined;
  readonly overTime: readonly ChartView[];
  /** The requests on which they disagree; undefined where the query does not ask for them. */
  readonly rows: DataFrame | undefined;
}

/** All that the panel shows, from the frames of the query kind `shadow`, in whatever part the query asks for. */
export function toViewModel(series: readonly DataFrame[], options: ShadowOptions): ShadowView | MessageView {
  const { frames, meta, others, foreign } = readFrames(series);
  const { summary, metrics, flips, outputs, segments, over_time: overTime, rows } = frames;
  if (Object.keys(frames).length === 0) {
    return foreign.length > 0
      ? {
          state: 'message',
          title: t('shadow.foreign', 'No comparison in this data'),
          text: t(
            'shadow.foreign-text',
            'This panel shows the question "Shadow against live" of the Tidemark data source. The query answers {{names}} instead: choose that question in the query.',
            { names: [...new Set(foreign)].join(', ') }
          ),
        }
      : {
          state: 'message',
          title: t('shadow.empty', 'Nothing to compare yet'),
          text: t(
            'shadow.empty-text',
            'Ask the Tidemark data source "Shadow against live", for a model and a time range in which a shadow was running.'
          ),
        };
  }
  const compared = metrics === undefined ? { metrics: [], latency: [] } : metricsView(metrics);
  const accuracyOnly = meta?.task === 'classification' ? meta.margin : undefined;
  const view = {
    verdict: summary === undefined || summary.length === 0 ? undefined : verdictView(summary, meta),
    margin: accuracyOnly,
    flips: flips === undefined ? undefined : flipsView(flips),
    ...compared,
    outputs: outputs === undefined ? [] : outputsView(outputs, meta),
    segments: segments === undefined ? undefined : segmentsView(segments),
    overTime: overTime === undefined ? [] : overTimeView(overTime),
    rows,
  };
  const has: Readonly<Record<SectionId, boolean>> = {
    verdict: view.verdict !== undefined,
    agreement: view.flips !== undefined,
    metrics: view.metrics.length > 0,
    latency: view.latency.length > 0,
    outputs: view.outputs.length > 0,
    segments: view.segments !== undefined,
    over_time: view.overTime.length > 0,
    rows: rows !== undefined,
  };
  const sections = sectionsToShow(options, SECTIONS, has);
  if (sections.size === 0) {
    return {
      state: 'message',
      title: t('shadow.nothing-chosen', 'Nothing of what was chosen is there'),
      text: t(
        'shadow.nothing-chosen-text',
        'The query brings none of the parts that this panel is to show. Ask for more tables in the query, or choose other parts in the panel’s options.'
      ),
    };
  }
  const notices =
    others.length === 0
      ? []
      : [
          t(
            'shadow.several',
            'Several queries compare a shadow; shown is the first. Give {{others}} a panel of its own.',
            { others: others.join(', ') }
          ),
        ];
  return { state: 'ready', sections, notices, ...view };
}
