import { memo, useId, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2, useTheme2 } from '@grafana/ui';
import { chartColors } from '../shared/colors';
import { plainTable } from '../shared/plainTable';
import { percent } from '../shared/format';
import { at, ticksOf } from '../shared/scale';
import { t } from '../shared/translate';
import type { ReliabilityView } from './reliabilityView';

const HEIGHT = 280;
const EDGE = { left: 48, right: 26, top: 10, bottom: 40 };

interface Props {
  readonly view: ReliabilityView;
  readonly width: number;
}

/** What confidence claims against what it was worth. On the diagonal it is honest; below, it claims too much. */
export const Reliability = memo(function Reliability({ view, width }: Props) {
  const styles = useStyles2(getStyles);
  const table = useStyles2(plainTable);
  const [showsTable, setShowsTable] = useState(false);
  return (
    <>
      <Curve view={view} width={width} />
      <Button
        size="sm"
        variant="secondary"
        fill="text"
        icon={showsTable ? 'angle-down' : 'angle-right'}
        aria-expanded={showsTable}
        onClick={() => setShowsTable(!showsTable)}
      >
        {t('absurd.as-table', 'As a table')}
      </Button>
      {showsTable && (
        <div className={table.scroll}>
          <table className={table.table} aria-label={t('absurd.reliability-table', 'Accuracy by confidence')}>
            <thead>
              <tr>
                <th scope="col">{t('absurd.bucket', 'Confidence')}</th>
                <th scope="col">{t('absurd.claimed', 'Claimed')}</th>
                <th scope="col">{t('absurd.right', 'Right')}</th>
                <th scope="col">{t('absurd.expected', 'Expected')}</th>
                <th scope="col">{t('absurd.count', 'Predictions')}</th>
              </tr>
            </thead>
            <tbody>
              {view.points.map((point) => (
                <tr key={point.key}>
                  <th scope="row">{point.bucketText}</th>
                  <td>{point.confidenceText}</td>
                  <td>
                    {point.accuracyText} <span className={styles.quiet}>{point.rangeText}</span>
                  </td>
                  <td>{point.expectedText}</td>
                  <td>{point.countText}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
});

function Curve({ view: { points, reference, domain, threshold, summary }, width }: Props) {
  const theme = useTheme2();
  const colors = chartColors(theme);
  const pattern = useId();
  const right = width - EDGE.right;
  const bottom = HEIGHT - EDGE.bottom;
  const x = (value: number) => EDGE.left + at(domain, value) * (right - EDGE.left);
  const y = (value: number) => bottom - at(domain, value) * (bottom - EDGE.top);
  const line = (path: ReadonlyArray<readonly [number, number]>) =>
    path.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${x(a)} ${y(b)}`).join('');
  const from = threshold === null ? null : Math.max(domain.from, threshold);
  const ticks = ticksOf(domain, Math.max(2, Math.min(6, width / 90)));
  const text = { fill: colors.text, fontSize: theme.typography.bodySmall.fontSize };
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={summary} style={{ display: 'block' }}>
      <defs>
        <pattern id={pattern} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width={6} height={6} fill={theme.colors.error.transparent} />
          <line x1={0} x2={0} y1={0} y2={6} stroke={theme.colors.error.border} strokeWidth={1.5} />
        </pattern>
      </defs>
      {ticks.map((tick) => (
        <g key={tick} {...text}>
          <line x1={x(tick)} x2={x(tick)} y1={EDGE.top} y2={bottom} stroke={colors.grid} />
          <line x1={EDGE.left} x2={right} y1={y(tick)} y2={y(tick)} stroke={colors.grid} />
          <text x={x(tick)} y={bottom + 16} textAnchor="middle">
            {percent(tick)}
          </text>
          <text x={EDGE.left - 6} y={y(tick) + 4} textAnchor="end">
            {percent(tick)}
          </text>
        </g>
      ))}
      {from !== null && (
        <>
          <path
            d={`M${x(from)} ${bottom}L${x(from)} ${y(from)}L${x(1)} ${y(1)}L${x(1)} ${bottom}Z`}
            fill={`url(#${pattern})`}
          />
          <text
            x={x(from) - 6}
            y={bottom - 10}
            textAnchor="end"
            fill={theme.colors.error.text}
            fontSize={text.fontSize}
          >
            {t('absurd.region', 'Confident and wrong →')}
          </text>
        </>
      )}
      <path
        d={line([
          [domain.from, domain.from],
          [domain.to, domain.to],
        ])}
        stroke={colors.text}
        strokeDasharray="4 4"
      />
      <path d={line(reference)} stroke={colors.reference} fill="none" strokeWidth={1.5} />
      {reference.map(([a, b]) => (
        <rect key={a} x={x(a) - 3} y={y(b) - 3} width={6} height={6} fill={colors.reference} />
      ))}
      <path
        d={line(points.filter(({ isThin }) => !isThin).map(({ confidence, accuracy }) => [confidence, accuracy.value]))}
        stroke={colors.current}
        fill="none"
        strokeWidth={2}
      />
      {points.map(
        ({ key, confidence, accuracy, isConfident, isThin, bucketText, accuracyText, rangeText, countText }) => (
          <g
            key={key}
            stroke={isConfident ? theme.colors.error.text : colors.current}
            strokeWidth={isThin ? 1 : 2}
            opacity={isThin ? 0.5 : 1}
          >
            <title>{`${bucketText}: ${accuracyText} (${rangeText}), n ${countText}`}</title>
            {accuracy.lower !== null && accuracy.upper !== null && (
              <line x1={x(confidence)} x2={x(confidence)} y1={y(accuracy.lower)} y2={y(accuracy.upper)} />
            )}
            {isConfident ? (
              <path
                d={`M${x(confidence)} ${y(accuracy.value) - 6}l6 6l-6 6l-6 -6z`}
                fill={theme.colors.background.primary}
              />
            ) : (
              <circle cx={x(confidence)} cy={y(accuracy.value)} r={4} fill={colors.current} />
            )}
          </g>
        )
      )}
      <text x={(EDGE.left + right) / 2} y={HEIGHT - 4} textAnchor="middle" {...text}>
        {t('absurd.axis-confidence', 'Confidence claimed → accuracy upwards')}
      </text>
    </svg>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({ quiet: css({ color: theme.colors.text.secondary }) });
