import type { ModelSettings, TeamSettings, WithoutAnswer } from '../model';
import type { CheckId } from './checks';
import type { Node } from './grafana/nodes';

/** What one check of one model asks, and what it says when it fires. Texts are Grafana's templates. */
export interface Draft {
  readonly check: CheckId;
  /** Tells several rules of one check apart. */
  readonly part?: string;
  readonly nodes: readonly Node[];
  readonly condition: string;
  readonly summary: string;
  readonly description: string;
  /** By default the last state stays: nothing to compare is neither drift, nor the end of one. */
  readonly noData?: WithoutAnswer;
  readonly onError?: WithoutAnswer;
}

/** A draft, with who is told. */
export interface PackRule extends Draft {
  readonly uid: string;
  readonly model: ModelSettings;
  readonly team: TeamSettings;
}
