import { className, ClassNames } from './classNames';
import { Columns } from './columns';
import { groupKey, groupOf, type Group } from './groups';
import { isYes, valuesOf } from './subject';
import type { ModelSettings } from '../../../model';
import { TidemarkError } from '../../errors';
import type { LabelledPrediction } from '../../events/labelled';
import type { PredictionEvent } from '../../upstream/events';

/** More are no segments that anybody looks at. */
const MOST_GROUPS = 1_000;

/** A number, also where it is written as a text; NaN where it is none. */
function numberOf(value: string | number | undefined): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : NaN;
}

function chance(value: number | undefined): number {
  return value !== undefined && value >= 0 && value <= 1 ? value : NaN;
}

/** What was odd about the lines, to be said. */
export interface Oddities {
  withoutPrediction: number;
  notNumbers: number;
  labelsNotNumbers: number;
  outsideChance: number;
  withoutConfidence: number;
  readonly roles: Map<string, number>;
}

/** Rows of one side by group. */
export type Side = Map<string, { readonly group: Group; readonly columns: Columns }>;

/** Sorts predictions into columns as they pass by. */
export class Sorter {
  readonly classes = new ClassNames();
  readonly predicted: number[] = [];
  readonly labelled: number[] = [];
  readonly odd: Oddities = {
    withoutPrediction: 0,
    notNumbers: 0,
    labelsNotNumbers: 0,
    outsideChance: 0,
    withoutConfidence: 0,
    roles: new Map(),
  };
  kind: 'classes' | 'numbers' | undefined;
  /** As services name it, and as a class. */
  private tracked: string | undefined;

  constructor(private readonly model: ModelSettings) {}

  get trackedClass(): string | undefined {
    return this.tracked === undefined ? undefined : className(this.tracked);
  }

  add(side: Side, batch: readonly LabelledPrediction[], by: readonly string[]): void {
    if (batch.length > 0) {
      this.kind ??= valuesOf(this.model.task, batch);
    }
    for (const joined of batch) {
      const { prediction: event } = joined;
      if (event.prediction === undefined) {
        this.odd.withoutPrediction++;
      } else {
        this.odd.roles.set(event.role, (this.odd.roles.get(event.role) ?? 0) + 1);
        const columns = this.columnsOf(side, event, by);
        if (this.kind === 'numbers') {
          this.addNumber(columns, joined, event.prediction);
        } else {
          this.addClass(columns, joined, event.prediction);
        }
      }
    }
  }

  private columnsOf(side: Side, { group }: PredictionEvent, by: readonly string[]): Columns {
    const key = groupKey(group, by);
    const known = side.get(key);
    if (known !== undefined) {
      return known.columns;
    }
    if (side.size >= MOST_GROUPS) {
      throw new TidemarkError(
        'bad_query',
        `groupBy: ${by.join(', ')} has more than ${MOST_GROUPS} values: group by a label with fewer, or filter.`
      );
    }
    const columns = new Columns(this.kind ?? 'classes');
    side.set(key, { group: groupOf(group, by), columns });
    return columns;
  }

  private addNumber(columns: Columns, { prediction: event, label }: LabelledPrediction, value: string | number): void {
    const prediction = numberOf(value);
    if (Number.isNaN(prediction)) {
      this.odd.notNumbers++;
      return;
    }
    const truth = numberOf(label?.label);
    this.odd.labelsNotNumbers += label !== undefined && Number.isNaN(truth) ? 1 : 0;
    columns.add({
      time: event.time,
      prediction,
      label: truth,
      confidence: NaN,
      probability: NaN,
      delay: delayOf({ prediction: event, label: Number.isNaN(truth) ? undefined : label }),
    });
  }

  private addClass(columns: Columns, joined: LabelledPrediction, value: string | number): void {
    const { prediction: event, label } = joined;
    const { confidence: claimed, probabilities } = event;
    const prediction = this.classes.codeOf(value);
    const truth = label === undefined ? -1 : this.classes.codeOf(label.label);
    this.predicted[prediction] = (this.predicted[prediction] ?? 0) + 1;
    if (truth >= 0) {
      this.labelled[truth] = (this.labelled[truth] ?? 0) + 1;
    }
    const confidence = chance(claimed ?? probabilities?.[String(value)]);
    const probability = probabilities === undefined ? NaN : chance(probabilities[this.track(probabilities)]);
    if (Number.isNaN(confidence) && Number.isNaN(probability)) {
      this.odd[claimed === undefined ? 'withoutConfidence' : 'outsideChance']++;
    }
    columns.add({ time: event.time, prediction, label: truth, confidence, probability, delay: delayOf(joined) });
  }

  /** The class whose probability is kept: the positive one where it is known, else one that says yes, else the last. */
  private track(probabilities: Readonly<Record<string, number>>): string {
    if (this.tracked === undefined) {
      const names = Object.keys(probabilities).sort();
      // Classes that are never predicted are known from here.
      names.forEach((name) => this.classes.codeOf(name));
      const positive = this.model.positive;
      this.tracked =
        names.find((name) => positive !== undefined && className(name) === className(positive)) ??
        names.find(isYes) ??
        names.at(-1) ??
        '';
    }
    return this.tracked;
  }
}

function delayOf({ prediction, label }: LabelledPrediction): number {
  return label === undefined ? NaN : (label.firstTime - prediction.time) / 1000;
}
