import { memo, useId } from 'react';
import { dateTimeFormat, systemDateFormats } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { useTheme2 } from '@grafana/ui';
import { chartColors } from '../shared/colors';
import { count, percent } from '../shared/format';
import { t } from '../shared/translate';
import { CellTooltip } from './CellTooltip';
import { ChartFrame } from './ChartFrame';
import type { FeatureView } from './featureView';
import { cellSentence, heatLayout, toneOf, TONES, type HeatLayout } from './heatLayout';
import { onGrid } from './moves';
import type { Size } from './numericLayout';
import type { FeatureOverTime } from './readOverTime';

interface Props extends Size {
  readonly feature: FeatureView;
  readonly overTime: FeatureOverTime;
  readonly categories: number | null;
  readonly timeZone: TimeZone;
}

const FONT = 10;
const DAY_MS = 86_400_000;

/** The distribution of each window, a column each, with the reference at their side on the same tones. */
export const HeatChart = memo(function HeatChart({ feature, overTime, categories, timeZone, width, height }: Props) {
  const colors = chartColors(useTheme2());
  const hatch = useId();
  const { times } = overTime;
  const spans = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const format = spans > 2 * DAY_MS ? systemDateFormats.interval.day : systemDateFormats.interval.minute;
  const layout = heatLayout(
    overTime,
    { width, height },
    {
      kind: feature.kind,
      name: feature.name,
      categories,
      timeText: (time) => dateTimeFormat(time, { timeZone, format }),
    }
  );
  const { rows, rowHeight, columns, columnWidth, reference, base } = layout;
  const amount = (share: number | null) => (share === null ? t('bin.no-values', 'no values') : percent(share));
  const whenOf = (window: number) => dateTimeFormat(times[window] ?? 0, { timeZone });
  // The marks of a row begin with the reference, where there is one column more than windows.
  const perRow = times.length + 1;
  const cellOf = (mark: number) => ({ row: rows[Math.floor(mark / perRow)], window: (mark % perRow) - 1 });

  return (
    <ChartFrame
      summary={`${feature.summary} ${t('heat.summary', '{{count}} windows, the last to {{when}}.', {
        count: times.length,
        when: whenOf(times.length - 1),
      })}`}
      label={t('heat.windows-of', 'Windows of {{feature}}', { feature: feature.name })}
      hint={t('heat.hint', 'Left and right go through the windows, up and down through the bins.')}
      width={width}
      height={height}
      marks={{
        first: times.length,
        move: onGrid(rows.length, perRow),
        boxOf: (mark) => {
          const { row, window } = cellOf(mark);
          return (
            row && {
              x: window < 0 ? reference.left : columns.left + window * columnWidth,
              width: window < 0 ? reference.right - reference.left : columnWidth,
              y: row.y,
              height: rowHeight,
            }
          );
        },
        at: (x, y) => markAt(layout, perRow, x, y),
        sentenceOf: (mark) => {
          const { row, window } = cellOf(mark);
          return row === undefined
            ? ''
            : window < 0
              ? t('heat.reference', '{{bin}}: {{share}} of the reference.', {
                  bin: row.text.spoken,
                  share: amount(row.reference),
                })
              : cellSentence(row, whenOf(window), window, amount);
        },
        tooltipOf: (mark) => {
          const { row, window } = cellOf(mark);
          const inCell = row?.counts[window] ?? null;
          return (
            row && (
              <CellTooltip
                condition={row.text.condition}
                when={window < 0 ? undefined : whenOf(window)}
                reference={amount(row.reference)}
                share={`${amount(row.shares[window] ?? null)}${inCell === null ? '' : ` (${count(inCell)})`}`}
              />
            )
          );
        },
      }}
    >
      <defs>
        <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1={0} x2={0} y1={0} y2={5} stroke={colors.text} strokeWidth={1} />
        </pattern>
      </defs>
      <path d={emptyPath(layout)} fill={`url(#${hatch})`} />
      {tonePaths(layout).map(({ tone, d }) => (
        <path key={tone} d={d} fill={colors.current} fillOpacity={tone / TONES} shapeRendering="crispEdges" />
      ))}
      <rect
        x={reference.left}
        y={rows[0]?.y ?? 0}
        width={reference.right - reference.left}
        height={rows.length * rowHeight}
        fill="none"
        stroke={colors.reference}
      />
      <rect
        x={columns.left}
        y={rows[0]?.y ?? 0}
        width={columns.right - columns.left}
        height={rows.length * rowHeight}
        fill="none"
        stroke={colors.grid}
      />
      {layout.rowLabels.map(({ y, text }) => (
        <text key={y} x={reference.left - 5} y={y} dy="0.34em" textAnchor="end" fontSize={FONT} fill={colors.text}>
          {text}
        </text>
      ))}
      <text
        x={(reference.left + reference.right) / 2}
        y={base + 13}
        textAnchor="middle"
        fontSize={FONT}
        fill={colors.text}
      >
        {t('heat.ref', 'Ref.')}
      </text>
      {layout.timeLabels.map(({ x, text, anchor }) => (
        <text key={x} x={x} y={base + 13} textAnchor={anchor} fontSize={FONT} fill={colors.text}>
          {text}
        </text>
      ))}
    </ChartFrame>
  );
});

function markAt(
  { rows, rowHeight, columns, columnWidth, reference }: HeatLayout,
  perRow: number,
  x: number,
  y: number
) {
  const row = Math.floor((y - (rows[0]?.y ?? 0)) / rowHeight);
  if (row < 0 || row >= rows.length) {
    return -1;
  }
  if (x >= reference.left && x < reference.right) {
    return row * perRow;
  }
  const window = Math.floor((x - columns.left) / columnWidth);
  return window < 0 || window >= perRow - 1 ? -1 : row * perRow + 1 + window;
}

const cell = (x0: number, x1: number, y0: number, y1: number): string =>
  `M${x0.toFixed(1)} ${y0.toFixed(1)}H${x1.toFixed(1)}V${y1.toFixed(1)}H${x0.toFixed(1)}Z`;

/** All cells of one tone in one path: a picture of a thousand cells is ten elements. */
function tonePaths(layout: HeatLayout): ReadonlyArray<{ readonly tone: number; readonly d: string }> {
  const { rows, rowHeight, columns, columnWidth, reference, largest } = layout;
  const paths = new Map<number, string[]>();
  const add = (share: number | null, x0: number, x1: number, y: number) => {
    const tone = share === null ? 0 : toneOf(share, largest);
    if (tone > 0) {
      const path = paths.get(tone) ?? [];
      path.push(cell(x0, x1, y, y + rowHeight));
      paths.set(tone, path);
    }
  };
  for (const row of rows) {
    add(row.reference, reference.left, reference.right, row.y);
    row.shares.forEach((share, window) =>
      add(share, columns.left + window * columnWidth, columns.left + (window + 1) * columnWidth, row.y)
    );
  }
  return [...paths].map(([tone, parts]) => ({ tone, d: parts.join('') }));
}

/** Windows without values: hatched, for nothing seen is not the same as a share of zero. */
function emptyPath({ rows, rowHeight, columns, columnWidth }: HeatLayout): string {
  const top = rows[0]?.y ?? 0;
  return (rows[0]?.shares ?? [])
    .map((_, window) =>
      rows.every(({ shares }) => shares[window] === null)
        ? cell(
            columns.left + window * columnWidth,
            columns.left + (window + 1) * columnWidth,
            top,
            top + rows.length * rowHeight
          )
        : ''
    )
    .join('');
}
