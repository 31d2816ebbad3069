import { useId, useState, type ReactNode } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Portal, useStyles2, VizTooltipContainer } from '@grafana/ui';

interface Props {
  /** What is said where nobody sees the content. */
  readonly label: string;
  /** Made when somebody points at it, or comes to it by Tab. */
  readonly content: () => ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Something that explains itself on hover and on focus. Grafana's own Tooltip sets up its placement for every element
 * that might be pointed at; with three of them in each of the cards that come in sight while somebody scrolls, that was
 * most of what a frame had to do.
 */
export function Hint({ label, content, className, children }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const [at, setAt] = useState<Point>();
  const show = (element: Element) => {
    const { left, bottom } = element.getBoundingClientRect();
    setAt({ x: left, y: bottom });
  };
  const hide = () => setAt(undefined);
  return (
    <>
      <span
        className={cx(styles.hint, className)}
        tabIndex={0}
        role="note"
        aria-label={label}
        aria-describedby={at && id}
        onPointerEnter={({ currentTarget }) => show(currentTarget)}
        onPointerLeave={hide}
        onFocus={({ currentTarget }) => show(currentTarget)}
        onBlur={hide}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && at !== undefined) {
            // The panel's own Escape (leave the full view) must wait until this is gone.
            event.stopPropagation();
            hide();
          }
        }}
      >
        {children}
      </span>
      {at !== undefined && (
        <Portal>
          <VizTooltipContainer position={at} offset={{ x: 0, y: 4 }}>
            <div id={id} role="tooltip" className={styles.content}>
              {content()}
            </div>
          </VizTooltipContainer>
        </Portal>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  hint: css({
    borderRadius: theme.shape.radius.default,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
  }),
  content: css({ ...theme.typography.bodySmall, maxWidth: 360 }),
});
