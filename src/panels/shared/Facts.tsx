import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { WhyTooltip } from './WhyTooltip';

/** A number that a person wants to see at once. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Its interval, or what it is compared with. */
  readonly note: string;
  /** What the name means. */
  readonly why: string;
}

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, value, note, why }) => (
        <div key={name}>
          <dt className={styles.name}>
            <WhyTooltip text={name} why={why} />
          </dt>
          <dd className={styles.value}>{value}</dd>
          {note !== '' && <dd className={styles.note}>{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 4), margin: 0 }),
  name: css({ ...theme.typography.bodySmall, color: theme.colors.text.secondary, fontWeight: 'normal' }),
  value: css({ ...theme.typography.h4, margin: 0, fontVariantNumeric: 'tabular-nums' }),
  note: css({ ...theme.typography.bodySmall, color: theme.colors.text.secondary, margin: 0 }),
});
