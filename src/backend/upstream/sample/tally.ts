import {
  classOf,
  CONFIDENCE_BOUNDS,
  COUNTRIES,
  knownAtOnce,
  labelDelays,
  LATENCY_BOUNDS,
  SLOT_MS,
  type Answers,
  type Block,
  type Feature,
} from '../../../scenario';
import type { Layout } from './layout';

/** How often the sample's gauges are read, as a scrape would. */
export const SCRAPE_MS = 30_000;
export const SCRAPES = SLOT_MS / SCRAPE_MS;

/** Says that no label comes. */
export const NO_LABEL = 0xffffffff;

/** Bits of what is known of a request. */
export const ANSWERED = { live: 2, shadow: 4 } as const;
export const TRUE_CLASS = 1;

/**
 * What is kept of the rows of a slot once they have been counted: enough for every metric and every label, in a few
 * kilobytes.
 */
export interface Tally {
  /** The scene in which the rows were drawn. */
  readonly key: string;
  readonly lines: { readonly live: number; readonly shadow: number };
  /** Counts of all bins, by role and country, one behind the other. */
  readonly counts: Uint16Array;
  /** The last value of each feature at each scrape, by role and feature, one behind the other. */
  readonly last: Float64Array;
  /** When the label of each request comes, in milliseconds after the slot's start; `NO_LABEL` where it never does. */
  readonly labelAfter: Uint32Array;
  /** Of each request: which roles answered it, and (for classes) the truth. */
  readonly known: Uint8Array;
  /** The truth about each request, where it is a number. */
  readonly truth: Float64Array | undefined;
}

const ROLES = { live: 0, shadow: 1 } as const;

/** Where the counts of a role and country begin. */
export function countsAt(layout: Layout, role: Answers['role'], country: number): number {
  return (ROLES[role] * COUNTRIES.length + country) * layout.size;
}

/** Where the last values of a role and feature begin. */
export function lastAt(features: number, role: Answers['role'], feature: number): number {
  return (ROLES[role] * features + feature) * SCRAPES;
}

/** The place of the bucket `(lower, upper]` in which a value lies. */
export function bucketOf(bounds: readonly number[], value: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bounds[middle] ?? 0) < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

const MISSING = 255;

// Taken out once: in the sandbox that tests run in, looking up a global costs ten times what the arithmetic does.
const { isNaN } = Number;

/** The bin of each row, so that it is looked for once for both roles. */
function binsOf(feature: Feature, column: Float64Array): Uint8Array {
  const bins = new Uint8Array(column.length);
  const bounds = feature.kind === 'numeric' ? feature.bounds : undefined;
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row] ?? 0;
    bins[row] = isNaN(value) ? MISSING : bounds === undefined ? value : bucketOf(bounds, value);
  }
  return bins;
}

function add(counts: Uint16Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

function countFeatures(block: Block, layout: Layout, counts: Uint16Array): void {
  const { columns, country, model } = block;
  model.features.forEach((feature, place) => {
    const bins = binsOf(feature, columns[place] ?? new Float64Array());
    const offset = layout.features[place]?.bins.offset ?? 0;
    const missing = layout.features[place]?.missing.offset ?? 0;
    for (const { role, row } of block.answers) {
      const starts = COUNTRIES.map((_, i) => countsAt(layout, role, i));
      for (let i = 0; i < row.length; i += 1) {
        const request = row[i] ?? 0;
        const bin = bins[request] ?? 0;
        const at = (starts[country[request] ?? 0] ?? 0) + (bin === MISSING ? missing : offset + bin);
        counts[at] = (counts[at] ?? 0) + 1;
      }
    }
  });
}

function countAnswers(block: Block, layout: Layout, base: string, counts: Uint16Array): void {
  const atOnce = knownAtOnce(base, block.model, block.slot);
  for (const { role, row, score, latency, error } of block.answers) {
    for (let i = 0; i < row.length; i += 1) {
      const request = row[i] ?? 0;
      const start = countsAt(layout, role, block.country[request] ?? 0);
      add(counts, start + layout.latency.offset + bucketOf(LATENCY_BOUNDS, (latency[i] ?? 0) / 1000));
      const failed = error[i] ?? 0;
      if (failed > 0) {
        add(counts, start + (layout.errors[failed - 1]?.offset ?? 0));
      } else if (layout.predictions !== undefined) {
        const { place, confidence } = classOf(score[i] ?? 0);
        const correct = atOnce(request) ? (block.truth[request] === place ? 1 : 2) : 0;
        add(counts, start + layout.predictions.offset + place);
        add(
          counts,
          start + (layout.confidence[place]?.[correct]?.offset ?? 0) + bucketOf(CONFIDENCE_BOUNDS, confidence)
        );
      }
    }
  }
}

function lastValues(block: Block): Float64Array {
  const features = block.model.features.length;
  const last = new Float64Array(2 * features * SCRAPES).fill(NaN);
  for (const { role, row, time } of block.answers) {
    for (let scrape = 0, i = 0; scrape < SCRAPES; scrape += 1) {
      const end = block.slot * SLOT_MS + (scrape + 1) * SCRAPE_MS;
      while (i < row.length && (time[i] ?? Infinity) <= end) {
        i += 1;
      }
      if (i > 0) {
        const request = row[i - 1] ?? 0;
        block.columns.forEach((column, place) => {
          last[lastAt(features, role, place) + scrape] = column[request] ?? NaN;
        });
      }
    }
  }
  return last;
}

/** Counts the rows of a slot. */
export function tallyOf(block: Block, layout: Layout, base: string): Tally {
  const counts = new Uint16Array(2 * COUNTRIES.length * layout.size);
  countFeatures(block, layout, counts);
  countAnswers(block, layout, base, counts);

  const labelAfter = new Uint32Array(block.rows).fill(NO_LABEL);
  const known = new Uint8Array(block.rows);
  const delayOf = labelDelays(base, block.model, block.slot);
  const [live, shadow] = block.answers;
  for (const { role, row, error } of block.answers) {
    for (let i = 0; i < row.length; i += 1) {
      const request = row[i] ?? 0;
      known[request] = (known[request] ?? 0) | (error[i] === 0 ? ANSWERED[role] : 0);
    }
  }
  for (let request = 0; request < block.rows; request += 1) {
    const delay = delayOf(request);
    if (delay !== undefined) {
      labelAfter[request] = (live?.time[request] ?? 0) - block.slot * SLOT_MS + delay;
    }
    if (block.model.classes !== undefined && block.truth[request] === 1) {
      known[request] = (known[request] ?? 0) | TRUE_CLASS;
    }
  }
  return {
    key: block.scene.key,
    lines: { live: live?.row.length ?? 0, shadow: shadow?.row.length ?? 0 },
    counts,
    last: lastValues(block),
    labelAfter,
    known,
    truth: block.model.classes === undefined ? block.truth : undefined,
  };
}
