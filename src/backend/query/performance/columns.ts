const FIRST_ROWS = 256;

/** A column of numbers that grows as rows come. */
class Column<T extends Float64Array | Int16Array | Float32Array> {
  private values: T;

  constructor(private readonly create: (length: number) => T) {
    this.values = create(FIRST_ROWS);
  }

  set(row: number, value: number): void {
    if (row >= this.values.length) {
      const grown = this.create(2 * this.values.length);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[row] = value;
  }

  /** As long as needed, and perhaps longer. */
  get all(): T {
    return this.values;
  }
}

/** What is kept of one prediction; NaN, or -1 for a class, where it is not known. */
export interface Row {
  readonly time: number;
  /** Code of a class, or for a regression the number. */
  readonly prediction: number;
  readonly label: number;
  /** Of what was predicted. */
  readonly confidence: number;
  /** Of the class whose probabilities are kept. */
  readonly probability: number;
  /** Seconds from prediction to label. */
  readonly delay: number;
}

const doubles = (length: number): Float64Array => new Float64Array(length);
const codes = (length: number): Int16Array => new Int16Array(length);
const singles = (length: number): Float32Array => new Float32Array(length);

/** A list of columns, one a field of a row: some 32 bytes a prediction, where an object would take some 150. */
export class Columns {
  private count = 0;
  private readonly columns;

  constructor(kind: 'classes' | 'numbers') {
    const value = kind === 'classes' ? codes : doubles;
    this.columns = {
      time: new Column(doubles),
      prediction: new Column<Float64Array | Int16Array>(value),
      label: new Column<Float64Array | Int16Array>(value),
      confidence: new Column(doubles),
      probability: new Column(doubles),
      delay: new Column(singles),
    };
  }

  get length(): number {
    return this.count;
  }

  /** Rows come in order of time. */
  add(row: Row): void {
    const { time, prediction, label, confidence, probability, delay } = this.columns;
    time.set(this.count, row.time);
    prediction.set(this.count, row.prediction);
    label.set(this.count, row.label);
    confidence.set(this.count, row.confidence);
    probability.set(this.count, row.probability);
    delay.set(this.count, row.delay);
    this.count++;
  }

  get time(): Float64Array {
    return this.columns.time.all;
  }
  get prediction(): Float64Array | Int16Array {
    return this.columns.prediction.all;
  }
  get label(): Float64Array | Int16Array {
    return this.columns.label.all;
  }
  get confidence(): Float64Array {
    return this.columns.confidence.all;
  }
  get probability(): Float64Array {
    return this.columns.probability.all;
  }
  get delay(): Float32Array {
    return this.columns.delay.all;
  }

  /** The place of the first row later than `time`. */
  firstAfter(time: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.time[middle] ?? Infinity) > time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
