import type { Difference } from './comparable';

export type Kind = 'folder' | 'template' | 'muteTiming' | 'contactPoint' | 'group' | 'rule' | 'policies';
export type What = 'make' | 'change' | 'remove';

/**
 * Why something is left as it is: a file provides it; it bears our name and was made by somebody else; it stands among
 * rules that are not ours; another data source of ours uses it, too; or something that is not ours needs it.
 */
export type HeldBy = 'file' | 'stranger' | 'mixed-group' | 'other-source' | 'in-use';

/** One object that is not as it is to be. */
export interface Change {
  readonly kind: Kind;
  /** By which it is known: a uid, or a name. */
  readonly key: string;
  /** What a person calls it. */
  readonly name: string;
  readonly what: What;
  readonly differences: readonly Difference[];
  readonly held?: HeldBy;
}

/** One call of Grafana's API. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Whether people may go on changing it on Grafana's own pages. */
  readonly editable: boolean;
}

/** One call that changes something, and those that take it back. */
export interface Step {
  readonly kind: Kind;
  readonly name: string;
  readonly what: What;
  readonly request: Request;
  readonly undo: readonly Request[];
  /** The contact point whose secrets `undo` needs, as Grafana tells them to nobody who does not ask. */
  readonly secretsOf?: string;
  /** Only taken where everything before it was removed. */
  readonly last?: boolean;
}

/** Part of a plan. */
export interface Part {
  readonly changes: readonly Change[];
  readonly steps: readonly Step[];
}
