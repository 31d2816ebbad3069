import type { FieldPath } from '../fieldPath';

/** One value that stands in a line: neither an object nor a list. */
interface Slot {
  readonly path: FieldPath;
  readonly isText: boolean;
  /** What stands between the value before it and this one, with the quotes around texts. */
  readonly before: string;
}

interface Layout {
  readonly slots: readonly Slot[];
  /** What follows the last value. */
  readonly after: string;
  /** Keys of the objects and lists, which are no values by themselves. */
  readonly containers: ReadonlySet<string>;
}

/** A line that is nested deeper is none of a service that writes what its model was asked. */
const DEEPEST = 16;

const keyOf = (path: FieldPath): string => JSON.stringify(path);

/** Where the values of a line stand that is known to be JSON; undefined of one that means less than it says. */
class Layouter {
  private readonly slots: Slot[] = [];
  private readonly containers = new Set<string>();
  private at = 0;
  private literalFrom = 0;

  constructor(private readonly text: string) {}

  layout(): Layout | undefined {
    return this.value([])
      ? { slots: this.slots, after: this.text.slice(this.literalFrom), containers: this.containers }
      : undefined;
  }

  private value(path: FieldPath): boolean {
    this.space();
    switch (this.text[this.at]) {
      case '{':
        return this.members(path, '}', (names) => {
          const name = this.name();
          this.space();
          this.at += 1;
          // Of a key that comes twice the last one counts, and a line of another layout may hold it once.
          return names.has(name) ? undefined : name;
        });
      case '[':
        return this.members(path, ']', (names) => `[${names.size}]`);
      case '"':
        this.at += 1;
        this.slot(path, true);
        this.toQuote();
        this.literalFrom = this.at - 1;
        return true;
      default:
        this.slot(path, false);
        while (this.at < this.text.length && !/[\s,\]}]/.test(this.text.charAt(this.at))) {
          this.at += 1;
        }
        this.literalFrom = this.at;
        return true;
    }
  }

  private members(path: FieldPath, end: string, next: (names: ReadonlySet<string>) => string | undefined): boolean {
    if (path.length > DEEPEST) {
      return false;
    }
    this.containers.add(keyOf(path));
    const names = new Set<string>();
    this.at += 1;
    for (this.space(); this.text[this.at] !== end; this.space()) {
      this.at += this.text[this.at] === ',' ? 1 : 0;
      this.space();
      const name = next(names);
      if (name === undefined || !this.value([...path, name])) {
        return false;
      }
      names.add(name);
    }
    this.at += 1;
    return true;
  }

  private name(): string {
    const from = this.at;
    this.at += 1;
    this.toQuote();
    return JSON.parse(this.text.slice(from, this.at)) as string;
  }

  /** To what follows the quote that ends a text. */
  private toQuote(): void {
    while (this.text[this.at] !== '"') {
      this.at += this.text[this.at] === '\\' ? 2 : 1;
    }
    this.at += 1;
  }

  private space(): void {
    while (/\s/.test(this.text.charAt(this.at))) {
      this.at += 1;
    }
  }

  private slot(path: FieldPath, isText: boolean): void {
    this.slots.push({ path, isText, before: this.text.slice(this.literalFrom, this.at) });
  }
}

/** Powers of ten that a double holds exactly. */
const TENS = Array.from({ length: 16 }, (_, i) => 10 ** i);
/** A whole number of so many digits is held exactly, and so its quotient by a power of ten is rounded once, as it should be. */
const MOST_DIGITS = 15;

/** Texts that are remembered, each in the place that its length and its ends give it. */
const MOST_MET = 256;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

const [QUOTE, BACKSLASH, SPACE, MINUS, DOT, ZERO, NINE] = [34, 92, 32, 45, 46, 48, 57];

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/**
 * Reads the same few values of lines of JSON that are laid out alike: the same keys in the same order, with the same
 * kinds of values. What stands between the values is compared with that of the line from which the layout was taken, so
 * that a line which fits means exactly what `JSON.parse` would make of it, and one which does not is refused.
 *
 * A service writes all its lines alike, and to parse each as a whole took half of the time of a page.
 */
export class JsonShape {
  /** What stands before each value, and after the last one. */
  private readonly around: readonly string[];
  private readonly isText: readonly boolean[];
  /** Which of the wanted values each one is; -1 where it is none of them. */
  private readonly places: readonly number[];
  private readonly texts = new Array<string | undefined>(MOST_MET).fill(undefined);
  private at = 0;

  private constructor(
    { slots, after }: Layout,
    places: readonly number[],
    private readonly count: number
  ) {
    this.around = [...slots.map(({ before }) => before), after];
    this.isText = slots.map(({ isText }) => isText);
    this.places = places;
  }

  /**
   * @param line JSON without fault.
   * @param paths each another one.
   * @returns undefined where a path leads to an object or a list, or a key comes twice.
   */
  static of(line: string, paths: readonly FieldPath[]): JsonShape | undefined {
    const layout = new Layouter(line).layout();
    if (layout === undefined) {
      return undefined;
    }
    const { slots, containers } = layout;
    const slotAt = new Map(slots.map(({ path }, i) => [keyOf(path), i]));
    const places = slots.map(() => -1);
    for (const [place, path] of paths.entries()) {
      // A logger that flattens writes the whole path as one key.
      const keys = path.length > 1 ? [keyOf(path), keyOf([path.join('.')])] : [keyOf(path)];
      const key = keys.find((one) => slotAt.has(one) || containers.has(one));
      const slot = slotAt.get(key ?? '');
      if (slot === undefined ? key !== undefined : places[slot] !== -1) {
        return undefined;
      }
      if (slot !== undefined) {
        places[slot] = place;
      }
    }
    return new JsonShape(layout, places, paths.length);
  }

