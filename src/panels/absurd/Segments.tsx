import { memo, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { IntervalPlot } from '../shared/IntervalPlot';
import { LookBadge } from '../shared/LookBadge';
import { plainTable } from '../shared/plainTable';
import { t } from '../shared/translate';
import type { SegmentView } from './segmentsView';

const AT_FIRST = 8;
const LEAST_FOR_PLOT = 640;

/** Slices of the traffic, the clearest first: the share here, and dashed the share elsewhere. */
export const Segments = memo(function Segments({
  segments,
  width,
}: {
  readonly segments: readonly SegmentView[];
  readonly width: number;
}) {
  const styles = useStyles2(getStyles);
  const table = useStyles2(plainTable);
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? segments : segments.slice(0, AT_FIRST);
  const hidden = segments.length - shown.length;
  const plot = Math.max(90, Math.min(260, width - 640));
  const showsPlot = width >= LEAST_FOR_PLOT;
  return (
    <>
      <div className={table.scroll}>
        <table className={table.table} aria-label={t('absurd.segments', 'Where they concentrate')}>
          <thead>
            <tr>
              <th scope="col">{t('absurd.segment', 'Segment')}</th>
              <th scope="col">{t('absurd.finding', 'Finding')}</th>
              <th scope="col">{t('absurd.sign', 'Sign')}</th>
              <th scope="col">{t('absurd.here', 'Here')}</th>
              {showsPlot && <th scope="col">{t('absurd.segment-plot', 'Here, elsewhere dashed')}</th>}
              <th scope="col">{t('absurd.elsewhere', 'Elsewhere')}</th>
              <th scope="col">{t('absurd.times', 'Times as often')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((segment) => (
              <tr key={segment.key}>
                <th scope="row">{segment.name}</th>
                <td>
                  <LookBadge verdict={segment.verdict} text={segment.finding} why={segment.why} />
                </td>
                <td>{segment.signText}</td>
                <td className={styles.number}>
                  {segment.shareText} <span className={styles.quiet}>{segment.countText}</span>
                </td>
                {showsPlot && (
                  <td>
                    {segment.share !== null && segment.domain !== undefined && (
                      <IntervalPlot
                        width={plot}
                        domain={segment.domain}
                        compared={segment.elsewhere ?? undefined}
                        lines={[
                          {
                            interval: segment.share,
                            mark: segment.verdict === 'drift' || segment.verdict === 'warning' ? 'bad' : 'difference',
                          },
                        ]}
                      />
                    )}
                  </td>
                )}
                <td className={styles.number}>{segment.elsewhereText}</td>
                <td className={styles.number}>{segment.ratioText}</td>
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

const getStyles = (theme: GrafanaTheme2) => ({
  number: css({ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
  quiet: css({ ...theme.typography.bodySmall, color: theme.colors.text.secondary }),
});
