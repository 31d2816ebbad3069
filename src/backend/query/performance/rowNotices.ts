import { TELEMETRY, type ModelSettings } from '../../../model';
import type { Subject } from './evidence';
import type { Plan } from './plan';
import type { Oddities, Side } from './sorter';

const many = (count: number): string => count.toLocaleString('en');

/** What lines did not hold, or held in a form that is no use. */
export function oddNotices(odd: Oddities, plan: Plan, all: number): readonly string[] {
  const { roles } = odd;
  const apart = plan.groupBy.includes(TELEMETRY.roleLabel);
  return [
    ...(odd.withoutPrediction > 0
      ? [
          `Lines without a prediction, of requests that failed perhaps: ${many(odd.withoutPrediction)}. They are left out.`,
        ]
      : []),
    ...(odd.notNumbers > 0
      ? [`Predictions of this regression that are no number: ${many(odd.notNumbers)}. They are left out.`]
      : []),
    ...(odd.labelsNotNumbers > 0
      ? [`Labels of this regression that are no number: ${many(odd.labelsNotNumbers)}. They count as missing.`]
      : []),
    ...(odd.outsideChance > 0
      ? [`Confidences that do not lie from 0 to 1: ${many(odd.outsideChance)}. They count as missing.`]
      : []),
    ...(odd.withoutConfidence > 0 && odd.withoutConfidence < all
      ? [
          `Predictions without a confidence: ${many(odd.withoutConfidence)} of ${many(all)}. Estimates are of the others.`,
        ]
      : []),
    ...(roles.size > 1 && !apart
      ? [
          `Predictions of several roles are taken together (${[...roles.keys()].sort().join(', ')}): filter by role, or group by it.`,
        ]
      : []),
  ];
}

/** Where a service logs the probability of the positive class as the confidence in whatever it predicted. */
export function claimsNotice(sides: readonly Side[], subject: Subject, names: readonly string[]): readonly string[] {
  if (subject.task !== 'binary' || names.length > 2) {
    return [];
  }
  const positive = names.indexOf(subject.positive);
  let [negatives, low] = [0, 0];
  for (const side of sides) {
    for (const { columns } of side.values()) {
      for (let row = 0; row < columns.length; row++) {
        if (columns.prediction[row] !== positive && Number.isNaN(columns.probability[row])) {
          negatives++;
          low += (columns.confidence[row] as number) < 0.5 ? 1 : 0;
        }
      }
    }
  }
  return low > negatives / 2
    ? [
        `Most predictions other than ${JSON.stringify(subject.positive)} have a confidence below 0.5: confidence should be that of what was predicted. Log the chance of each class as probabilities, if it is the positive one's.`,
      ]
    : [];
}

/** That a model is taken as a regression, where nobody said so. */
export function numbersNotice({ id, task }: ModelSettings): readonly string[] {
  return task === undefined
    ? [
        `Predictions are numbers, so this is taken as a regression: set task of the model ${JSON.stringify(id)} in the settings.`,
      ]
    : [];
}
