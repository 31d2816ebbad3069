import { useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { css } from '@emotion/css';
import type uPlot from 'uplot';
import type { DataFrame } from '@grafana/data';
import { Tooltip, useStyles2, useTheme2, type UPlotConfigBuilder } from '@grafana/ui';

/** In pixels. */
const MARK_WIDTH = 10;

interface Mark {
  readonly time: number;
  readonly text: string;
  readonly color: string | undefined;
}

function marksOf(frames: readonly DataFrame[]): readonly Mark[] {
  return frames.flatMap((frame) => {
    const column = (name: string): readonly unknown[] =>
      frame.fields.find((field) => field.name === name)?.values ?? [];
    const [titles, texts, colors] = [column('title'), column('text'), column('color')];
    const textAt = (row: number): string => String(texts[row] ?? titles[row] ?? 'Annotation');
    return column('time').map((time, row) => {
      const color = colors[row];
      return {
        time: Number(time),
        text: textAt(row),
        color: typeof color === 'string' ? color : undefined,
      };
    });
  });
}

interface Props {
  readonly config: UPlotConfigBuilder;
  readonly frames: readonly DataFrame[];
}

/** Annotations over a graph: a line at each, and below it a mark that says what happened. */
export function AnnotationMarks({ config, frames }: Props) {
  const theme = useTheme2();
  const styles = useStyles2((t) => ({
    mark: css({
      position: 'absolute',
      bottom: 0,
      width: 0,
      height: 0,
      padding: 0,
      marginLeft: -5,
      border: '5px solid transparent',
      borderTopWidth: 0,
      borderBottomWidth: 6,
      '&:focus-visible': { outline: `2px solid ${t.colors.primary.main}` },
    }),
  }));
  const marks = marksOf(frames);
  const latest = useRef(marks);
  const [plot, setPlot] = useState<uPlot>();
  const [, drawnAgain] = useState(0);
  useLayoutEffect(() => {
    latest.current = marks;
  });
  useLayoutEffect(() => {
    config.addHook('ready', (u) => setPlot(u));
    config.addHook('draw', (u) => {
      const { ctx, bbox } = u;
      ctx.save();
      ctx.setLineDash([5, 5]);
      ctx.lineWidth = 1.5;
      for (const { time, color } of latest.current) {
        const x = u.valToPos(time, 'x', true);
        if (x >= bbox.left && x <= bbox.left + bbox.width) {
          ctx.strokeStyle = theme.visualization.getColorByName(color ?? 'blue');
          ctx.beginPath();
          ctx.moveTo(x, bbox.top);
          ctx.lineTo(x, bbox.top + bbox.height);
          ctx.stroke();
        }
      }
      ctx.restore();
      queueMicrotask(() => drawnAgain((count) => count + 1));
    });
  }, [config, theme]);
  if (plot === undefined) {
    return null;
  }
  return createPortal(
    together(marks, plot).map(({ left, texts, color }) => (
      <Tooltip
        key={left}
        content={
          <>
            {texts.map((text) => (
              <div key={text}>{text}</div>
            ))}
          </>
        }
      >
        <button
          type="button"
          aria-label={texts.join(' ')}
          className={styles.mark}
          style={{ left, borderBottomColor: theme.visualization.getColorByName(color ?? 'blue') }}
        />
      </Tooltip>
    )),
    plot.over
  );
}

interface Group {
  readonly left: number;
  readonly texts: readonly string[];
  readonly color: string | undefined;
}

/** Marks in sight; those that would lie over one another are one, which says what each of them says. */
function together(marks: readonly Mark[], plot: uPlot): readonly Group[] {
  const width = plot.over.clientWidth;
  const placed = marks
    .map((mark) => ({ ...mark, left: plot.valToPos(mark.time, 'x') }))
    .filter(({ left }) => left >= 0 && left <= width)
    .sort((a, b) => a.left - b.left);
  return placed.reduce<Group[]>((groups, { left, text, color }) => {
    const last = groups.at(-1);
    if (last === undefined || left - last.left >= MARK_WIDTH) {
      return [...groups, { left, texts: [text], color }];
    }
    return [...groups.slice(0, -1), { ...last, texts: [...last.texts, text] }];
  }, []);
}
