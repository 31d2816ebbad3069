import {
  calibrationBuckets,
  confusion,
  noAnswer,
  referenceBuckets,
  regressionRows,
  scoreBuckets,
  scoredRows,
  type Answer,
  type CalibrationBucket,
  type ConfusionMatrix,
  type ScoreBucket,
} from '../../../engine';
import type { Columns } from './columns';
import { once, type ClassEvidence, type NumberEvidence } from './evidence';

/** Neighbouring rows of a list of columns: `to` is excluded. */
export interface Span {
  readonly columns: Columns;
  readonly from: number;
  readonly to: number;
}

/** Of which rows an estimate is wanted. */
type Which = 'all' | 'labelled';

/** What is needed to read the codes in columns of classes. */
export interface ClassCodes {
  /** Names by code. */
  readonly names: readonly string[];
  /** The class that is looked for; -1 where there are several and none is, or where it never occurs. */
  readonly positive: number;
  readonly positiveName?: string;
  /** The class whose probability is kept; -1 where services log none. */
  readonly tracked: number;
}

export const NO_CONFIDENCE =
  'No prediction has a confidence: log confidence (of what was predicted, from 0 to 1), or probabilities.';

const NO_PROBABILITY =
  'Of one class among several, estimates and scores need its probability: log probabilities, the chance of each class.';

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((all, { from, to }) => all + to - from, 0);
}

/** A number a row, in order, of the rows of all spans. */
function gather<T extends Float64Array | Int8Array | Int16Array = Float64Array>(
  spans: readonly Span[],
  of: (columns: Columns, row: number) => number,
  values: T = new Float64Array(lengthOf(spans)) as T
): T {
  let place = 0;
  for (const { columns, from, to } of spans) {
    for (let row = from; row < to; row++) {
      values[place++] = of(columns, row);
    }
  }
  return values;
}

function countLabels(spans: readonly Span[], known: (label: number) => boolean): number {
  let labelled = 0;
  for (const { columns, from, to } of spans) {
    const { label } = columns;
    for (let row = from; row < to; row++) {
      labelled += known(label[row] as number) ? 1 : 0;
    }
  }
  return labelled;
}

function delaysOf(spans: readonly Span[]): Float64Array {
  return gather(spans, (columns, row) => columns.delay[row] as number).filter((delay) => !Number.isNaN(delay));
}

function confusionOf(spans: readonly Span[], { names, positiveName }: ClassCodes): Answer<ConfusionMatrix> {
  const counts = new Map<number, number>();
  for (const { columns, from, to } of spans) {
    const { label, prediction } = columns;
    for (let row = from; row < to; row++) {
      const code = label[row] as number;
      if (code >= 0) {
        const cell = code * names.length + (prediction[row] as number);
        counts.set(cell, (counts.get(cell) ?? 0) + 1);
      }
    }
  }
  const cells = Array.from(counts, ([cell, count]) => ({
    label: names[Math.floor(cell / names.length)] ?? '',
    prediction: names[cell % names.length] ?? '',
    count,
  }));
  return confusion(cells, positiveName);
}

/** Whether a labelled row came true: 1 or 0; -1 without a label. A byte a row. */
function came(spans: readonly Span[], expected: (columns: Columns, row: number) => number): Int8Array {
  return gather(
    spans,
    (columns, row) => {
      const label = columns.label[row] as number;
      return label < 0 ? -1 : label === expected(columns, row) ? 1 : 0;
    },
    new Int8Array(lengthOf(spans))
  );
}

