import { memo } from 'react';
import { css, cx } from '@emotion/css';
import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import { t } from '../shared/translate';
import type { FlipCell, FlipsView } from './flipsView';

/** What live said against what the shadow said: a table, and a picture of itself. */
export const FlipMatrix = memo(function FlipMatrix({ flips }: { readonly flips: FlipsView }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const paint = ({ agrees, weight }: FlipCell) => ({
    background:
      weight === 0
        ? undefined
        : colorManipulator.alpha((agrees ? theme.colors.primary : theme.colors.warning).main, 0.08 + 0.32 * weight),
  });
  return (
    <>
      <p className={styles.summary}>{flips.summary}</p>
      <div className={styles.scroll}>
        <table className={styles.matrix} aria-label={t('shadow.matrix', 'What live said against what the shadow said')}>
          <thead>
            <tr>
              <th scope="col" className={styles.corner}>
                {t('shadow.matrix-corner', 'Live ↓ shadow →')}
              </th>
              {flips.classes.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {flips.rows.map((cells, i) => (
              <tr key={flips.classes[i]}>
                <th scope="row">{flips.classes[i]}</th>
                {cells.map((cell) => (
                  <td key={cell.shadow} className={cx(cell.agrees ? styles.agrees : styles.flips)} style={paint(cell)}>
                    <span className={styles.count}>
                      {!cell.agrees && cell.weight > 0 && (
                        <Icon name="exchange-alt" size="sm" title={t('shadow.flip', 'Flip')} />
                      )}{' '}
                      {cell.countText}
                    </span>
                    {cell.weight > 0 && <span className={styles.note}>{cell.shareText}</span>}
                    {cell.rightText !== '' && <span className={styles.note}>{cell.rightText}</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  summary: css({ margin: theme.spacing(0, 0, 1) }),
  scroll: css({ overflowX: 'auto' }),
  matrix: css({
    borderCollapse: 'separate',
    borderSpacing: 2,
    '& th': {
      ...theme.typography.bodySmall,
      fontWeight: theme.typography.fontWeightMedium,
      padding: theme.spacing(0.5, 1),
      textAlign: 'left',
    },
    '& td': {
      padding: theme.spacing(1, 1.5),
      minWidth: 96,
      borderRadius: theme.shape.radius.default,
      verticalAlign: 'top',
    },
  }),
  corner: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
  agrees: css({ border: `1px solid ${theme.colors.border.weak}` }),
  flips: css({ border: `1px dashed ${theme.colors.border.strong}` }),
  count: css({
    ...theme.typography.h5,
    display: 'block',
    margin: 0,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  }),
  note: css({ ...theme.typography.bodySmall, display: 'block' }),
});
