import type { Difference } from './comparable';
import type { Desired, Secret } from './desired';
import { NOTHING_MADE, readLedger, type Ledger, type Made } from './ledger';
import { textOf, type Snapshot } from './objects';
import { planPoints } from './planPoints';
import { planPolicies } from './planPolicies';
import { planRules } from './planRules';
import { planTemplate } from './planTemplate';
import { planTimings } from './planTimings';

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

export interface Plan extends Part {
  /** What nobody has given yet, and Grafana does not have. */
  readonly missing: readonly Secret[];
  /** Whether something is held that must not be: then there are no steps, as there are none while something is missing. */
  readonly blocked: boolean;
}

export interface PlanOptions {
  /** What a person has typed, by the name of the variable. */
  readonly values?: Readonly<Record<string, string>>;
  /** Makes what is new so that it can be changed over the API alone. What there is already stays as it is. */
  readonly lock?: boolean;
}

/** What several parts of a plan have to know. */
export interface Scene {
  readonly desired: Desired;
  readonly snapshot: Snapshot;
  readonly values: Readonly<Record<string, string>>;
  readonly lock: boolean;
  readonly ledger: Ledger;
  readonly mine: Made;
  /** What other data sources have made. */
  readonly others: readonly Made[];
}

/** What is left alone without harm: an apply goes on without it. */
const HARMLESS: ReadonlySet<HeldBy> = new Set(['in-use']);

function sceneOf(desired: Desired, snapshot: Snapshot, { values = {}, lock = false }: PlanOptions): Scene {
  const templates = snapshot.templates.find((one) => textOf(one, 'name') === desired.template.name);
  const ledger = (templates === undefined ? undefined : readLedger(textOf(templates, 'template'))) ?? {};
  return {
    desired,
    snapshot,
    values,
    lock,
    ledger,
    mine: ledger[desired.datasourceUid] ?? NOTHING_MADE,
    others: Object.entries(ledger).flatMap(([uid, made]) => (uid === desired.datasourceUid ? [] : [made])),
  };
}

/**
 * What is to be made, changed and removed so that Grafana has what is desired, and by which calls, in an order in which
 * nothing is missing that another needs. It plans nothing for what was not made here.
 */
export function planOf(desired: Desired, snapshot: Snapshot, options: PlanOptions = {}): Plan {
  const scene = sceneOf(desired, snapshot, options);
  const rules = planRules(scene);
  const points = planPoints(scene);
  const timings = planTimings(scene);
  const policies = planPolicies(scene);
  const made: Made = { contactPoints: points.made, muteTimings: timings.made, policies: policies.made };
  const template = planTemplate(scene, made);
  const changes = [template, timings, points, rules, policies].flatMap((part) => part.changes);
  const isRemoval = ({ what }: Step): boolean => what === 'remove';
  const isNoRemoval = (step: Step): boolean => !isRemoval(step);
  const blocked = changes.some(({ held }) => held !== undefined && !HARMLESS.has(held));
  const { missing } = points;
  if (blocked || missing.length > 0) {
    return { changes, steps: [], missing, blocked };
  }
  return {
    changes,
    steps: [
      ...template.steps.filter(({ last }) => last !== true),
      ...timings.steps.filter(isNoRemoval),
      ...points.steps.filter(isNoRemoval),
      ...rules.steps.filter(isNoRemoval),
      ...policies.steps,
      ...rules.steps.filter(isRemoval),
      ...points.steps.filter(isRemoval),
      ...timings.steps.filter(isRemoval),
      ...template.steps.filter(({ last }) => last === true),
    ],
    missing,
    blocked,
  };
}
