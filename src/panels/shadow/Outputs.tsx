import { memo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { chartColors } from '../shared/colors';
import { LookBadge } from '../shared/LookBadge';
import { Swatch } from '../shared/Swatch';
import { t } from '../shared/translate';
import type { OutputView } from './outputsView';

/** How the answers of both spread: a line a bin, with two bars. */
export const Outputs = memo(function Outputs({ outputs }: { readonly outputs: readonly OutputView[] }) {
  const styles = useStyles2(getStyles);
  const colors = chartColors(useTheme2());
  return (
    <>
      <p className={styles.legend}>
        <Swatch color={colors.reference} /> {t('shadow.live', 'Live')} <Swatch color={colors.current} />{' '}
        {t('shadow.shadow', 'Shadow')}
      </p>
      <div className={styles.outputs}>
        {outputs.map((output) => (
          <div key={output.output} className={styles.output}>
            <h4 className={styles.name}>
              {output.name} <LookBadge verdict={output.verdict} why={output.reason} />
            </h4>
            <table className={styles.bars} aria-label={output.summary}>
              <thead className={styles.spoken}>
                <tr>
                  <th scope="col">{t('shadow.bin', 'Bin')}</th>
                  <th scope="col">{t('shadow.live', 'Live')}</th>
                  <th scope="col">{t('shadow.shadow', 'Shadow')}</th>
                </tr>
              </thead>
              <tbody>
                {output.bins.map((bin) => (
                  <tr key={bin.label}>
                    <th scope="row">{bin.label}</th>
                    <td>
                      <Bar share={bin.live / output.largest} color={colors.reference} />
                      <Bar share={bin.shadow / output.largest} color={colors.current} />
                    </td>
                    <td className={styles.number}>{bin.liveText}</td>
                    <td className={styles.number}>{bin.shadowText}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {output.hidden > 0 && (
              <p className={styles.legend}>
                {t('shadow.hidden-bins', 'and {{count}} that both seldom answer', { count: output.hidden })}
              </p>
            )}
          </div>
        ))}
      </div>
    </>
  );
});

function Bar({ share, color }: { readonly share: number; readonly color: string }) {
  return <div style={{ width: `${Math.max(0, share) * 100}%`, height: 5, background: color, margin: '1px 0' }} />;
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    ...theme.typography.bodySmall,
    color: theme.colors.text.secondary,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    margin: theme.spacing(0, 0, 1),
  }),
  outputs: css({
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(280px, 100%), 1fr))',
  }),
  output: css({ minWidth: 0 }),
  name: css({
    ...theme.typography.body,
    fontWeight: theme.typography.fontWeightMedium,
    margin: theme.spacing(0, 0, 0.5),
  }),
  bars: css({
    ...theme.typography.bodySmall,
    width: '100%',
    '& th': {
      fontWeight: theme.typography.fontWeightRegular,
      textAlign: 'left',
      whiteSpace: 'nowrap',
      width: 1,
      paddingRight: theme.spacing(1),
    },
    '& td': { padding: theme.spacing(0.125, 0) },
  }),
  number: css({
    textAlign: 'right',
    width: 1,
    whiteSpace: 'nowrap',
    paddingLeft: `${theme.spacing(1)} !important`,
    fontVariantNumeric: 'tabular-nums',
  }),
  spoken: css({ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }),
});
