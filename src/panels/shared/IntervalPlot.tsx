import { useTheme2 } from '@grafana/ui';
import { chartColors } from './colors';
import type { Interval } from './frames';
import { at, type Domain } from './scale';

/** A line of the plot: what shape its value has, so that colour is not the only sign. */
export interface PlotLine {
  readonly interval: Interval;
  readonly mark: 'reference' | 'current' | 'difference' | 'good' | 'bad';
}

interface Props {
  readonly domain: Domain;
  readonly lines: readonly PlotLine[];
  /** A number to compare with: zero for a difference, what is expected for a rate. */
  readonly compared?: number | undefined;
  /** A stretch that does not matter, such as the margin of a decision. */
  readonly band?: readonly [number, number] | undefined;
  readonly width: number;
}

const LINE = 12;
const MARGIN = 6;
const SIZE = 4;

/** Values with their intervals on one axis. It repeats what stands in words beside it, so it is not read out. */
export function IntervalPlot({ domain, lines, compared, band, width }: Props) {
  const theme = useTheme2();
  const colors = chartColors(theme);
  const stroke = {
    reference: colors.reference,
    current: colors.current,
    difference: colors.strong,
    good: theme.colors.success.text,
    bad: theme.colors.error.text,
  };
  const x = (value: number) => MARGIN + at(domain, value) * (width - 2 * MARGIN);
  const height = lines.length * LINE + 6;
  return (
    <svg width={width} height={height} aria-hidden="true" style={{ display: 'block' }}>
      {band !== undefined && (
        <rect x={x(band[0])} width={Math.max(0, x(band[1]) - x(band[0]))} y={0} height={height} fill={colors.hover} />
      )}
      {compared !== undefined && (
        <line x1={x(compared)} x2={x(compared)} y1={0} y2={height} stroke={colors.text} strokeDasharray="2 2" />
      )}
      {lines.map(({ interval: { value, lower, upper }, mark }, i) => {
        const y = 3 + LINE * (i + 0.5);
        const color = stroke[mark];
        return (
          <g key={i} stroke={color} fill={color} strokeWidth={2}>
            {lower !== null && upper !== null && (
              <>
                <line x1={x(lower)} x2={x(upper)} y1={y} y2={y} />
                <line x1={x(lower)} x2={x(lower)} y1={y - 3} y2={y + 3} />
                <line x1={x(upper)} x2={x(upper)} y1={y - 3} y2={y + 3} />
              </>
            )}
            {mark === 'reference' ? (
              <rect x={x(value) - SIZE} y={y - SIZE} width={2 * SIZE} height={2 * SIZE} stroke="none" />
            ) : (
              <circle cx={x(value)} cy={y} r={SIZE} stroke="none" />
            )}
          </g>
        );
      })}
    </svg>
  );
}
