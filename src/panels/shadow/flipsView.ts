import type { DataFrame } from '@grafana/data';
import { SHADOW_FLIP_FIELDS } from '../../model/shadowFrames';
import { count } from '../shared/format';
import { numberAt, textAt } from '../shared/frames';
import { share } from '../shared/quantity';
import { t } from '../shared/translate';

export interface FlipCell {
  readonly live: string;
  readonly shadow: string;
  readonly agrees: boolean;
  readonly countText: string;
  readonly shareText: string;
  /** Who was right where the truth is known; empty where it is not. */
  readonly rightText: string;
  /** How dark the cell is among those of its kind, agreements or flips: 0 to 1. */
  readonly weight: number;
}

export interface FlipsView {
  /** In the order of the rows and columns; the last may stand for several. */
  readonly classes: readonly string[];
  /** A row a class of live, a cell a class of the shadow. */
  readonly rows: ReadonlyArray<readonly FlipCell[]>;
  /** The matrix in a sentence or two. */
  readonly summary: string;
}

interface Tally {
  count: number;
  labelled: number;
  liveRight: number;
  shadowRight: number;
}

/** More are put together: a matrix of fifty classes is no picture. */
const MOST_CLASSES = 8;
const F = SHADOW_FLIP_FIELDS;

function rightText({ labelled, liveRight, shadowRight }: Tally, agrees: boolean): string {
  if (labelled <= 0) {
    return '';
  }
  const [live, shadow, of] = [count(liveRight), count(shadowRight), count(labelled)];
  return agrees
    ? t('shadow.both-right', 'both right {{right}} of {{of}}', { right: live, of })
    : t('shadow.who-right', 'right: live {{live}}, shadow {{shadow}} of {{of}}', { live, shadow, of });
}

/** What live said against what the shadow said, the most frequent classes first. Undefined where nothing is paired. */
export function flipsView(frame: DataFrame): FlipsView | undefined {
  const rest = t('shadow.other-classes', 'All others');
  const sizes = new Map<string, number>();
  const rowsOf = Array.from({ length: frame.length }, (_, row) => ({
    live: textAt(frame, F.live, row),
    shadow: textAt(frame, F.shadow, row),
    count: numberAt(frame, F.count, row) ?? 0,
    labelled: numberAt(frame, F.labelled, row) ?? 0,
    liveRight: numberAt(frame, F.liveRight, row) ?? 0,
    shadowRight: numberAt(frame, F.shadowRight, row) ?? 0,
  }));
  for (const { live, shadow, count: size } of rowsOf) {
    sizes.set(live, (sizes.get(live) ?? 0) + size);
    sizes.set(shadow, (sizes.get(shadow) ?? 0) + size);
  }
  const total = rowsOf.reduce((sum, { count: size }) => sum + size, 0);
  if (total <= 0) {
    return undefined;
  }
  const ordered = [...sizes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([name]) => name);
  const isCut = ordered.length > MOST_CLASSES;
  const kept = isCut ? ordered.slice(0, MOST_CLASSES - 1) : ordered;
  const classes = isCut ? [...kept, rest] : kept;
  const placed = (name: string) => (kept.includes(name) ? name : rest);

  const cells = new Map<string, Tally>();
  const keyOf = (live: string, shadow: string) => JSON.stringify([live, shadow]);
  let agreed = 0;
  for (const row of rowsOf) {
    // What the rest puts together may still be a flip, so agreement is counted before.
    agreed += row.live === row.shadow ? row.count : 0;
    const key = keyOf(placed(row.live), placed(row.shadow));
    const cell = cells.get(key) ?? { count: 0, labelled: 0, liveRight: 0, shadowRight: 0 };
    cells.set(key, {
      count: cell.count + row.count,
      labelled: cell.labelled + row.labelled,
      liveRight: cell.liveRight + row.liveRight,
      shadowRight: cell.shadowRight + row.shadowRight,
    });
  }
  const most = (agrees: boolean) =>
    Math.max(
      1,
      ...classes.flatMap((live) =>
        classes.map((shadow) => ((live === shadow) === agrees ? (cells.get(keyOf(live, shadow))?.count ?? 0) : 0))
      )
    );
  const largest = { agree: most(true), flip: most(false) };
  const rows = classes.map((live) =>
    classes.map((shadow): FlipCell => {
      const tally = cells.get(keyOf(live, shadow)) ?? { count: 0, labelled: 0, liveRight: 0, shadowRight: 0 };
      const agrees = live === shadow;
      return {
        live,
        shadow,
        agrees,
        countText: count(tally.count),
        shareText: share(tally.count / total),
        rightText: rightText(tally, agrees),
        weight: Math.sqrt(tally.count / (agrees ? largest.agree : largest.flip)),
      };
    })
  );
  const worst = rowsOf.filter(({ live, shadow }) => live !== shadow).sort((a, b) => b.count - a.count)[0];
  return {
    classes,
    rows,
    summary: [
      t('shadow.flips-summary', 'They say the same on {{share}} of {{count}} requests.', {
        share: share(agreed / total),
        count: count(total),
      }),
      worst === undefined
        ? ''
        : t('shadow.flips-worst', 'The most frequent flip: live says {{live}}, the shadow {{shadow}} ({{count}}).', {
            live: worst.live,
            shadow: worst.shadow,
            count: count(worst.count),
          }),
    ]
      .filter((part) => part !== '')
      .join(' '),
  };
}
