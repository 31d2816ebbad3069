import { memo } from 'react';
import { useTheme2 } from '@grafana/ui';
import { chartColors, markColors, type ChartColors } from '../shared/colors';
import { percent } from '../shared/format';
import { t } from '../shared/translate';
import { BinTooltip } from './BinTooltip';
import { causeRuns } from './causes';
import { ChartFrame } from './ChartFrame';
import type { FeatureView } from './featureView';
import { alongLine } from './moves';
import { bandAt, numericLayout, type Band, type BinsView, type NumericLayout, type Size } from './numericLayout';
import { barPath, besidePath, cumulativePath, stepPath } from './numericPaths';
import type { DistributionOptions } from './options';
import { trianglePath } from './trianglePath';

interface Props extends Size {
  readonly feature: FeatureView;
  readonly view: BinsView;
  readonly options: Pick<DistributionOptions, 'scale' | 'drawing'>;
}

/** Text above a mark needs this much of a band. */
const LEAST_TEXT = 34;
const FONT = 10;
const MARK_Y = 8;

/** The bins of a numeric feature, in the view asked for, with those marked that cause its drift. */
export const NumericChart = memo(function NumericChart({ feature, view, options, width, height }: Props) {
  const theme = useTheme2();
  const colors = chartColors(theme);
  const { mark, band: causeBand } = markColors(theme, feature.verdict);
  const { bins } = feature;
  const layout = numericLayout(bins, { width, height }, { ...options, view });
  const { plot, zero, bands } = layout;
  const runs = causeRuns(bins).flatMap((run) => {
    const [first, last] = [bands[run.from], bands[run.to]];
    return first === undefined || last === undefined ? [] : [{ ...run, x0: first.x0, x1: last.x1 }];
  });

  return (
    <ChartFrame
      summary={feature.summary}
      label={t('chart.bins-of', 'Bins of {{feature}}', { feature: feature.name })}
      hint={t('chart.bins-hint', 'Arrow keys go through the bins.')}
      width={width}
      height={height}
      marks={{
        first: Math.max(
          0,
          bins.findIndex(({ cause }) => cause)
        ),
        move: alongLine(bins.length),
        boxOf: (bin) => boxOf(bands[bin], plot),
        at: (x) => bandAt(bands, x),
        sentenceOf: (bin) => bins[bin]?.sentence ?? '',
        tooltipOf: (bin) => bins[bin] && <BinTooltip bin={bins[bin]} />,
      }}
    >
      {layout.yTicks.map(({ y, text }, index) => (
        <g key={index}>
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
      <Bins view={view} layout={layout} colors={colors} />
      <line x1={plot.left} x2={plot.right} y1={zero} y2={zero} stroke={colors.axis} />
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

interface BinsProps {
  readonly view: BinsView;
  readonly layout: NumericLayout;
  readonly colors: ChartColors;
}

const reference = (band: Band) => band.reference;
const current = (band: Band) => band.current;
const downwards = (band: Band) => (band.current === null ? null : -band.current);
const difference = (band: Band) => band.difference;

function Bins({ view, layout, colors }: BinsProps) {
  const { bands, zero, drawing } = layout;
  const line = { fill: 'none', stroke: colors.current, strokeWidth: 2, strokeLinejoin: 'round' } as const;
  switch (view) {
    case 'overlay':
      return drawing === 'bars' ? (
        <>
          <path d={besidePath(bands, 'reference', zero)} fill={colors.reference} />
          <path d={besidePath(bands, 'current', zero)} fill={colors.current} />
        </>
      ) : (
        <>
          <path d={stepPath(bands, reference, layout, true)} fill={colors.reference} fillOpacity={0.55} />
          <path d={stepPath(bands, current, layout, false)} {...line} />
        </>
      );
    case 'mirrored':
      return drawing === 'bars' ? (
        <>
          <path d={barPath(bands, reference, zero)} fill={colors.reference} />
          <path d={barPath(bands, downwards, zero)} fill={colors.current} />
        </>
      ) : (
        <>
          <path d={stepPath(bands, reference, layout, true)} fill={colors.reference} />
          <path d={stepPath(bands, downwards, layout, true)} fill={colors.current} />
        </>
      );
    case 'difference':
      return drawing === 'bars' ? (
        <path d={barPath(bands, difference, zero)} fill={colors.current} />
      ) : (
        <path d={stepPath(bands, difference, layout, true)} fill={colors.current} />
      );
    case 'cumulative':
      return (
        <>
          <path
            d={cumulativePath(bands, 'reference', layout)}
            {...line}
            stroke={colors.reference}
            strokeDasharray="5 3"
          />
          <path d={cumulativePath(bands, 'current', layout)} {...line} />
          <Gap layout={layout} colors={colors} />
        </>
      );
  }
}

/** The widest gap between the two lines, which is what the KS score of the bins measures. */
function Gap({ layout: { gap, plot, zero }, colors }: Omit<BinsProps, 'view'>) {
  const background = useTheme2().colors.background.primary;
  if (gap === undefined) {
    return null;
  }
  const toTheLeft = gap.x > (plot.left + plot.right) / 2;
  return (
    <>
      <line
        x1={gap.x}
        x2={gap.x}
        y1={zero - gap.reference}
        y2={zero - gap.current}
        stroke={colors.strong}
        strokeWidth={1.5}
      />
      <text
        x={gap.x + (toTheLeft ? -5 : 5)}
        y={zero - (gap.reference + gap.current) / 2}
        dy="0.34em"
        textAnchor={toTheLeft ? 'end' : 'start'}
        fontSize={FONT}
        fill={colors.strong}
        stroke={background}
        strokeWidth={3}
        paintOrder="stroke"
      >
        {t('chart.gap', '{{points}} pts apart', { points: (gap.share * 100).toFixed(1) })}
      </text>
    </>
  );
}

function boxOf(band: Band | undefined, { base }: NumericLayout['plot']) {
  return band === undefined ? undefined : { x: band.x0, width: Math.max(1, band.x1 - band.x0), y: 0, height: base };
}
