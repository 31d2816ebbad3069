/** A class, or a number, as a prediction or a label holds it. */
export type Outcome = string | number;

/**
 * Whether a label says the same as a prediction. Services write the class 1 as a number on one line and as a text on the
 * other, so that a number equals the text that reads as it.
 */
export function sameOutcome(prediction: Outcome, label: Outcome): boolean {
  if (typeof prediction === typeof label) {
    return prediction === label;
  }
  const [text, number] = typeof prediction === 'string' ? [prediction, label] : [String(label), prediction];
  return text.trim() !== '' && Number(text) === number;
}
