import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { t } from '../shared/translate';

interface Props {
  readonly name: string;
  /** Absent where a click leads nowhere. */
  readonly onChoose: (() => void) | undefined;
  readonly isChosen: boolean;
}

/** The name of a feature: a button where the dashboard can be narrowed down to it. */
export function FeatureName({ name, onChoose, isChosen }: Props) {
  const styles = useStyles2(getStyles);
  return onChoose === undefined ? (
    <span className={styles.name} title={name}>
      {name}
    </span>
  ) : (
    <button
      type="button"
      className={cx(styles.name, styles.button)}
      title={isChosen ? name : t('feature.choose', 'Show {{name}} in the whole dashboard', { name })}
      aria-pressed={isChosen}
      onClick={onChoose}
    >
      {name}
    </button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  name: css({
    fontWeight: theme.typography.fontWeightMedium,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  button: css({
    background: 'none',
    border: 'none',
    padding: 0,
    color: theme.colors.text.link,
    cursor: 'pointer',
    borderRadius: theme.shape.radius.default,
    textAlign: 'left',
    '&:hover': { textDecoration: 'underline' },
    '&[aria-pressed=true]': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
});
