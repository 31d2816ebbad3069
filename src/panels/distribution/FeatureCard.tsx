import { memo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, Tooltip, useStyles2 } from '@grafana/ui';
import { CategoricalChart } from './CategoricalChart';
import { fitScores, textWidth } from './fitScores';
import { NumericChart } from './NumericChart';
import type { DistributionOptions } from './options';
import { ScoreTooltip } from './ScoreTooltip';
import type { FeatureView } from './toViewModel';
import { VerdictBadge } from './VerdictBadge';

interface Props {
  readonly feature: FeatureView;
  readonly options: DistributionOptions;
  readonly width: number;
  readonly height: number;
}

const PADDING = 8;
const HEADER = 24;
const SCORES = 20;
const REASON = 34;
const ICON = 18;
const LEAST_FOR_SIZES = 230;
/** From this height on there is room for the reason of any verdict. */
const LARGE = 300;

/** One feature: what is said of it, and its chart. */
export const FeatureCard = memo(function FeatureCard({ feature, options, width, height }: Props) {
  const styles = useStyles2(getStyles);
  const showsReason =
    feature.reason !== '' &&
    feature.emptyText === undefined &&
    height >= 150 &&
    (height >= LARGE || feature.verdict === 'insufficient');
  const chart = {
    feature,
    width: Math.max(40, width - 2 * PADDING - 2),
    height: Math.max(30, height - 2 * PADDING - 2 - HEADER - SCORES - 4 - (showsReason ? REASON : 0)),
  };

  // Where both do not fit the scores stay: the sizes are in their tooltip, too.
  const sizes = feature.sizesText === '' || width < LEAST_FOR_SIZES ? '' : `n ${feature.sizesText}`;
  const fitting = fitScores(
    feature.scores,
    chart.width - textWidth(sizes) - (feature.repairs.length > 0 ? ICON : 0) - 2 * PADDING
  );

  return (
    <li className={styles.card} style={{ width, height, containIntrinsicSize: `${width}px ${height}px` }}>
      <div className={styles.header}>
        <span className={styles.name} title={feature.name}>
          {feature.name}
        </span>
        {feature.tags.map((tag) => (
          <span key={tag} className={styles.tag} title={tag}>
            {tag}
          </span>
        ))}
        <span className={styles.right}>
          <VerdictBadge feature={feature} />
        </span>
      </div>
      <div className={styles.scores}>
        {feature.scores.length > 0 ? (
          <Tooltip content={<ScoreTooltip feature={feature} />} placement="bottom-start">
            <span className={styles.values} tabIndex={0} role="note" aria-label={`Scores of ${feature.name}`}>
              {feature.scores.slice(0, fitting).map(({ id, short, text }) => (
                <span key={id} className={styles.score}>
                  {short} <b>{text}</b>
                </span>
              ))}
              {fitting < feature.scores.length && `+${feature.scores.length - fitting}`}
            </span>
          </Tooltip>
        ) : (
          <span className={styles.values}>no scores</span>
        )}
        <span className={styles.right}>
          {feature.repairs.length > 0 && (
            <Tooltip content={<Sentences texts={feature.repairs} />}>
              <span tabIndex={0} role="note" aria-label={`Repaired: ${feature.repairs.join(' ')}`}>
                <Icon name="info-circle" size="sm" />
              </span>
            </Tooltip>
          )}
          {sizes !== '' && (
            <span title="Values in the reference → values now" className={styles.sizes}>
              {sizes}
            </span>
          )}
        </span>
      </div>
      {showsReason && (
        <div className={styles.reason} title={feature.reason}>
          {feature.reason}
        </div>
      )}
      {feature.emptyText !== undefined ? (
        <div className={styles.empty} style={{ height: chart.height }}>
          {feature.emptyText}
        </div>
      ) : feature.kind === 'numeric' ? (
        <NumericChart {...chart} options={options} />
      ) : (
        <CategoricalChart {...chart} />
      )}
    </li>
  );
});

function Sentences({ texts }: { readonly texts: readonly string[] }) {
  return (
    <>
      {texts.map((text) => (
        <div key={text}>{text}</div>
      ))}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    listStyle: 'none',
    padding: PADDING,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    overflow: 'hidden',
    // Cards out of sight cost no layout and no paint, and stay reachable by Tab and by search in the page.
    contentVisibility: 'auto',
  }),
  header: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.75), height: HEADER }),
  name: css({
    fontWeight: theme.typography.fontWeightMedium,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  tag: css({
    ...theme.typography.bodySmall,
    color: theme.colors.text.secondary,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    maxWidth: '40%',
  }),
  right: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5), marginLeft: 'auto', flexShrink: 0 }),
  scores: css({
    ...theme.typography.bodySmall,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    height: SCORES,
    marginBottom: 4,
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
  }),
  values: css({
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    borderRadius: theme.shape.radius.default,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
  }),
  score: css({
    marginRight: theme.spacing(1),
    '& b': { color: theme.colors.text.primary, fontVariantNumeric: 'tabular-nums' },
  }),
  sizes: css({ fontVariantNumeric: 'tabular-nums' }),
  reason: css({
    ...theme.typography.bodySmall,
    height: REASON,
    lineHeight: '16px',
    color: theme.colors.text.secondary,
    display: '-webkit-box',
    WebkitLineClamp: 2,
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
  }),
  empty: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    textAlign: 'center',
    overflow: 'auto',
    color: theme.colors.text.secondary,
    padding: theme.spacing(0, 1),
  }),
});
