import { memo, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2, type BadgeColor, type IconName } from '@grafana/ui';
import type { ShadowFinding } from '../../model/shadowFrames';
import { IntervalPlot } from '../shared/IntervalPlot';
import { plainTable } from '../shared/plainTable';
import { StatusBadge } from '../shared/StatusBadge';
import { t } from '../shared/translate';
import { WhyTooltip } from '../shared/WhyTooltip';
import { Value } from './MetricsTable';
import type { SegmentsView, SegmentView } from './segmentsView';

const LOOK: Readonly<Record<ShadowFinding, { color: BadgeColor; icon: IconName }>> = {
  shadow_worse: { color: 'red', icon: 'arrow-down' },
  shadow_better: { color: 'green', icon: 'arrow-up' },
  no_difference: { color: 'darkgrey', icon: 'minus' },
  no_labels: { color: 'darkgrey', icon: 'question-circle' },
};
const AT_FIRST = 8;
const LEAST_FOR_ALL = 860;

/** A line a segment, each number on one axis for all. */
export const Segments = memo(function Segments({
  view,
  width,
}: {
  readonly view: SegmentsView;
  readonly width: number;
}) {
  const styles = useStyles2(getStyles);
  const table = useStyles2(plainTable);
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? view.segments : view.segments.slice(0, AT_FIRST);
  const hidden = view.segments.length - shown.length;
  // On a narrow screen the one number that decides: a difference, where there is one.
  const columns =
    width >= LEAST_FOR_ALL
      ? view.columns
      : [view.columns.find(({ compared }) => compared === 0) ?? view.columns[0]].filter(
          (column) => column !== undefined
        );
  const plot = Math.max(80, Math.min(200, (width - 470) / Math.max(1, columns.length) - 125));
  return (
    <>
      <div className={table.scroll}>
        <table className={table.table} aria-label={t('shadow.segments', 'By segment')}>
          <thead>
            <tr>
              <th scope="col">{view.groups}</th>
              <th scope="col">{t('shadow.finding', 'Finding')}</th>
              <th scope="col">{view.countTitle}</th>
              {columns.map(({ id, title, why }) => (
                <th key={id} scope="col" colSpan={2}>
                  <WhyTooltip text={title} why={why} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((segment) => (
              <tr key={segment.key}>
                <th scope="row">{segment.name}</th>
                <td>
                  <Finding segment={segment} />
                </td>
                <td className={styles.number}>{segment.countText}</td>
                {columns.map((column) => {
                  const { id, domain, compared } = column;
                  const value = segment.values[view.columns.indexOf(column)];
                  const interval = value?.interval ?? null;
                  return [
                    <td key={id}>
                      <Value text={value?.text ?? ''} range={value?.range ?? ''} />
                    </td>,
                    <td key={`${id} plot`}>
                      {interval !== null && domain !== undefined && (
                        <IntervalPlot
                          width={plot}
                          domain={domain}
                          compared={compared}
                          lines={[{ interval, mark: 'difference' }]}
                        />
                      )}
                    </td>,
                  ];
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hidden > 0 && (
        <Button size="sm" variant="secondary" fill="text" onClick={() => setShowsAll(true)}>
          {t('segments.more', 'Show {{count}} more', { count: hidden })}
        </Button>
      )}
    </>
  );
});

function Finding({ segment: { finding, findingText, findingWhy } }: { readonly segment: SegmentView }) {
  return finding === null ? <>{findingText}</> : <StatusBadge {...LOOK[finding]} text={findingText} why={findingWhy} />;
}

const getStyles = (_theme: GrafanaTheme2) => ({
  number: css({ fontVariantNumeric: 'tabular-nums' }),
});
