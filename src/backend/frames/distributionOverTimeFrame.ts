import { DISTRIBUTION_OVER_TIME_FIELDS, DISTRIBUTION_PANEL_ID, type DistributionOverTimeMeta } from '../../model';
import type { CountedWindows, WindowCell } from '../query/countWindows';
import { boundsOf } from './boundsOf';
import { groupFields } from './driftFrames';
import { COUNT_CONFIG } from './fieldConfig';
import type { Field, Frame } from './frame';
import { metaOf, noticesOf } from './meta';

interface Row extends WindowCell {
  readonly time: number;
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly referenceShare: number | null;
  readonly share: number | null;
}

function sum(cells: readonly WindowCell[], side: 'reference' | 'current'): number {
  return cells.reduce((all, cell) => all + cell[side], 0);
}

function rowsOf({ features }: CountedWindows): readonly Row[] {
  return features
    .flatMap(({ feature, group, windows }) =>
      windows.flatMap(({ time, cells }) => {
        // A side without observations has no shares; zeros would read as a shape.
        const [before, now] = [sum(cells, 'reference'), sum(cells, 'current')];
        return cells.map((cell): Row => ({
          ...cell,
          time,
          feature,
          group,
          referenceShare: before > 0 ? cell.reference / before : null,
          share: now > 0 ? cell.current / now : null,
        }));
      })
    )
    .sort((a, b) => a.time - b.time);
}

/** One frame, a row a window, feature, group and bin. */
export function distributionOverTimeFrame(counted: CountedWindows): Frame {
  const { resolved, steps, features, notices, executed } = counted;
  const rows = rowsOf(counted);
  const F = DISTRIBUTION_OVER_TIME_FIELDS;
  const number = (name: string, config: Field['config'] & {}, pick: (row: Row) => number | null): Field => ({
    name,
    type: 'number',
    values: rows.map(pick),
    config,
  });
  const share = (title: string, description: string): Field['config'] & {} => ({
    displayNameFromDS: title,
    description,
    unit: 'percentunit',
    decimals: 1,
    min: 0,
  });
  const custom: DistributionOverTimeMeta = {
    kind: 'distribution_over_time',
    windowMs: steps.windowMs,
    referenceText: resolved.reference.text,
  };
  return {
    name: 'over_time',
    fields: [
      { name: F.time, type: 'time', values: rows.map(({ time }) => time), config: { displayNameFromDS: 'Window to' } },
      {
        name: F.feature,
        type: 'string',
        values: rows.map(({ feature }) => feature),
        config: { displayNameFromDS: 'Feature' },
      },
      ...groupFields(rows, resolved.groupBy),
      { name: F.bin, type: 'string', values: rows.map(({ bin }) => bin.label), config: { displayNameFromDS: 'Bin' } },
      number(F.lower, { displayNameFromDS: 'Lower' }, ({ bin }) => boundsOf(bin).lower),
      number(F.upper, { displayNameFromDS: 'Upper' }, ({ bin }) => boundsOf(bin).upper),
      number(
        F.reference,
        share('Reference', `Share of the reference: ${resolved.reference.text}.`),
        ({ referenceShare }) => referenceShare
      ),
      number(
        F.current,
        share('Current', 'Share of the window; none where it has no observations.'),
        (row) => row.share
      ),
      number(
        F.currentCount,
        COUNT_CONFIG('Current count', 'Observations of the window in this bin.'),
        ({ current }) => current
      ),
    ],
    meta: metaOf(
      noticesOf(
        features.map((feature) => ({ ...feature, lacking: [] })),
        notices
      ),
      executed,
      {
        type: 'table',
        custom,
        preferredVisualisationType: 'table',
        preferredVisualisationPluginId: DISTRIBUTION_PANEL_ID,
      }
    ),
  };
}
