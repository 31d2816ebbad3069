import { memo, useDeferredValue, useLayoutEffect, useRef, useState, type FocusEvent } from 'react';
import { css } from '@emotion/css';
import type { TimeZone } from '@grafana/schema';
import { useStyles2 } from '@grafana/ui';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { t } from '../shared/translate';
import { FeatureCard } from './FeatureCard';
import type { FeatureView } from './featureView';
import { GAP, gridOf, type Grid } from './grid';
import type { DistributionOptions, View } from './options';
import type { FeatureVariable } from './useFeatureVariable';

interface Props {
  readonly features: readonly FeatureView[];
  readonly view: View;
  readonly options: Pick<DistributionOptions, 'scale' | 'drawing' | 'categories'>;
  readonly timeZone: TimeZone;
  readonly variable: FeatureVariable | undefined;
  readonly width: number;
  readonly height: number;
}

/** Rows that stand ready on either side of those in sight: for Tab, which has to find the next card, and for haste. */
const READY = 2;

interface Focused {
  readonly row: number;
  readonly byKeyboard: boolean;
}

/** The small multiples. Only the rows in sight are in the page, so that five hundred features cost what twenty cost. */
export function FeatureGrid(props: Props) {
  const { features, width, height } = props;
  const styles = useStyles2(getStyles);
  const scroll = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<Focused>();
  const grid = gridOf(width, height, features.length);
  const { columns, cardHeight } = grid;
  const virtualizer = useVirtualizer({
    count: Math.ceil(features.length / columns),
    getScrollElement: () => scroll.current,
    estimateSize: () => cardHeight,
    // Known beforehand, so that the first picture needs no second one.
    initialRect: { width, height },
    gap: GAP,
    overscan: READY,
    useFlushSync: false,
    rangeExtractor: (range) => withFocused(range, focused?.row),
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, cardHeight]);

  const onFocus = ({ target }: FocusEvent) => {
    const row = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
    setFocused(row === undefined ? undefined : { row: Number(row), byKeyboard: target.matches(':focus-visible') });
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => {
    // On the way from card to card it stays: rows that go between the two would take along the one that is gone to.
    if (!currentTarget.contains(relatedTarget)) {
      setFocused(undefined);
    }
  };

  return (
    <div ref={scroll} className={styles.scroll} style={{ height }} onFocus={onFocus} onBlur={onBlur}>
      <ul
        className={styles.list}
        aria-label={t('grid.features', 'Features')}
        style={{ height: virtualizer.getTotalSize() }}
      >
        <Cards
          {...props}
          {...grid}
          rows={virtualizer
            .getVirtualItems()
            .map(({ index }) => index)
            .join()}
          atOnce={focused?.byKeyboard ?? false}
        />
      </ul>
    </div>
  );
}

interface CardsProps extends Props, Grid {
  /** Their numbers, as one text: it is the same as long as they are. */
  readonly rows: string;
  readonly atOnce: boolean;
}

/**
 * The cards of some rows. While somebody scrolls, new ones are drawn piece by piece between the frames: all at once a
 * row would hold up scrolling for as long as its charts take. Tab must find the next card, however fast it comes.
 */
const Cards = memo(function Cards(props: CardsProps) {
  const { features, view, options, timeZone, variable, columns, cardWidth, cardHeight } = props;
  const styles = useStyles2(getStyles);
  const deferred = useDeferredValue(props.rows);
  const rows = props.atOnce ? props.rows : deferred;
  return rows === ''
    ? null
    : rows
        .split(',')
        .map(Number)
        // In one list: in a list of lists each row would take the place of the one before it, and be made anew.
        .flatMap((row) =>
          features.slice(row * columns, (row + 1) * columns).map((feature, column) => (
            <li
              key={feature.key}
              className={styles.item}
              data-row={row}
              aria-setsize={features.length}
              aria-posinset={row * columns + column + 1}
              style={{
                transform: `translate(${column * (cardWidth + GAP)}px, ${row * (cardHeight + GAP)}px)`,
              }}
            >
              <FeatureCard
                feature={feature}
                view={view}
                options={options}
                width={cardWidth}
                height={cardHeight}
                timeZone={timeZone}
                onChoose={variable?.choose}
                isChosen={variable?.chosen.has(feature.feature) ?? false}
              />
            </li>
          ))
        );
});

/**
 * What has the focus stays in the page, with the cards that Tab goes to from there: taken away, it would take the place of
 * the keyboard with it.
 */
function withFocused(range: Range, focused: number | undefined): number[] {
  const rows = defaultRangeExtractor(range);
  if (focused === undefined) {
    return rows;
  }
  const around = Array.from({ length: 2 * READY + 1 }, (_, index) => focused - READY + index);
  return [...new Set([...rows, ...around.filter((row) => row >= 0 && row < range.count)])].sort((a, b) => a - b);
}

const getStyles = () => ({
  scroll: css({ flexShrink: 0, minHeight: 0, overflow: 'hidden auto' }),
  list: css({ position: 'relative', margin: 0, padding: 0 }),
  item: css({ position: 'absolute', top: 0, left: 0, listStyle: 'none' }),
});
