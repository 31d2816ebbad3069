import { TidemarkError } from '../../errors';

/** More are no classes; it is what a matrix of them can hold. */
const MOST_CLASSES = 2_000;

const PLAIN_NUMBER = /^-?(?:0|[1-9]\d*)\.\d+$/;

/** A class as text. A service writes the class 1 as a number on one line and as `1.0` on the other. */
export function className(value: string | number): string {
  return typeof value === 'number' || PLAIN_NUMBER.test(value) ? String(Number(value)) : value;
}

/** Numbers for names of classes, so that a million rows hold two bytes each. */
export class ClassNames {
  private readonly codes = new Map<string, number>();
  /** What was met already, as it was written: a million rows hold few different values. */
  private readonly known = new Map<string | number, number>();

  codeOf(value: string | number): number {
    const known = this.known.get(value);
    if (known !== undefined) {
      return known;
    }
    const name = className(value);
    const code = this.codes.get(name) ?? this.codes.size;
    if (code >= MOST_CLASSES) {
      throw new TidemarkError(
        'unusable_data',
        `There are more than ${MOST_CLASSES} different predictions and labels: set the model's task to regression where it predicts numbers, or look at what it logs as its prediction.`
      );
    }
    this.codes.set(name, code);
    this.known.set(value, code);
    return code;
  }

  /** The names, by code. */
  names(): readonly string[] {
    return [...this.codes.keys()];
  }
}
