import { locationUtil, rangeUtil, type RawTimeRange } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { DEFAULT_QUERY } from '../../model/defaultQuery';
import { promqlHistogram } from '../../model/promqlHistogram';
import { exploreUrl } from '../frame/exploreUrl';
import type { PanelHistogram } from './panelHistogram';

/** How much earlier the reference is: no shorter than the range itself, so that the two do not overlap. */
const OFFSETS = [
  { offset: '1d', hours: 24 },
  { offset: '7d', hours: 168 },
  { offset: '28d', hours: 672 },
] as const;

/** Explore on the histogram of a panel, compared with an earlier time; undefined where its query cannot be read. */
export function comparison(panel: PanelHistogram, raw: RawTimeRange): string | undefined {
  const found = promqlHistogram(panel.expression, panel.native);
  if (found === undefined) {
    return undefined;
  }
  const range = rangeUtil.convertRawToRange(raw);
  const hours = (range.to.valueOf() - range.from.valueOf()) / 3_600_000;
  const { offset } = OFFSETS.find((one) => one.hours >= hours) ?? OFFSETS[2];
  return exploreUrl(
    panel.source,
    {
      refId: 'A',
      ...DEFAULT_QUERY,
      source: found.source,
      reference: { kind: 'offset', offset },
      ...(found.groupBy.length > 0 && { groupBy: [...found.groupBy] }),
    },
    range
  );
}

/** Opens the comparison; where the query cannot be read, an empty one of the same data source. */
export function openComparison(panel: PanelHistogram, raw: RawTimeRange): void {
  const url =
    comparison(panel, raw) ??
    exploreUrl(panel.source, { refId: 'A', ...DEFAULT_QUERY }, rangeUtil.convertRawToRange(raw));
  locationService.push(locationUtil.stripBaseFromUrl(url));
}
