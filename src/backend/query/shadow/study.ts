import { collector, type Collector } from '../../../engine';
import type { EventPair, Side } from '../../events/pairs';
import type { TimeRange } from '../../upstream/upstream';
import type { Kept } from './kept';
import type { Slots } from './slots';
import { Began } from './began';
import { addPair, addUnpaired, emptyTally, observe, type Observed, type TakenAs, type Tally } from './tally';
import { TopPairs } from './topPairs';

/** More segments than these are no segments of a traffic, but ids. */
export const MOST_SEGMENTS = 500;
/** More different predictions than this are no classes that anybody can look through. */
export const MOST_CLASSES = 500;
/** More cells than these would make every window a long sum. */
const MOST_CELLS_OVER_TIME = 2_500;
/** Numbers of more different values than this are taken as those of a regression, where the settings do not say. */
export const MOST_NUMBERED_CLASSES = 20;

export type Task = 'classification' | 'regression';

export interface StudyOptions {
  /** Of the model, where the settings say. */
  readonly task: Task | undefined;
  /** From which confidence on a model counts as sure. */
  readonly confidence: number;
  /** Pairs of which live answered in here are those of the question; others only complete its windows. */
  readonly range: TimeRange;
  /** Undefined where nothing is asked over time. */
  readonly slots: Slots | undefined;
  /** How many of the requests on which the two disagree most are kept to be shown. */
  readonly rows: number;
  readonly groupBy: readonly string[];
}

export interface Segment {
  readonly group: Readonly<Record<string, string>>;
  readonly tally: Tally;
}

interface Versions {
  readonly live: Map<string, number>;
  readonly shadow: Map<string, number>;
}

/** How the pairs of a `shadow` query are counted as they come: nothing of a pair is held but the few most at odds. */
export class Study {
  readonly overall = emptyTally();
  readonly began: Began;
  readonly segments: Segment[] = [];
  readonly versions: Versions = { live: new Map(), shadow: new Map() };
  /** For quantiles, and for the distribution of predicted numbers. */
  readonly latencyMs = { live: collector({ limit: 20_000 }), shadow: collector({ limit: 20_000 }) };
  readonly values = { live: collector({ limit: 20_000 }), shadow: collector({ limit: 20_000 }) };
  /** Pairs of which one side lay beyond the range. */
  latePairs = 0;
  /** Events whose group was one too many. */
  withoutSegment = 0;
  /** Pairs whose two labels differ. */
  labelConflicts = 0;
  private readonly slotTallies: Tally[];
  private readonly segmentPlaces = new Map<string, number>();
  private readonly flips: TopPairs;
  private readonly distances: TopPairs;
  private readonly classes = new Set<string>();
  private readonly labels = new Set<string>();
  private readonly numbers = new Set<number>();
  private onlyNumbers = true;
  private matrix = true;

  constructor(private readonly options: StudyOptions) {
    this.began = new Began(options.range);
    this.flips = new TopPairs(options.rows);
    this.distances = new TopPairs(options.rows);
    this.slotTallies = Array.from({ length: options.slots?.count ?? 0 }, emptyTally);
  }

  /** The place of the segment of a group, -1 where there is none. */
  segmentOf(group: Readonly<Record<string, string>>): number {
    const { groupBy } = this.options;
    // Once a line: made without a list, and with lengths, so that no two groups have one key.
    let key = '';
    let named = false;
    for (const label of groupBy) {
      const value = group[label] ?? '';
      named ||= value !== '';
      key += `${value.length} ${value}`;
    }
    if (!named) {
      return -1;
    }
    const known = this.segmentPlaces.get(key);
    if (known !== undefined) {
      return known;
    }
    if (this.segments.length >= MOST_SEGMENTS) {
      this.withoutSegment++;
      return -1;
    }
    const full = Object.fromEntries(groupBy.map((label) => [label, group[label] ?? '']));
    this.segmentPlaces.set(key, this.segments.length);
    this.segments.push({ group: full, tally: emptyTally() });
    return this.segments.length - 1;
  }

  addPair(pair: EventPair<Kept>): void {
    const { range, slots } = this.options;
    const { live, shadow } = pair;
    const observed = observe(pair, this.options.confidence);
    const isInside = inside(range, live.time);
    const slot = slots?.of(live.time) ?? -1;
    if (!isInside && slot < 0) {
      return;
    }
    this.learn(observed);
    const as = this.takenAs();
    const slotTally = this.slotTallies[slot];
    if (slotTally !== undefined) {
      addPair(slotTally, observed, as);
    }
    if (!isInside) {
      return;
    }
    addPair(this.overall, observed, as);
    this.began.add(observed);
    const segment = this.segments[live.segment < 0 ? shadow.segment : live.segment];
    if (segment !== undefined) {
      addPair(segment.tally, observed, as);
    }
    this.latePairs += inside(range, shadow.time) ? 0 : 1;
    this.labelConflicts +=
      live.label !== undefined && shadow.label !== undefined && live.label !== shadow.label ? 1 : 0;
    count(this.versions.live, live.version);
    count(this.versions.shadow, shadow.version);
    if (observed.answered) {
      this.collect(observed);
    }
    if (this.options.rows > 0) {
      this.offer(observed);
    }
  }

