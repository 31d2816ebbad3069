import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, Icon, Text, useStyles2, type BadgeColor, type IconName } from '@grafana/ui';
import type { Change, Kind, What } from '../../pack/apply';
import { t } from '../t';
import { heldTexts, kindNames, whatNames } from './words';

const KINDS: readonly Kind[] = ['rule', 'group', 'contactPoint', 'muteTiming', 'template', 'policies', 'folder'];

const LOOK: Readonly<Record<What, { readonly color: BadgeColor; readonly icon: IconName }>> = {
  make: { color: 'green', icon: 'plus' },
  change: { color: 'orange', icon: 'pen' },
  remove: { color: 'red', icon: 'trash-alt' },
};

/** So many lines are shown at once; where there are more, a person unfolds them. */
const OPEN = 40;

/** Everything that is not as it is to be, by kind; of what changes, each member on both sides. */
export function ChangeList({ changes }: { readonly changes: readonly Change[] }) {
  const styles = useStyles2(getStyles);
  const names = kindNames();
  return (
    <>
      {KINDS.map((kind) => {
        const some = changes.filter((change) => change.kind === kind);
        return some.length === 0 ? null : (
          <details key={kind} open={some.length <= OPEN} className={styles.kind}>
            <summary className={styles.summary}>
              <Text weight="medium">
                {names[kind]} ({some.length})
              </Text>
            </summary>
            <ul className={styles.list}>
              {some.map((change) => (
                <ChangeLine key={`${change.what} ${change.key}`} change={change} />
              ))}
            </ul>
          </details>
        );
      })}
    </>
  );
}

function ChangeLine({ change: { what, name, differences, held } }: { readonly change: Change }) {
  const styles = useStyles2(getStyles);
  const line = (
    <>
      <span className={styles.what}>
        <Badge {...LOOK[what]} text={whatNames()[what]} />
      </span>
      <span className={styles.name}>{name}</span>
    </>
  );
  return (
    <li className={styles.item}>
      {differences.length === 0 ? (
        <div className={styles.line}>{line}</div>
      ) : (
        <details>
          <summary className={cx(styles.line, styles.summary)}>
            {line}
            <span className={styles.count}>
              {t('apply.differences', '{{count}} differences', { count: differences.length })}
            </span>
          </summary>
          <dl className={styles.differences}>
            {differences.map(({ path, before, after }) => (
              <div key={path} className={styles.difference}>
                <dt>{path}</dt>
                {before !== undefined && (
                  <dd className={styles.before}>
                    <span className={styles.sign}>{t('apply.has', 'Has')}</span> {before}
                  </dd>
                )}
                {after !== undefined && (
                  <dd className={styles.after}>
                    <span className={styles.sign}>{t('apply.gets', 'Gets')}</span> {after}
                  </dd>
                )}
              </div>
            ))}
          </dl>
        </details>
      )}
      {held !== undefined && (
        <p className={styles.held}>
          <Icon name="lock" size="sm" /> {heldTexts()[held]}
        </p>
      )}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  kind: css({ marginTop: theme.spacing(1) }),
  list: css({ listStyle: 'none', margin: theme.spacing(0.5, 0, 0), padding: 0 }),
  item: css({ padding: theme.spacing(0.5, 0), borderBottom: `1px solid ${theme.colors.border.weak}` }),
  line: css({ display: 'flex', alignItems: 'baseline', gap: theme.spacing(1), minWidth: 0 }),
  summary: css({ cursor: 'pointer' }),
  what: css({ flex: '0 0 90px' }),
  name: css({ flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere' }),
  count: css({ color: theme.colors.text.link, fontSize: theme.typography.bodySmall.fontSize, whiteSpace: 'nowrap' }),
  differences: css({
    margin: theme.spacing(0.5, 0, 0.5, 0),
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    dt: { color: theme.colors.text.secondary, fontWeight: 'inherit', overflowWrap: 'anywhere' },
    dd: { margin: 0, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
  }),
  difference: css({ padding: theme.spacing(0.5, 1) }),
  before: css({ borderLeft: `3px solid ${theme.colors.error.border}`, paddingLeft: theme.spacing(1) }),
  after: css({ borderLeft: `3px solid ${theme.colors.success.border}`, paddingLeft: theme.spacing(1) }),
  sign: css({ color: theme.colors.text.secondary, fontFamily: theme.typography.fontFamily }),
  held: css({ margin: theme.spacing(0.5, 0, 0), color: theme.colors.warning.text }),
});
