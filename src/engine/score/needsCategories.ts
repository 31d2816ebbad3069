import { type NoAnswer, noAnswer } from '../answer';

/** What a score of categories says of a numeric feature. */
export function needsCategories(label: string): NoAnswer {
  return noAnswer(
    'needs_categories',
    `${label} are counted on categories, and this feature is numeric: use the share outside the range for it.`
  );
}
