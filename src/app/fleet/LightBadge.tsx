import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '../t';
import { useStyles2 } from '@grafana/ui';
import { VERDICT_LOOK } from '../../model/verdicts';
import { ReadableBadge } from '../frame/ReadableBadge';
import { lightNames, lightWord } from './lightNames';
import type { Light, LightId } from './light';

interface Props {
  /** What is judged. */
  readonly id: LightId;
  readonly light: Light;
  /** Where the reasons are. */
  readonly href: string;
}

/** How a model stands in one concern: icon, word and colour, and the reason for whoever points at it or listens. */
export function LightBadge({ id, light, href }: Props) {
  const name = lightNames()[id];
  const styles = useStyles2(getStyles);
  if (light.state === 'waiting') {
    return (
      <span className={styles.quiet}>
        {/* Eight hundred spinners that turn at once would keep a fleet's answers waiting; the bar above the table moves. */}
        <span aria-hidden>…</span>
        <span className={styles.spoken}>{t('light.waiting', '{{name}}: not judged yet', { name })}</span>
      </span>
    );
  }
  if (light.state === 'none') {
    return (
      <span className={styles.quiet} title={light.why}>
        {t('light.none', 'None')}
      </span>
    );
  }
  const look =
    light.state === 'failed'
      ? { word: t('light.failed', 'Failed'), color: 'purple' as const, icon: 'bug' as const }
      : { ...VERDICT_LOOK[light.verdict], word: lightWord(id, light.verdict) };
  return (
    <a href={href} className={styles.link} title={light.why} aria-label={`${name}: ${look.word}. ${light.why}`}>
      <ReadableBadge text={look.word} color={look.color} icon={look.icon} />
    </a>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  /** Read aloud, and not drawn. */
  spoken: css({
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  }),
  quiet: css({
    position: 'relative',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  link: css({
    display: 'inline-block',
    borderRadius: theme.shape.radius.default,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
});
