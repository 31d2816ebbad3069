import type { Verdict } from '../../engine';

/** What an alert can be about, in the order in which a cause leads to its effect. */
export const LIGHTS = ['pipeline', 'data', 'model', 'output'] as const;
export type LightId = (typeof LIGHTS)[number];

/** How a model stands in one of these, or why nobody can say. */
export type Light =
  | { readonly state: 'waiting' }
  | { readonly state: 'judged'; readonly verdict: Verdict; readonly why: string }
  /** There is nothing that could be judged: no log, no job, no label. */
  | { readonly state: 'none'; readonly why: string }
  | { readonly state: 'failed'; readonly why: string };