  /** The wanted values, in the order of the paths; undefined where the line is laid out otherwise. */
  read(line: string): readonly unknown[] | undefined {
    const { around, isText, places } = this;
    const values = new Array<unknown>(this.count);
    this.at = 0;
    for (let slot = 0; slot < places.length; slot++) {
      const before = around[slot] ?? '';
      if (!line.startsWith(before, this.at)) {
        return undefined;
      }
      this.at += before.length;
      const from = this.at;
      const place = places[slot] ?? -1;
      if (isText[slot] === true) {
        if (!this.passText(line)) {
          return undefined;
        }
        if (place >= 0) {
          values[place] = this.met(line, from);
        }
        continue;
      }
      const value = this.bare(line);
      if (value === undefined) {
        return undefined;
      }
      if (place >= 0) {
        values[place] = value;
      }
    }
    const after = around[places.length] ?? '';
    return this.at + after.length === line.length && line.endsWith(after) ? values : undefined;
  }

  /** The text from there on; the same string each time, of a category that comes again and again: a new one costs a hash. */
  private met(line: string, from: number): string {
    const length = this.at - from;
    const place = (length * 31 + line.charCodeAt(from) * 7 + line.charCodeAt(this.at - 1)) % MOST_MET;
    const known = this.texts[place];
    if (known !== undefined && known.length === length && line.startsWith(known, from)) {
      return known;
    }
    const text = line.slice(from, this.at);
    this.texts[place] = text;
    return text;
  }

  /** To the end of a text that is written as it is; one with an escape in it has to be read otherwise. */
  private passText(line: string): boolean {
    for (let i = this.at; i < line.length; i++) {
      const code = line.charCodeAt(i);
      if (code === QUOTE) {
        this.at = i;
        return true;
      }
      if (code === BACKSLASH || code < SPACE) {
        return false;
      }
    }
    return false;
  }

  /** A number, or a word of JSON. */
  private bare(line: string): number | boolean | null | undefined {
    const code = line.charCodeAt(this.at);
    if (code === MINUS || isDigit(code)) {
      return this.number(line);
    }
    for (const [word, value] of WORDS) {
      if (line.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return undefined;
  }

  private number(line: string): number | undefined {
    const from = this.at;
    const isNegative = line.charCodeAt(from) === MINUS;
    const first = isNegative ? from + 1 : from;
    let digits = 0;
    let i = first;
    let code = line.charCodeAt(i);
    for (; isDigit(code); code = line.charCodeAt(++i)) {
      digits = digits * 10 + (code - ZERO);
    }
    const whole = i - first;
    let decimals = 0;
    if (code === DOT) {
      for (code = line.charCodeAt(++i); isDigit(code); code = line.charCodeAt(++i)) {
        digits = digits * 10 + (code - ZERO);
        decimals += 1;
      }
    }
    const hasNoZeroAhead = whole === 1 || (whole > 1 && line.charCodeAt(first) !== ZERO);
    const isPlain = hasNoZeroAhead && whole + decimals <= MOST_DIGITS && line.charCodeAt(i - 1) !== DOT;
    if (isPlain && (code | 32) !== LETTER_E) {
      this.at = i;
      const value = digits / (TENS[decimals] ?? 1);
      return isNegative ? -value : value;
    }
    NUMBER.lastIndex = from;
    const text = NUMBER.exec(line)?.[0];
    if (text === undefined) {
      return undefined;
    }
    this.at += text.length;
    return Number(text);
  }
}

const LETTER_E = 101;

const WORDS = [
  ['null', null],
  ['true', true],
  ['false', false],
] as const;

/** So many layouts are known at once: a service writes some lines with a field that others lack. */
const MOST_SHAPES = 6;
/** A log in which so many more layouts were met than these has none worth knowing. */
const MOST_TRIED = 60;

/**
 * Reads the values at some paths of lines of JSON, quickly where many lines are laid out alike.
 *
 * @param slowly the same of any line; undefined where it is no object of JSON.
 */
export function jsonValues(
  paths: readonly FieldPath[],
  slowly: (line: string) => readonly unknown[] | undefined
): (line: string) => readonly unknown[] | undefined {
  if (new Set(paths.map(keyOf)).size < paths.length) {
    return slowly;
  }
  const shapes: JsonShape[] = [];
  let tried = 0;
  return (line) => {
    for (const shape of shapes) {
      const values = shape.read(line);
      if (values !== undefined) {
        return values;
      }
    }
    const values = slowly(line);
    if (values !== undefined && shapes.length < MOST_SHAPES && tried < MOST_TRIED) {
      tried += 1;
      const shape = JsonShape.of(line, paths);
      if (shape !== undefined) {
        shapes.push(shape);
      }
    }
    return values;
  };
}
