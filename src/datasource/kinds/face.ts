import type { TidemarkQuery } from '../types';

/** A thing in words, for a person who reads no manual. */
export interface Worded {
  readonly label: string;
  readonly description: string;
}

/** Names of which a query chooses some, and those that it gets where it chooses none. */
export interface Choices<W extends Worded = Worded> {
  readonly words: Readonly<Record<string, W>>;
  readonly usual: readonly string[];
}

/** A number that a query can answer with. */
export interface MetricWords extends Worded {
  /** Where numbers are many: the heading under which this one stands. */
  readonly group?: string;
  /** What a rule usually compares it with: `above 0`. */
  readonly threshold?: string;
}

/** A form in which an answer can be wanted; `format` of the query. */
export interface Form extends Worded {
  readonly format: NonNullable<TidemarkQuery['format']>;
}

/** What an alert rule sees of a kind. */
export interface RuleWords {
  /** `One value a …` */
  readonly each: string;
  /** Labels of each value; those of `groupBy` come behind them. */
  readonly labels: readonly string[];
  /** Whether the rule gets series, which it has to reduce first. */
  readonly series?: true;
  /** What the values are usually compared with, where that is not of a metric. */
  readonly usual?: (query: TidemarkQuery) => string;
}

/** How people think of the kinds. */
export const KIND_GROUPS = {
  features: 'Features',
  predictions: 'Predictions',
  happenings: 'What happened',
} as const;

/** All that an editor shows of a kind of query. */
export interface Face extends Worded {
  readonly group: keyof typeof KIND_GROUPS;
  /** The forms of its answer, what the backend answers where a query does not say first. */
  readonly forms: readonly Form[];
  /** Its tables and series. */
  readonly frames?: Choices;
  /** Its numbers. */
  readonly metrics?: Choices<MetricWords>;
  /** Frames that are cut into windows; where it names none, the whole answer is. */
  readonly windowed?: readonly string[];
  /** Whether its numbers can be chosen for its tables, too. */
  readonly numbersInTables?: true;
  /** At the field that names features; without it, none named means all of them. */
  readonly features?: { readonly description: string; readonly placeholder: string };
  /**
   * What is compared with where neither query nor model names a reference (`unnamed`), or where the query names none
   * (`none`), because that of the model is for something else.
   */
  readonly reference?: { readonly unnamed: string } | { readonly none: Worded };
  /** The heading of what most queries leave alone; without it, there is nothing of that. */
  readonly more?: string;
  /** Undefined where an alert rule cannot evaluate it. */
  readonly rule: RuleWords | undefined;
}

/** The forms of a kind that answers named frames. */
export const TABLES_OR_VALUES: readonly Form[] = [
  { format: 'table', label: 'Tables', description: 'With reasons; over time as graphs.' },
  { format: 'alert', label: 'Values', description: 'Plain numbers, for stats and gauges.' },
];
