import type { RuleLine } from './readRules';

/** Rules that have each of some words somewhere: in their name, their folder and group, a label, their state. */
export function matching(rules: readonly RuleLine[], text: string): readonly RuleLine[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return rules;
  }
  return rules.filter(({ name, folder, labels, state, receiver = '' }) => {
    const all = [name, folder, state, receiver, ...Object.values(labels)].join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
