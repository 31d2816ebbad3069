import type { ModelSettings } from '../../model';

export type Costs = NonNullable<ModelSettings['costs']>;

/** One worth a line: `fraud, legit, -500` is what it costs to take a fraud for legit. */
export function costsText(costs: Costs | undefined): string {
  return Object.entries(costs ?? {})
    .flatMap(([label, predictions]) =>
      Object.entries(predictions).map(([prediction, worth]) => `${label}, ${prediction}, ${worth}`)
    )
    .join('\n');
}

/** What the lines say, or what is wrong with the first of them that cannot be read. Nothing at all is no costs. */
export function readCosts(
  text: string
): { readonly ok: true; readonly costs: Costs | undefined } | { readonly ok: false; readonly fault: string } {
  const costs: Record<string, Record<string, number>> = {};
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines) {
    const parts = line.split(',').map((part) => part.trim());
    const [label = '', prediction = '', number = ''] = parts;
    const worth = number === '' ? NaN : Number(number);
    if (parts.length !== 3 || label === '' || prediction === '' || !Number.isFinite(worth)) {
      return {
        ok: false,
        fault: `Write a label, a prediction and a number, such as fraud, legit, -500; not “${line.trim()}”`,
      };
    }
    costs[label] = { ...costs[label], [prediction]: worth };
  }
  return { ok: true, costs: lines.length === 0 ? undefined : costs };
}
