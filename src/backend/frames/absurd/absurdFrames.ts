import { ABSURD_PANEL_ID, type AbsurdFrame, type Settings } from '../../../model';
import type { AbsurdCounts } from '../../query/absurd/count';
import type { AbsurdOptions } from '../../query/absurd/options';
import type { LearnedCalibration } from '../../query/absurd/reference';
import type { AbsurdSummary } from '../../query/absurd/summary';
import type { EventSource } from '../../upstream/eventSource';
import type { Field, Frame, Notice } from '../frame';
import { metaOf } from '../meta';
import { calibrationFields } from './calibrationFields';
import { overTimeFields } from './overTimeFields';
import { repeatFields } from './repeatFields';
import { rowFields } from './rowFields';
import { ruleFields } from './ruleFields';
import { segmentFields } from './segmentFields';
import { summaryFields } from './summaryFields';

/** Explore shows all frames of an answer in one panel of ours. */
const TABLE = {
  type: 'table',
  preferredVisualisationType: 'table',
  preferredVisualisationPluginId: ABSURD_PANEL_ID,
} as const;

/** Everything that was counted, as the frames that are wanted. What is to be said stands on the first of them. */
export function absurdFrames(
  {
    whole,
    counts,
    learned,
    options,
    source,
    settings,
  }: {
    readonly whole: AbsurdSummary;
    readonly counts: AbsurdCounts;
    readonly learned: LearnedCalibration | undefined;
    readonly options: AbsurdOptions;
    readonly source: EventSource;
    readonly settings: Settings;
  },
  notices: readonly Notice[],
  executed: string
): readonly Frame[] {
  const fields: Readonly<Record<AbsurdFrame, () => readonly Field[]>> = {
    summary: () => summaryFields(whole, options),
    over_time: () => overTimeFields(counts, options, whole.allowed),
    segments: () => segmentFields(counts.segments.rows(options.alpha)),
    calibration: () => calibrationFields(counts.whole.buckets, learned, options.threshold),
    repeats: () => repeatFields(counts.repeats.repeated(), options),
    rules: () => ruleFields(counts, options),
    rows: () => rowFields(counts.rows.sorted(), options, source, settings),
  };
  const overTime = {
    type: options.groupBy.length === 0 ? 'timeseries-wide' : 'timeseries-long',
    preferredVisualisationType: 'graph',
    preferredVisualisationPluginId: ABSURD_PANEL_ID,
  } as const;
  return [...options.frames].map((name, i) => ({
    name,
    fields: fields[name](),
    meta: metaOf(i === 0 ? notices : [], i === 0 ? executed : '', name === 'over_time' ? overTime : TABLE),
  }));
}