  addUnpaired(side: Side, kept: Kept): void {
    const { range, slots } = this.options;
    const slotTally = this.slotTallies[slots?.of(kept.time) ?? -1];
    if (slotTally !== undefined) {
      addUnpaired(slotTally, side);
    }
    if (inside(range, kept.time)) {
      addUnpaired(this.overall, side);
      const segment = this.segments[kept.segment];
      if (segment !== undefined) {
        addUnpaired(segment.tally, side);
      }
      count(this.versions[side], kept.version);
    }
  }

  /** What the settings say; else numbers of many values, or with fractions, are those of a regression. */
  get task(): Task {
    const { task } = this.options;
    const many = this.numbers.size > MOST_NUMBERED_CLASSES || [...this.numbers].some((one) => !Number.isInteger(one));
    return task ?? (this.onlyNumbers && many ? 'regression' : 'classification');
  }

  /** Whether there were few enough classes for a matrix. */
  get hasMatrix(): boolean {
    return this.matrix;
  }

  /** Labels where not one is among the predictions: the two speak of different things. Empty where they do not. */
  get strangeLabels(): readonly string[] {
    const fit = [...this.labels].some((label) => this.classes.has(label));
    return this.task === 'regression' || !this.matrix || fit ? [] : [...this.labels];
  }

  get predictedClasses(): readonly string[] {
    return [...this.classes];
  }

  get top(): TopPairs {
    return this.task === 'regression' ? this.distances : this.flips;
  }

  /** The tally of a slot; without its matrix where that is too large to be added up window by window. */
  slotTally(slot: number): Tally {
    const tally = this.slotTallies[slot] ?? emptyTally();
    return this.matrixOverTime ? tally : { ...tally, cells: new Map() };
  }

  get matrixOverTime(): boolean {
    return this.overall.cells.size <= MOST_CELLS_OVER_TIME;
  }

  private takenAs(): TakenAs {
    const { task } = this.options;
    return {
      classes: task !== 'regression',
      numbers: task === undefined ? this.onlyNumbers : task === 'regression',
      matrix: this.matrix,
    };
  }

  /** What the predictions are, as far as they have been seen. */
  private learn({ classes, live, shadow, label }: Observed): void {
    if (classes === undefined) {
      return;
    }
    for (const { prediction } of [live, shadow]) {
      this.onlyNumbers &&= typeof prediction === 'number';
      if (typeof prediction === 'number' && this.numbers.size <= MOST_NUMBERED_CLASSES) {
        this.numbers.add(prediction);
      }
    }
    if (this.matrix && this.options.task !== 'regression') {
      this.classes.add(classes.live).add(classes.shadow);
      if (this.classes.size > MOST_CLASSES) {
        this.matrix = false;
        this.classes.clear();
        [this.overall, ...this.slotTallies, ...this.segments.map(({ tally }) => tally)].forEach(({ cells }) =>
          cells.clear()
        );
      }
      if (label !== undefined && this.labels.size <= MOST_CLASSES) {
        this.labels.add(String(label));
      }
    }
  }

  private collect({ live, shadow, numbers }: Observed): void {
    add(this.latencyMs, live.latencyMs, shadow.latencyMs);
    if (this.takenAs().numbers) {
      add(this.values, numbers.live, numbers.shadow);
    }
  }

  private offer(observed: Observed): void {
    const { classes, numbers, live, shadow } = observed;
    if (classes?.same === false && this.options.task !== 'regression') {
      // The surer both are, the more absurd is one of them; where a confidence is not known, nobody can say how sure.
      const sure = Math.min(live.confidence, shadow.confidence);
      this.flips.offer({ score: Number.isNaN(sure) ? -1 : sure, observed });
    }
    const distance = Math.abs(numbers.shadow - numbers.live);
    if (distance > 0 && this.takenAs().numbers) {
      this.distances.offer({ score: distance, observed });
    }
  }
}

function inside({ from, to }: TimeRange, time: number): boolean {
  return time > from && time <= to;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Only where both sides have a number, so that both speak of the same requests. */
function add(both: { readonly live: Collector; readonly shadow: Collector }, live: number, shadow: number): void {
  if (Number.isFinite(live) && Number.isFinite(shadow)) {
    both.live.add([live]);
    both.shadow.add([shadow]);
  }
}
