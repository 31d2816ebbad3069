import { checks, type CheckId } from './checks';
import { seconds } from './duration';
import type { PackOptions } from './options';
import type { PackRule } from './rule';
import { literal } from './template';

type Texts = Readonly<Record<string, string>>;

/** A rule as Prometheus and Loki's ruler read it. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels: Texts;
  readonly annotations: Texts;
}

/** `TidemarkFeatureDrift`: what Prometheus and Loki call an alert. */
export function alertName(check: CheckId): string {
  const words = check.split('_').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `Tidemark${words.join('')}`;
}

/** By which an alert is routed, silenced and found: the same whoever evaluates it. */
export function routingLabels({ check, model, team }: PackRule, options: PackOptions): Texts {
  const { concern, severity } = checks[check];
  return {
    ...options.labels,
    model: model.id,
    owner: model.owner ?? '',
    team: team.id,
    concern,
    severity,
    check,
  };
}

/** The rule of a check, without what only one of the two knows. `labels` are further ones; both texts are templates. */
export function alertRule(
  rule: PackRule,
  options: PackOptions,
  { expr, labels = {}, annotations }: { readonly expr: string; readonly labels?: Texts; readonly annotations: Texts }
): AlertRule {
  const { check } = rule;
  const known = Object.entries(routingLabels(rule, options)).map(([name, value]) => [name, literal(value)]);
  return {
    alert: alertName(check),
    expr,
    ...(checks[check].waits && options.for > 0 ? { for: seconds(options.for) } : {}),
    labels: { ...(Object.fromEntries(known) as Texts), ...labels },
    annotations: {
      ...annotations,
      ...(options.runbooks === undefined ? {} : { runbook_url: `${literal(options.runbooks)}#${check}` }),
    },
  };
}
