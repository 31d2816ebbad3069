import { useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Portal, useStyles2, useTheme2, VizTooltipContainer } from '@grafana/ui';
import { chartColors } from '../shared/colors';
import { spokenStyle } from '../shared/spoken';
import type { Move } from './moves';
import type { Size } from './numericLayout';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What can be pointed at in a chart, by number: its bins, or the cells of bins and windows. */
export interface Marks {
  /** Where the keyboard begins. */
  readonly first: number;
  readonly move: Move;
  readonly boxOf: (mark: number) => Box | undefined;
  /** The mark under a point, or -1. */
  readonly at: (x: number, y: number) => number;
  /** For those who listen. */
  readonly sentenceOf: (mark: number) => string;
  readonly tooltipOf: (mark: number) => ReactNode;
}

interface Props extends Size {
  /** What the chart is, and all that it shows. */
  readonly summary: string;
  /** What its marks are, and how they are gone through. */
  readonly label: string;
  readonly hint: string;
  readonly marks: Marks;
  readonly children: ReactNode;
}

interface Active {
  readonly mark: number;
  readonly by: 'pointer' | 'keyboard';
  /** On the screen. */
  readonly x: number;
  readonly y: number;
}

/** What every chart has: a name and a summary, a tooltip a mark, by pointer and by keyboard. */
export function ChartFrame({ summary, label, hint, width, height, marks, children }: Props) {
  const styles = useStyles2(getStyles);
  const colors = chartColors(useTheme2());
  const svg = useRef<SVGSVGElement>(null);
  const [active, setActive] = useState<Active>();
  const hintId = useId();

  const activate = (mark: number) => {
    const box = marks.boxOf(mark);
    const rect = svg.current?.getBoundingClientRect();
    if (box !== undefined && rect !== undefined) {
      setActive({ mark, by: 'keyboard', x: rect.left + box.x + box.width / 2, y: rect.top + box.y + box.height / 2 });
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && active !== undefined) {
      // The panel's own Escape (leave the full view) must wait until the tooltip is gone.
      event.stopPropagation();
      setActive(undefined);
      return;
    }
    const target = marks.move(active?.mark, event.key);
    if (target !== undefined) {
      event.preventDefault();
      activate(target);
    }
  };

  const onPointerMove = (event: PointerEvent) => {
    const rect = svg.current?.getBoundingClientRect();
    const mark = rect === undefined ? -1 : marks.at(event.clientX - rect.left, event.clientY - rect.top);
    setActive(mark < 0 ? undefined : { mark, by: 'pointer', x: event.clientX, y: event.clientY });
  };

  const onFocus = () => {
    // A click focuses, too, and has its tooltip already.
    if (active === undefined && svg.current?.parentElement?.matches(':focus-visible')) {
      activate(marks.first);
    }
  };

  const box = active === undefined ? undefined : marks.boxOf(active.mark);
  return (
    <div
      className={styles.frame}
      role="group"
      tabIndex={0}
      aria-label={label}
      aria-describedby={hintId}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={() => setActive(undefined)}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setActive(undefined)}
    >
      <svg ref={svg} role="img" aria-label={summary} width={width} height={height} className={styles.svg}>
        {box !== undefined && <rect {...box} fill={colors.hover} />}
        {children}
        {box !== undefined && (
          <rect {...box} fill="none" stroke={colors.strong} strokeOpacity={0.6} pointerEvents="none" />
        )}
      </svg>
      <span id={hintId} className={spokenStyle}>
        {hint}
      </span>
      <span className={spokenStyle} aria-live="polite">
        {active?.by === 'keyboard' ? marks.sentenceOf(active.mark) : ''}
      </span>
      {active !== undefined && box !== undefined && (
        <Portal>
          <VizTooltipContainer position={active} offset={{ x: 12, y: 12 }} aria-live="off">
            {marks.tooltipOf(active.mark)}
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
});
