import { memo } from 'react';
import { useTheme2 } from '@grafana/ui';
import { categoricalLayout } from './categoricalLayout';
import { ChartFrame } from './ChartFrame';
import { chartColors, markColors } from '../shared/colors';
import { percent } from '../shared/format';
import type { Size } from './numericLayout';
import type { BinView, FeatureView } from './toViewModel';
import { trianglePath } from './trianglePath';

interface Props extends Size {
  readonly feature: FeatureView;
}

const FONT = 11;

/** A row a category: reference above, current below, and both shares in numbers. */
export const CategoricalChart = memo(function CategoricalChart({ feature, width, height }: Props) {
  const theme = useTheme2();
  const colors = chartColors(theme);
  const { mark, band } = markColors(theme, feature.verdict);
  const layout = categoricalLayout(feature.bins, { width, height });
  const { rows, rowHeight, left } = layout;
  const bar = Math.min(10, (rowHeight - 6) / 2);

  return (
    <ChartFrame
      feature={feature}
      width={width}
      height={height}
      order={rows.map(({ index }) => index)}
      boxOf={(bin) => {
        const row = rows.find(({ index }) => index === bin);
        return row && { x: 0, y: row.y, width, height: rowHeight };
      }}
      binAt={(_, y) => rows[Math.floor(y / rowHeight)]?.index ?? -1}
    >
      {rows.map(({ index, y, reference, current }) => {
        const bin = feature.bins[index];
        if (bin === undefined) {
          return null;
        }
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
              fill={colors.strong}
              fontStyle={bin.unseen ? 'italic' : 'normal'}
            >
              {shorten(bin.label, layout.labelCharacters)}
            </text>
            {reference !== null && reference > 0 && (
              <rect
                x={left}
                y={middle - bar - 0.5}
                width={Math.max(1, reference)}
                height={bar}
                rx={1}
                fill={colors.reference}
              />
            )}
            {current !== null && current > 0 && (
              <rect
                x={left}
                y={middle + 0.5}
                width={Math.max(1, current)}
                height={bar}
                rx={1}
                fill={colors.current}
                {...(bin.unseen ? { fillOpacity: 0.35, stroke: colors.current, strokeDasharray: '3 2' } : {})}
              />
            )}
            <text x={width - 4} y={middle} dy="0.34em" textAnchor="end" fontSize={FONT} fill={colors.text}>
              {valuesText(bin)}
            </text>
          </g>
        );
      })}
      {layout.hidden > 0 && (
        <text
          x={layout.left}
          y={rows.length * rowHeight + rowHeight / 2}
          dy="0.34em"
          fontSize={FONT}
          fill={colors.text}
          fontStyle="italic"
        >
          {`and ${layout.hidden} more ${layout.hidden === 1 ? 'category' : 'categories'}`}
        </text>
      )}
    </ChartFrame>
  );
});

function valuesText({ reference, current, unseen }: BinView): string {
  const text = (share: number | null) => (share === null ? '–' : percent(share));
  return `${unseen ? 'new' : text(reference)} → ${text(current)}`;
}

function shorten(text: string, characters: number): string {
  return text.length > characters ? `${text.slice(0, characters - 1)}…` : text;
}