/** The rows of a classifier, as evidence. Nothing is computed before it is asked for. O(rows log rows) each. */
export function classEvidence(spans: readonly Span[], codes: ClassCodes, which: Which = 'all'): ClassEvidence {
  const { names, positive, tracked } = codes;
  const two = names.length <= 2;
  const rows = lengthOf(spans);
  const labelled = countLabels(spans, (label) => label >= 0);

  const score = ({ probability, confidence, prediction }: Columns, row: number): number => {
    const known = probability[row] as number;
    if (!Number.isNaN(known)) {
      return tracked === positive ? known : two ? 1 - known : NaN;
    }
    // Of one class among several, the confidence in another says nothing certain.
    const claimed = confidence[row] as number;
    return !two ? NaN : prediction[row] === positive ? claimed : 1 - claimed;
  };
  const noScore = two ? NO_CONFIDENCE : NO_PROBABILITY;
  // Columns that several questions read are made once, and let go with this evidence.
  const scores = once(() => gather(spans, score));
  const claims = once(() => gather(spans, ({ confidence }, row) => confidence[row] as number));
  const right = once(() => came(spans, ({ prediction }, row) => prediction[row] as number));
  const positives = once(() => came(spans, () => positive));
  /** Only what is asked for: where labelled rows alone are, the others are NaN, and left out. */
  const asked = (values: Float64Array): Float64Array =>
    which === 'all' ? values : values.map((value, row) => ((right()[row] as number) < 0 ? NaN : value));

  /** What is read of the rows that were predicted to be of each class, which a count of each sorts in one pass. */
  const byClass = <T>(read: (claims: Float64Array, outcomes: Int8Array) => T): ReadonlyMap<string, T> => {
    const predictions = gather(spans, ({ prediction }, row) => prediction[row] as number, new Int16Array(rows));
    const claimed = asked(claims());
    const outcomes = right();
    const ends = new Uint32Array(names.length);
    predictions.forEach((code) => (ends[code] = (ends[code] ?? 0) + 1));
    let all = 0;
    ends.forEach((count, code) => (ends[code] = all += count));
    const next = Uint32Array.from(ends, (_, code) => ends[code - 1] ?? 0);
    const sorted = { claims: new Float64Array(all), outcomes: new Int8Array(all) };
    predictions.forEach((code, row) => {
      const place = next[code] ?? 0;
      sorted.claims[place] = claimed[row] as number;
      sorted.outcomes[place] = outcomes[row] as number;
      next[code] = place + 1;
    });
    return new Map(
      names.map((name, code) => {
        const [from, to] = [ends[code - 1] ?? 0, ends[code] ?? 0];
        return [name, read(sorted.claims.subarray(from, to), sorted.outcomes.subarray(from, to))];
      })
    );
  };
  const withConfidence = <T>(values: Float64Array, answer: () => Answer<T>, why = NO_CONFIDENCE): Answer<T> =>
    values.length > 0 && values.every(Number.isNaN) ? noAnswer('no_samples', why) : answer();

  const matrix = once(() => confusionOf(spans, codes));
  return {
    kind: 'classes',
    rows: which === 'labelled' ? labelled : rows,
    labelled,
    labelledOnly: () => classEvidence(spans, codes, 'labelled'),
    delays: () => delaysOf(spans),
    confusion: matrix,
    correctness: matrix,
    scored: once(() => withConfidence(scores(), () => scoredRows(scores(), positives()), noScore)),
    claims: once(() => withConfidence(claims(), () => calibrationBuckets(claims(), right()))),
    scores: () =>
      scoreBuckets(
        asked(scores()),
        gather(spans, ({ prediction }, row) => (prediction[row] === positive ? 1 : 0), new Int8Array(rows))
      ),
    lessons: () => withConfidence(scores(), () => referenceBuckets(scores(), positives()), noScore),
    scoresByClass: () =>
      byClass<readonly ScoreBucket[]>((own) => scoreBuckets(own, new Uint8Array(own.length).fill(1))),
    lessonsByClass: () =>
      byClass<readonly CalibrationBucket[]>((own, outcomes) => {
        const buckets = referenceBuckets(own, outcomes);
        return buckets.ok ? buckets.value : [];
      }),
  };
}

/** The rows of a regression, as evidence. */
export function numberEvidence(spans: readonly Span[], which: Which = 'all'): NumberEvidence {
  const labelled = countLabels(spans, (label) => !Number.isNaN(label));
  return {
    kind: 'numbers',
    rows: which === 'labelled' ? labelled : lengthOf(spans),
    labelled,
    labelledOnly: () => numberEvidence(spans, 'labelled'),
    delays: () => delaysOf(spans),
    pairs: once(() =>
      regressionRows(
        gather(spans, ({ label }, row) => label[row] as number),
        gather(spans, ({ prediction }, row) => prediction[row] as number)
      )
    ),
    predictions: () =>
      gather(spans, ({ prediction, label }, row) =>
        which === 'labelled' && Number.isNaN(label[row]) ? NaN : (prediction[row] as number)
      ),
  };
}
