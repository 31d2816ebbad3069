import type { HeldBy, Part, Step } from './change';
import type { Desired, Secret } from './desired';
import { NOTHING_MADE, readLedger, type Made } from './ledger';
import { textOf, type Snapshot } from './objects';
import { planPoints } from './planPoints';
import { planPolicies } from './planPolicies';
import { planRules } from './planRules';
import { planTemplate } from './planTemplate';
import { planTimings } from './planTimings';
import type { Scene } from './scene';

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
