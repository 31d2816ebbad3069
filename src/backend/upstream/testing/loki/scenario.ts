import type { EventUpstream } from '../../events';

/** A claim about Loki's answers to us: it holds for a real one, and for what one has once answered. */
export interface LokiScenario {
  readonly title: string;
  /** @param loki made anew: it has learned nothing of the server yet. */
  readonly run: (loki: EventUpstream) => Promise<void>;
}
