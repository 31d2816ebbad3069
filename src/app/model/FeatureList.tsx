import { css } from '@emotion/css';
import type { DataSourceInstanceSettings, GrafanaTheme2, TimeRange } from '@grafana/data';
import { Alert, LoadingPlaceholder, Text, useStyles2 } from '@grafana/ui';
import { DATASET_CAUSES_FIELDS, DATASET_FEATURES_FIELDS } from '../../model/datasetFrames';
import { VERDICT_LOOK } from '../../model/verdicts';
import { numberOf, rowsOf, textOf } from '../ask/table';
import { asVerdict } from '../fleet/standing';
import { exploreUrl } from '../frame/exploreUrl';
import { may } from '../frame/permissions';
import { ReadableBadge } from '../frame/ReadableBadge';
import { t } from '../t';
import { sharedQuestions } from './questions';
import { useAnswer } from './useAnswer';

interface Props {
  readonly source: DataSourceInstanceSettings;
  readonly model: string;
  readonly range: TimeRange;
}

const MOST = 6;

/** The features that moved the model most: by how much, because of which bin, and what that means. */
export function FeatureList({ source, model, range }: Props) {
  const styles = useStyles2(getStyles);
  const { answer } = useAnswer(source.uid, sharedQuestions(model).data, range, '1h');
  if (answer === undefined) {
    return <LoadingPlaceholder text={t('features.loading', 'Comparing the features with their reference')} />;
  }
  if (answer.state === 'failed') {
    const nothing = answer.because === 'nothing';
    return (
      <Alert
        severity={nothing ? 'info' : 'warning'}
        title={
          nothing
            ? t('features.none', 'No feature of this model was seen in this time.')
            : t('features.failed', 'The features cannot be judged now')
        }
      >
        {answer.why}
      </Alert>
    );
  }
  const causes = rowsOf(answer, 'causes', DATASET_CAUSES_FIELDS) ?? [];
  const rows = (rowsOf(answer, 'features', DATASET_FEATURES_FIELDS) ?? []).slice(0, MOST);
  if (rows.length === 0) {
    return <Text color="secondary">{t('features.none', 'No feature of this model was seen in this time.')}</Text>;
  }
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('features.feature', 'Feature')}</th>
          <th scope="col">{t('features.verdict', 'Verdict')}</th>
          <th scope="col" className={styles.number}>
            PSI
          </th>
          <th scope="col">{t('features.share', 'Share of the drift')}</th>
          <th scope="col">{t('features.cause', 'Most of it in')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const feature = textOf(row.feature);
          const verdict = asVerdict(row.verdict) ?? 'insufficient';
          const { word, color, icon } = VERDICT_LOOK[verdict];
          const share = numberOf(row.share) ?? 0;
          const psi = numberOf(row.psi);
          const cause = causes.find((one) => one.feature === feature);
          const segment = textOf(cause?.segment).replace(/[\s/]+$/, '');
          return (
            <tr key={feature}>
              <th scope="row">
                {may('datasources:explore') ? (
                  <a
                    className={styles.link}
                    href={exploreUrl(
                      source,
                      { refId: 'A', queryType: 'distribution', model, features: [feature] },
                      range
                    )}
                  >
                    {feature}
                  </a>
                ) : (
                  feature
                )}
                <span className={styles.why}>{textOf(row.reason)}</span>
              </th>
              <td>
                <ReadableBadge text={word} color={color} icon={icon} />
              </td>
              <td className={styles.number}>{psi === null ? '–' : psi.toFixed(3)}</td>
              <td className={styles.share}>
                <span className={styles.bar} aria-hidden>
                  <span className={styles.fill} style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
                </span>{' '}
                {Math.round(share * 100)} %
              </td>
              <td>
                {textOf(cause?.bin)}
                {segment !== '' && <span className={styles.why}>{segment}</span>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    borderCollapse: 'collapse',
    'th, td': { textAlign: 'left', verticalAlign: 'top', padding: theme.spacing(0.75, 1), fontWeight: 'inherit' },
    'thead th': { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize },
    'tbody tr': { borderTop: `1px solid ${theme.colors.border.weak}` },
  }),
  link: css({ color: theme.colors.text.link, '&:hover': { textDecoration: 'underline' } }),
  why: css({ display: 'block', color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  number: css({ 'th&, td&': { textAlign: 'right' }, fontVariantNumeric: 'tabular-nums' }),
  share: css({ whiteSpace: 'nowrap' }),
  bar: css({
    display: 'inline-block',
    width: 72,
    height: 8,
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.pill,
    overflow: 'hidden',
    '@media (max-width: 800px)': { display: 'none' },
  }),
  fill: css({ display: 'block', height: '100%', background: theme.colors.warning.main }),
});
