import { SHADOW_OVER_TIME_FIELDS, SHADOW_PANEL_ID } from '../../../model';
import type { ShadowComparison } from '../../query/shadow/comparison';
import type { ShadowPlan } from '../../query/shadow/plan';
import { numbersOf } from '../../query/shadow/columns';
import type { Frame } from '../frame';
import { metaOf } from '../meta';
import { numberFields } from './parts';

/** The numbers of each window, as a graph. */
export function overTimeFrame(comparison: ShadowComparison, { steps }: ShadowPlan): Frame {
  const { windows } = comparison;
  const rows = windows.map((window) => window.numbers);
  return {
    name: 'over_time',
    fields: [
      {
        name: SHADOW_OVER_TIME_FIELDS.time,
        type: 'time',
        values: windows.map(({ time }) => time),
        config: { displayNameFromDS: 'Time', ...(steps === undefined ? {} : { interval: steps.stepMs }) },
      },
      ...numbersOf('over_time', comparison).flatMap((name) => numberFields(name, rows, true)),
    ],
    meta: metaOf([], '', {
      type: 'timeseries-wide',
      preferredVisualisationType: 'graph',
      preferredVisualisationPluginId: SHADOW_PANEL_ID,
    }),
  };
}
