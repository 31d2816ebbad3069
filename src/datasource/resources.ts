import type { FeatureInfo, ModelInfo, ResourceParams, ResourcePath } from '../model/resources';

/** What each resource answers. */
export interface ResourceAnswers extends Record<ResourcePath, unknown> {
  readonly models: readonly ModelInfo[];
  readonly features: readonly FeatureInfo[];
  readonly fields: readonly FeatureInfo[];
  readonly profiles: readonly string[];
  readonly metrics: readonly string[];
  readonly 'label-names': readonly string[];
  readonly 'label-values': readonly string[];
}

const KEPT_MS = 30_000;
const ROUNDED_TO_MS = 60_000;

type Get = (path: string, params: Record<string, string | number>) => Promise<unknown>;

/** How the ends of a range are rounded: outwards, so that nothing of a short one is lost. */
const ROUND = { from: Math.floor, to: Math.ceil } as const;

/** An end of a range in milliseconds to the minute, so that one that ends "now" is the same question for a while. */
export function roundTime(end: 'from' | 'to', time: number): number {
  return ROUND[end](time / ROUNDED_TO_MS) * ROUNDED_TO_MS;
}

function rounded(name: string, value: string | number): string | number {
  return typeof value === 'number' && (name === 'from' || name === 'to') ? roundTime(name, value) : value;
}

/** The parameters that are given, with times rounded. */
function plainParams(params: ResourceParams): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]: [string, string | number | undefined]) =>
      value === undefined || value === '' ? [] : [[name, rounded(name, value)] as const]
    )
  );
}

/**
 * Asks the backend's resources for the editors. Several editors on one page ask the same at the same time: an answer is
 * kept for half a minute. A failure is not kept, so that the next try is a real one.
 */
export class ResourceClient {
  private readonly kept = new Map<string, { readonly until: number; readonly answer: Promise<unknown> }>();

  constructor(
    private readonly get: Get,
    private readonly now: () => number = Date.now
  ) {}

  ask<P extends ResourcePath>(path: P, params: ResourceParams): Promise<ResourceAnswers[P]> {
    const plain = plainParams(params);
    const key = `${path} ${JSON.stringify(plain)}`;
    const kept = this.kept.get(key);
    if (kept !== undefined && kept.until > this.now()) {
      return kept.answer as Promise<ResourceAnswers[P]>;
    }
    const answer = this.get(path, plain);
    this.kept.set(key, { until: this.now() + KEPT_MS, answer });
    answer.catch(() => this.kept.delete(key));
    return answer as Promise<ResourceAnswers[P]>;
  }
}
