import { memo } from 'react';
import { useTheme2 } from '@grafana/ui';
import { causeRuns } from './causes';
import { ChartFrame } from './ChartFrame';
import { chartColors, markColors } from '../shared/colors';
import { percent } from '../shared/format';
import { bandAt, numericLayout, type Band, type NumericLayout, type Size } from './numericLayout';
import type { DistributionOptions } from './options';
import type { FeatureView } from './toViewModel';
import { trianglePath } from './trianglePath';

interface Props extends Size {
  readonly feature: FeatureView;
  readonly options: Pick<DistributionOptions, 'scale' | 'drawing'>;
}

/** Text above a mark needs this much of a band. */
const LEAST_TEXT = 34;
const FONT = 10;
const MARK_Y = 8;

/** Reference and current side by side in each bin. A path a side keeps sixty of these light. */
export const NumericChart = memo(function NumericChart({ feature, options, width, height }: Props) {
  const theme = useTheme2();
  const colors = chartColors(theme);
  const { mark, band: causeBand } = markColors(theme, feature.verdict);
  const layout = numericLayout(feature.bins, { width, height }, options);
  const { plot, bands, drawing } = layout;
  const runs = causeRuns(feature.bins).flatMap((run) => {
    const [first, last] = [bands[run.from], bands[run.to]];
    return first === undefined || last === undefined ? [] : [{ ...run, x0: first.x0, x1: last.x1 }];
  });

  return (
    <ChartFrame
      feature={feature}
      width={width}
      height={height}
      order={feature.bins.map((_, index) => index)}
      boxOf={(bin) => boxOf(bands[bin], plot)}
      binAt={(x) => bandAt(bands, x)}
    >
      {layout.yTicks.map(({ y, text }) => (
        <g key={text}>
          <line x1={plot.left} x2={plot.right} y1={y} y2={y} stroke={colors.grid} />
          <text x={plot.left - 6} y={y} dy="0.32em" textAnchor="end" fontSize={FONT} fill={colors.text}>
            {text}
          </text>
        </g>
      ))}
      {runs.map(({ from, x0, x1 }) => (
        <rect key={from} x={x0} width={x1 - x0} y={0} height={plot.base} fill={causeBand} />
      ))}
      {layout.openEdges.map((x) => (
        <line key={x} x1={x} x2={x} y1={plot.top} y2={plot.base} stroke={colors.axis} strokeDasharray="2 3" />
      ))}
      {drawing === 'bars' ? (
        <>
          <path d={barPath(bands, 'reference', plot.base)} fill={colors.reference} />
          <path d={barPath(bands, 'current', plot.base)} fill={colors.current} />
        </>
      ) : (
        <>
          <path d={stepPath(bands, 'reference', plot, true)} fill={colors.reference} fillOpacity={0.55} />
          <path
            d={stepPath(bands, 'current', plot, false)}
            fill="none"
            stroke={colors.current}
            strokeWidth={2}
            strokeLinejoin="round"
          />
        </>
      )}
      <line x1={plot.left} x2={plot.right} y1={plot.base} y2={plot.base} stroke={colors.axis} />
      {runs.map(({ from, x0, x1, direction, share }) => {
        const withText = x1 - x0 >= LEAST_TEXT;
        const x = (x0 + x1) / 2 - (withText ? 13 : 0);
        return (
          <g key={from}>
            <path d={trianglePath(x, MARK_Y, direction)} fill={mark} />
            {withText && (
              <text x={x + 7} y={MARK_Y} dy="0.36em" fontSize={FONT} fill={mark}>
                {percent(share)}
              </text>
            )}
          </g>
        );
      })}
      {layout.xLabels.map(({ x, text, anchor }) => (
        <text key={`${x}${text}`} x={x} y={plot.base + 13} textAnchor={anchor} fontSize={FONT} fill={colors.text}>
          {text}
        </text>
      ))}
    </ChartFrame>
  );
});

function boxOf(band: Band | undefined, { base }: NumericLayout['plot']) {
  return band === undefined ? undefined : { x: band.x0, width: Math.max(1, band.x1 - band.x0), y: 0, height: base };
}

/** Reference on the left half of each band, current on the right half. */
function barPath(bands: readonly Band[], side: 'reference' | 'current', base: number): string {
  return bands
    .map((band) => {
      const height = band[side];
      if (height === null || height <= 0) {
        return '';
      }
      const gap = Math.min(4, (band.x1 - band.x0) * 0.12);
      const middle = (band.x0 + band.x1) / 2;
      const [x0, x1] = side === 'reference' ? [band.x0 + gap, middle - 0.5] : [middle + 0.5, band.x1 - gap];
      // A share that is not zero stays visible.
      return `M${fixed(x0)} ${base}V${fixed(base - Math.max(1, height))}H${fixed(x1)}V${base}Z`;
    })
    .join('');
}

/** One line over all bins; it comes down to the base where a side has no value. */
function stepPath(
  bands: readonly Band[],
  side: 'reference' | 'current',
  { left, right, base }: NumericLayout['plot'],
  closed: boolean
): string {
  const steps = bands.map((band) => `L${fixed(band.x0)} ${fixed(base - (band[side] ?? 0))}H${fixed(band.x1)}`);
  return `M${left} ${base}${steps.join('')}${closed ? `L${right} ${base}Z` : `L${right} ${base}`}`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
