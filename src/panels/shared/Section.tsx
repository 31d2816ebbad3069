import { useId, type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { spokenStyle } from './spoken';

interface Props {
  readonly title: string;
  /** A sentence on how to read it. */
  readonly hint?: string | undefined;
  /** The only part of its panel, whose title says the same. */
  readonly alone?: boolean;
  /** Over all columns of the panel. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A part of a panel, under a heading that a screen reader can jump to. */
export function Section({ title, hint, alone = false, wide = false, children }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <section aria-labelledby={id} className={wide ? styles.wide : styles.section}>
      <h3 id={id} className={alone ? spokenStyle : styles.title}>
        {title}
      </h3>
      {hint !== undefined && hint !== '' && <p className={styles.hint}>{hint}</p>}
      {children}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ minWidth: 0 }),
  wide: css({ minWidth: 0, gridColumn: '1 / -1' }),
  title: css({ ...theme.typography.h5, margin: theme.spacing(0, 0, 0.5) }),
  hint: css({ ...theme.typography.bodySmall, color: theme.colors.text.secondary, margin: theme.spacing(0, 0, 1) }),
});
