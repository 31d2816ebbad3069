import type { Outcome } from './outcomes';

const FIRST_ROWS = 1024;
/** Codes of what is no text. */
const NOTHING = -1;
const NUMBER = -2;

type Numbers = Float64Array | Int32Array | Uint8Array;

/** A column of numbers that grows. Nothing is held before the first is set. */
export class Column<A extends Numbers> {
  private values: A | undefined;

  constructor(private readonly type: new (length: number) => A) {}

  set(row: number, value: number): void {
    let values = this.values;
    if (values === undefined || row >= values.length) {
      const larger = new this.type(Math.max(FIRST_ROWS, 2 ** Math.ceil(Math.log2(row + 1))));
      larger.set(values ?? []);
      this.values = values = larger;
    }
    values[row] = value;
  }

  /** NaN of a row that was never set. */
  get(row: number): number {
    return this.values?.[row] ?? NaN;
  }
}

export const reals = (): Column<Float64Array> => new Column(Float64Array);
export const codes = (): Column<Int32Array> => new Column(Int32Array);

/** Texts by number, one copy of each: every line of a log brings its own. */
export class Texts {
  private readonly texts: string[] = [];
  private readonly codes = new Map<string, number>();

  codeOf(text: string): number {
    const known = this.codes.get(text);
    if (known !== undefined) {
      return known;
    }
    this.codes.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  textOf(code: number): string {
    return this.texts[code] ?? '';
  }
}

/** A column of classes or numbers: 4 bytes a class, 12 where there are numbers. */
export class Outcomes {
  private readonly codes = codes();
  private readonly numbers = reals();

  constructor(private readonly texts: Texts = new Texts()) {}

  set(row: number, outcome: Outcome | undefined): void {
    if (typeof outcome === 'number') {
      this.codes.set(row, NUMBER);
      this.numbers.set(row, outcome);
    } else {
      this.codes.set(row, outcome === undefined ? NOTHING : this.texts.codeOf(outcome));
    }
  }

  get(row: number): Outcome | undefined {
    const code = this.codes.get(row);
    return code === NOTHING || Number.isNaN(code)
      ? undefined
      : code === NUMBER
        ? this.numbers.get(row)
        : this.texts.textOf(code);
  }
}
