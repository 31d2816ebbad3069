import { memo } from 'react';
import { useTheme2 } from '@grafana/ui';
import { chartColors, markColors, type ChartColors } from '../shared/colors';
import { percent, signed } from '../shared/format';
import { t } from '../shared/translate';
import { BinTooltip } from './BinTooltip';
import type { BinView } from './binView';
import { categoricalLayout, type Bar, type CategoryRow } from './categoricalLayout';
import { ChartFrame } from './ChartFrame';
import type { FeatureView } from './featureView';
import { alongLine } from './moves';
import type { BinsView, Size } from './numericLayout';
import { trianglePath } from './trianglePath';

interface Props extends Size {
  readonly feature: FeatureView;
  readonly view: BinsView;
  /** At most so many rows; null: as many as fit. */
  readonly categories: number | null;
}

const FONT = 11;

/** A row a category, in the view asked for, with its shares in numbers; new ones and those that are gone say so. */
export const CategoricalChart = memo(function CategoricalChart({ feature, view, categories, width, height }: Props) {
  const theme = useTheme2();
  const colors = chartColors(theme);
  const { mark, band } = markColors(theme, feature.verdict);
  const layout = categoricalLayout(feature.bins, { width, height }, { view, categories, verdict: feature.verdict });
  const { rows, rowHeight } = layout;
  const barHeight = Math.min(10, (rowHeight - 6) / 2);

  return (
    <ChartFrame
      summary={feature.summary}
      label={t('chart.bins-of', 'Bins of {{feature}}', { feature: feature.name })}
      hint={t('chart.categories-hint', 'Arrow keys go through the categories.')}
      width={width}
      height={height}
      marks={{
        first: Math.max(
          0,
          rows.findIndex(({ bin }) => bin.cause)
        ),
        move: alongLine(rows.length),
        boxOf: (index) => rows[index] && { x: 0, y: rows[index].y, width, height: rowHeight },
        at: (_, y) => (y >= 0 && y < rows.length * rowHeight ? Math.floor(y / rowHeight) : -1),
        sentenceOf: (index) => rows[index]?.bin.sentence ?? '',
        tooltipOf: (index) => rows[index] && <BinTooltip bin={rows[index].bin} />,
      }}
    >
      {rows.map((row, index) => {
        const { bin, y, isRest } = row;
        const middle = y + rowHeight / 2;
        return (
          <g key={index}>
            {bin.cause && <rect x={0} y={y + 0.5} width={width} height={rowHeight - 1} fill={band} />}
            {bin.cause && <path d={trianglePath(7, middle, bin.direction)} fill={mark} />}
            <text
              x={layout.labelWidth}
              y={middle}
              dy="0.34em"
              textAnchor="end"
              fontSize={FONT}
              fill={isRest ? colors.text : colors.strong}
              fontStyle={bin.unseen || isRest ? 'italic' : 'normal'}
              textDecoration={bin.vanished ? 'line-through' : undefined}
            >
              {shorten(bin.label, layout.labelCharacters)}
            </text>
            <Bars row={row} view={view} middle={middle} height={barHeight} colors={colors} />
            <text x={width - 4} y={middle} dy="0.34em" textAnchor="end" fontSize={FONT} fill={colors.text}>
              {view === 'difference' ? differenceText(bin) : sharesText(bin)}
            </text>
          </g>
        );
      })}
      {(view === 'mirrored' || view === 'difference') && (
        <line x1={layout.zero} x2={layout.zero} y1={0} y2={rows.length * rowHeight} stroke={colors.axis} />
      )}
    </ChartFrame>
  );
});

interface BarsProps {
  readonly row: CategoryRow;
  readonly view: BinsView;
  readonly middle: number;
  readonly height: number;
  readonly colors: ChartColors;
}

function Bars({ row, view, middle, height, colors }: BarsProps) {
  // What the reference never saw is drawn as an outline, too: colour alone would not say it.
  const asNew = row.bin.unseen ? { fillOpacity: 0.35, stroke: colors.current, strokeDasharray: '3 2' } : {};
  const bar = (at: Bar | null, y: number, thickness: number, fill: string, more: object = {}) =>
    at !== null &&
    at.width > 0 && <rect x={at.x} width={at.width} y={y} height={thickness} rx={1} fill={fill} {...more} />;
  const whole = height * 1.6;
  switch (view) {
    case 'overlay':
    case 'cumulative':
      return (
        <>
          {bar(row.reference, middle - height - 0.5, height, colors.reference)}
          {bar(row.current, middle + 0.5, height, colors.current, asNew)}
        </>
      );
    case 'mirrored':
      return (
        <>
          {bar(row.reference, middle - whole / 2, whole, colors.reference)}
          {bar(row.current, middle - whole / 2, whole, colors.current, asNew)}
        </>
      );
    case 'difference':
      return bar(row.difference, middle - whole / 2, whole, colors.current, asNew) || null;
  }
}

function sharesText({ reference, current, unseen, vanished }: BinView): string {
  const text = (share: number | null) => (share === null ? '–' : percent(share));
  const before = unseen ? t('category.new', 'new') : text(reference);
  return `${before} → ${vanished ? t('category.gone', 'gone') : text(current)}`;
}

function differenceText({ reference, current, unseen, vanished }: BinView): string {
  if (reference === null || current === null) {
    return '–';
  }
  const points = signed((current - reference) * 100, 1);
  return unseen
    ? t('category.new-points', 'new, {{points}} pts', { points })
    : vanished
      ? t('category.gone-points', 'gone, {{points}} pts', { points })
      : t('category.points', '{{points}} pts', { points });
}

function shorten(text: string, characters: number): string {
  return text.length > characters ? `${text.slice(0, characters - 1)}…` : text;
}
