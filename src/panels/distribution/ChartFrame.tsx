import { useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Portal, useStyles2, useTheme2, VizTooltipContainer } from '@grafana/ui';
import { BinTooltip } from './BinTooltip';
import { chartColors } from '../shared/colors';
import type { Size } from './numericLayout';
import type { FeatureView } from './toViewModel';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Props extends Size {
  readonly feature: FeatureView;
  /** Bins in the order in which the arrow keys go through them. */
  readonly order: readonly number[];
  /** Where a bin stands in the chart. */
  readonly boxOf: (bin: number) => Box | undefined;
  /** The bin under a point, or -1. */
  readonly binAt: (x: number, y: number) => number;
  readonly children: ReactNode;
}

interface Active {
  readonly bin: number;
  readonly by: 'pointer' | 'keyboard';
  /** On the screen. */
  readonly x: number;
  readonly y: number;
}

/** What every chart has: a name and a summary, a tooltip a bin, by pointer and by keyboard. */
export function ChartFrame({ feature, width, height, order, boxOf, binAt, children }: Props) {
  const styles = useStyles2(getStyles);
  const colors = chartColors(useTheme2());
  const svg = useRef<SVGSVGElement>(null);
  const [active, setActive] = useState<Active>();
  const hint = useId();

  const activate = (bin: number | undefined) => {
    const box = bin === undefined ? undefined : boxOf(bin);
    const rect = svg.current?.getBoundingClientRect();
    if (bin !== undefined && box !== undefined && rect !== undefined) {
      setActive({ bin, by: 'keyboard', x: rect.left + box.x + box.width / 2, y: rect.top + box.y + box.height / 2 });
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const at = active === undefined ? -1 : order.indexOf(active.bin);
    const target = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 }[
      event.key
    ];
    if (event.key === 'Escape' && active !== undefined) {
      // The panel's own Escape (leave the full view) must wait until the tooltip is gone.
      event.stopPropagation();
      setActive(undefined);
    } else if (target !== undefined) {
      event.preventDefault();
      activate(event.key === 'End' ? order.at(-1) : order[Math.max(0, Math.min(order.length - 1, target))]);
    }
  };

  const onPointerMove = (event: PointerEvent) => {
    const rect = svg.current?.getBoundingClientRect();
    const bin = rect === undefined ? -1 : binAt(event.clientX - rect.left, event.clientY - rect.top);
    setActive(bin < 0 ? undefined : { bin, by: 'pointer', x: event.clientX, y: event.clientY });
  };

  const onFocus = () => {
    // A click focuses, too, and has its tooltip already.
    if (active === undefined && svg.current?.parentElement?.matches(':focus-visible')) {
      activate(order.find((bin) => feature.bins[bin]?.cause) ?? order[0]);
    }
  };

  const bin = active === undefined ? undefined : feature.bins[active.bin];
  const box = active === undefined ? undefined : boxOf(active.bin);
  return (
    <div
      className={styles.frame}
      role="group"
      tabIndex={0}
      aria-label={`Bins of ${feature.name}`}
      aria-describedby={hint}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={() => setActive(undefined)}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setActive(undefined)}
    >
      <svg ref={svg} role="img" aria-label={feature.summary} width={width} height={height} className={styles.svg}>
        {box !== undefined && <rect {...box} fill={colors.hover} />}
        {children}
      </svg>
      <span id={hint} className={styles.spoken}>
        Arrow keys go through the bins.
      </span>
      <span className={styles.spoken} aria-live="polite">
        {active?.by === 'keyboard' ? bin?.sentence : ''}
      </span>
      {active !== undefined && bin !== undefined && (
        <Portal>
          <VizTooltipContainer position={active} offset={{ x: 12, y: 12 }} aria-live="off">
            <BinTooltip bin={bin} />
          </VizTooltipContainer>
        </Portal>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({
    position: 'relative',
    borderRadius: theme.shape.radius.default,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 1 },
  }),
  svg: css({ display: 'block' }),
  /** For those who listen. */
  spoken: css({
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  }),
});
