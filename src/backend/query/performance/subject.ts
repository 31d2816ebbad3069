import type { ModelSettings } from '../../../model';
import { TidemarkError } from '../../errors';
import type { LabelledPrediction } from '../../events/labelled';
import { className } from './classNames';
import type { Subject } from './evidence';

/** What two-valued answers are called, where the one that is looked for goes without saying. */
const YES: ReadonlySet<string> = new Set(['1', 'true', 'yes', 'y', 'positive', 'pos']);

export function isYes(name: string): boolean {
  return YES.has(name.toLowerCase());
}

/** Numbers without a confidence are classes as long as there are no more of them than this. */
const MOST_CODES = 20;
/** Fewer labelled predictions than this may all be wrong by chance. */
const ENOUGH_TO_TELL = 20;

/** Whether predictions are classes or numbers: what the settings say, else what the first of them look like. */
export function valuesOf(task: ModelSettings['task'], first: readonly LabelledPrediction[]): 'classes' | 'numbers' {
  if (task !== undefined) {
    return task === 'regression' ? 'numbers' : 'classes';
  }
  const known = first.flatMap(({ prediction: { prediction: value, confidence, probabilities }, label }) =>
    value === undefined
      ? []
      : [{ values: label === undefined ? [value] : [value, label.label], confidence, probabilities }]
  );
  const values = known.flatMap((one) => one.values);
  const numbers = values.filter((value) => typeof value === 'number');
  const claims = known.some(({ confidence, probabilities }) => confidence !== undefined || probabilities !== undefined);
  const looksContinuous = numbers.some((value) => !Number.isInteger(value)) || new Set(numbers).size > MOST_CODES;
  return numbers.length > 0 && numbers.length === values.length && !claims && looksContinuous ? 'numbers' : 'classes';
}

/** How often each class was predicted, and how often it was the label of a prediction. */
export interface ClassCounts {
  readonly names: readonly string[];
  readonly predicted: readonly number[];
  readonly labelled: readonly number[];
}

const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 5).map((name) => JSON.stringify(name));
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
};

/** Labels in other words than predictions make every prediction wrong, which is a fault of the logs, not of the model. */
function refuseOtherWords({ names, predicted, labelled }: ClassCounts): void {
  const labels = names.filter((_, code) => (labelled[code] ?? 0) > 0);
  const predictions = names.filter((_, code) => (predicted[code] ?? 0) > 0);
  const shared = labels.some((name) => predictions.includes(name));
  const count = labelled.reduce((all, one) => all + one, 0);
  if (!shared && names.length > 2 && count >= ENOUGH_TO_TELL && predictions.length > 0) {
    throw new TidemarkError(
      'unusable_data',
      `Labels are ${listed(labels)} and predictions ${listed(predictions)}: they share no value, so none can be right. Log both in the same words.`
    );
  }
}

interface Guess {
  readonly name: string;
  readonly why: string;
}

/** The class that is looked for: the one that says yes, else the rarer by labels, else by predictions. */
function guessPositive({ names, predicted, labelled }: ClassCounts): Guess | undefined {
  const yes = names.find(isYes);
  if (yes !== undefined) {
    return { name: yes, why: 'by its name' };
  }
  const [a, b] = [...names].sort();
  if (a === undefined || b === undefined) {
    return undefined;
  }
  const count = (counts: readonly number[], name: string): number => counts[names.indexOf(name)] ?? 0;
  for (const counts of [labelled, predicted]) {
    if (count(counts, a) !== count(counts, b)) {
      return { name: count(counts, a) < count(counts, b) ? a : b, why: 'the rarer of the two' };
    }
  }
  return { name: b, why: 'for want of a better guess' };
}

/**
 * What a classifier is: two classes of which one is looked for, or several. What the settings do not say is guessed, and
 * said.
 */
export function classSubject(
  { id, task, positive }: Pick<ModelSettings, 'id' | 'task' | 'positive'>,
  counts: ClassCounts
): { readonly subject: Subject; readonly notices: readonly string[] } {
  refuseOtherWords(counts);
  const { names } = counts;
  const several: Subject = { task: 'multiclass', classes: names };
  const where = `the model ${JSON.stringify(id)} in the settings`;
  if (task === 'multiclass') {
    return { subject: several, notices: [] };
  }
  if (positive !== undefined) {
    const named = className(positive);
    const notices =
      names.length === 0 || names.includes(named)
        ? []
        : [
            `Nothing is predicted or labelled ${JSON.stringify(named)}, the positive class of ${where}: there is ${listed(names)}.`,
          ];
    return { subject: { task: 'binary', classes: names, positive: named }, notices };
  }
  if (names.length > 2) {
    const notices =
      task === 'binary'
        ? [
            `The model's task is binary, but there are ${names.length} classes (${listed(names)}): they are taken as several. Set positive of ${where}.`,
          ]
        : [];
    return { subject: several, notices };
  }
  const guessed = guessPositive(counts);
  if (guessed === undefined) {
    return { subject: several, notices: [] };
  }
  return {
    subject: { task: 'binary', classes: names, positive: guessed.name },
    notices: [
      `${JSON.stringify(guessed.name)} is taken as the positive class, ${guessed.why}: set positive of ${where}.`,
    ],
  };
}
