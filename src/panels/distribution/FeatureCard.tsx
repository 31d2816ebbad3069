import { memo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { Icon, useStyles2 } from '@grafana/ui';
import { t } from '../shared/translate';
import { CategoricalChart } from './CategoricalChart';
import { FeatureName } from './FeatureName';
import type { FeatureView } from './featureView';
import { fitScores, textWidth } from './fitScores';
import { HeatChart } from './HeatChart';
import { Hint } from './Hint';
import { NumericChart } from './NumericChart';
import type { DistributionOptions, View } from './options';
import { ScoreTooltip } from './ScoreTooltip';
import { VerdictBadge } from './VerdictBadge';

interface Props {
  readonly feature: FeatureView;
  readonly view: View;
  readonly options: Pick<DistributionOptions, 'scale' | 'drawing' | 'categories'>;
  readonly width: number;
  readonly height: number;
  readonly timeZone: TimeZone;
  /** Absent where a click leads nowhere. */
  readonly onChoose: ((feature: string) => void) | undefined;
  readonly isChosen: boolean;
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
export const FeatureCard = memo(function FeatureCard(props: Props) {
  const { feature, width, height, onChoose, isChosen } = props;
  const styles = useStyles2(getStyles);
  const showsReason =
    feature.reason !== '' &&
    feature.emptyText === undefined &&
    height >= 150 &&
    (height >= LARGE || feature.verdict === 'insufficient');
  const chart = {
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
    <div className={styles.card} style={{ width, height }}>
      <div className={styles.header}>
        <FeatureName name={feature.name} onChoose={onChoose && (() => onChoose(feature.feature))} isChosen={isChosen} />
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
          <Hint
            className={styles.values}
            label={t('card.scores-of', 'Scores of {{feature}}', { feature: feature.name })}
            content={() => <ScoreTooltip feature={feature} />}
          >
            {feature.scores.slice(0, fitting).map(({ id, short, text }) => (
              <span key={id} className={styles.score}>
                {short} <b>{text}</b>
              </span>
            ))}
            {fitting < feature.scores.length && `+${feature.scores.length - fitting}`}
          </Hint>
        ) : (
          <span className={styles.values}>{t('card.no-scores', 'no scores')}</span>
        )}
        <span className={styles.right}>
          {feature.repairs.length > 0 && (
            <Hint
              label={t('card.repaired', 'Repaired: {{repairs}}', { repairs: feature.repairs.join(' ') })}
              content={() => <Sentences texts={feature.repairs} />}
            >
              <Icon name="info-circle" size="sm" />
            </Hint>
          )}
          {sizes !== '' && (
            <span title={t('card.sizes', 'Values in the reference → values now')} className={styles.sizes}>
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
      <Chart {...props} {...chart} />
    </div>
  );
});

function Chart({ feature, view, options, width, height, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const size = { width, height };
  const missing =
    feature.emptyText ??
    (view === 'time' && feature.overTime === undefined
      ? t('card.no-windows', 'The query answers no windows of this feature.')
      : undefined);
  if (missing !== undefined) {
    return (
      <div className={styles.empty} style={{ height }}>
        {missing}
      </div>
    );
  }
  if (view === 'time') {
    return feature.overTime === undefined ? null : (
      <HeatChart
        {...size}
        feature={feature}
        overTime={feature.overTime}
        categories={options.categories}
        timeZone={timeZone}
      />
    );
  }
  return feature.kind === 'numeric' ? (
    <NumericChart {...size} feature={feature} view={view} options={options} />
  ) : (
    <CategoricalChart {...size} feature={feature} view={view} categories={options.categories} />
  );
}

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
    padding: PADDING,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    overflow: 'hidden',
    // What changes in a card moves nothing outside of it.
    contain: 'strict',
  }),
  header: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.75), height: HEADER }),
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
  values: css({ overflow: 'hidden', textOverflow: 'ellipsis' }),
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
