import { memo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import { chartColors } from '../shared/colors';
import { IntervalPlot } from '../shared/IntervalPlot';
import { plainTable } from '../shared/plainTable';
import { t } from '../shared/translate';
import { WhyTooltip } from '../shared/WhyTooltip';
import type { MetricView } from './metricsView';

interface Props {
  readonly label: string;
  readonly metrics: readonly MetricView[];
  /** A difference of accuracy within it does not matter. */
  readonly margin: number | undefined;
  readonly width: number;
}

/** Below this width the plot of both gives way: the difference says more. */
const LEAST_FOR_BOTH = 820;

/** Live beside shadow, each with its interval, and their difference: in numbers and as a picture. */
export const MetricsTable = memo(function MetricsTable({ label, metrics, margin, width }: Props) {
  const styles = useStyles2(getStyles);
  const table = useStyles2(plainTable);
  const colors = chartColors(useTheme2());
  const showsBoth = width >= LEAST_FOR_BOTH;
  const showsDifference = metrics.some(({ difference }) => difference?.lower !== null && difference !== null);
  const plot = Math.max(90, Math.min(180, (width - 560) / 2));
  return (
    <div className={table.scroll}>
      <table className={table.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('shadow.metric', 'Metric')}</th>
            <th scope="col">
              <span style={{ color: colors.text }} aria-hidden="true">
                ■{' '}
              </span>
              {t('shadow.live', 'Live')}
            </th>
            <th scope="col">
              <span style={{ color: colors.current }} aria-hidden="true">
                ●{' '}
              </span>
              {t('shadow.shadow', 'Shadow')}
            </th>
            {showsBoth && <th scope="col">{t('shadow.both', 'Both, with 95 % intervals')}</th>}
            <th scope="col">{t('shadow.difference', 'Shadow minus live')}</th>
            {showsDifference && <th scope="col">{t('shadow.difference-plot', 'Difference, 0 dashed')}</th>}
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => (
            <tr key={metric.id}>
              <th scope="row">{metric.name}</th>
              <td>
                <Value text={metric.liveText} range={metric.liveRange} />
              </td>
              <td>
                <Value text={metric.shadowText} range={metric.shadowRange} />
              </td>
              {showsBoth && (
                <td>
                  {metric.domain !== undefined && (
                    <IntervalPlot
                      width={plot}
                      domain={metric.domain}
                      lines={[
                        ...(metric.live === null ? [] : [{ interval: metric.live, mark: 'reference' as const }]),
                        ...(metric.shadow === null ? [] : [{ interval: metric.shadow, mark: 'current' as const }]),
                      ]}
                    />
                  )}
                </td>
              )}
              <td>
                <Value text={metric.differenceText} range={metric.differenceRange} />
                <span className={styles.finding}>
                  {metric.better !== null && (
                    <Icon name={metric.better === 'shadow' ? 'arrow-up' : 'arrow-down'} size="sm" />
                  )}
                  <WhyTooltip text={metric.finding} why={metric.why} />
                </span>
              </td>
              {showsDifference && (
                <td>
                  {metric.difference !== null && metric.differenceDomain !== undefined && (
                    <IntervalPlot
                      width={plot}
                      domain={metric.differenceDomain}
                      compared={0}
                      band={metric.id === 'accuracy' && margin !== undefined ? [-margin, margin] : undefined}
                      lines={[
                        {
                          interval: metric.difference,
                          mark:
                            metric.better === 'shadow'
                              ? 'good'
                              : metric.better === 'live'
                                ? 'bad'
                                : ('difference' as const),
                        },
                      ]}
                    />
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});

export function Value({ text, range }: { readonly text: string; readonly range: string }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <span className={styles.value}>{text}</span>
      {range !== '' && <span className={styles.range}>{range}</span>}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  value: css({ display: 'block', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
  range: css({
    ...theme.typography.bodySmall,
    display: 'block',
    color: theme.colors.text.secondary,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  }),
  finding: css({
    ...theme.typography.bodySmall,
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    whiteSpace: 'nowrap',
  }),
});
