import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { parseDuration, type ReplayRoute } from '../../src/model';
import { alertmanagerRoute, lokiRules, prometheusRules, type Pack } from '../../src/pack';
import type { RoutedPrometheusRule, Routing } from '../../src/replay';
import type { ReplayCommand } from './options';

/** An alert of Prometheus, or of Loki's ruler, with who is told. */
export interface ExpressionAlert extends RoutedPrometheusRule {
  readonly expr: string;
  readonly language: 'promql' | 'logql';
  /** Whether another time to wait means anything: a rule of the pack that has none watches what has happened already. */
  readonly canWait: boolean;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

/** As Prometheus begins, where a group does not say. */
const USUAL_INTERVAL = 60;

/** A file as YAML or JSON; in words where it cannot be read. */
export function readDocument(
  file: string
): { readonly ok: true; readonly document: unknown } | { readonly ok: false; readonly message: string } {
  try {
    return { ok: true, document: load(readFileSync(file, 'utf8')) };
  } catch (thrown) {
    return { ok: false, message: `${file}: ${thrown instanceof Error ? thrown.message : String(thrown)}` };
  }
}

const secondsOf = (duration: unknown): number =>
  typeof duration === 'string' ? (parseDuration(duration) ?? 0) / 1000 : 0;

const wanted = (all: readonly string[], one: string | undefined): boolean =>
  all.length === 0 || (one !== undefined && all.includes(one));

interface Group {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly object[];
}

/** The alerts that the pack writes for Prometheus and for Loki's ruler, of the models and checks that are wanted. */
export function alertsOfPack(
  pack: Pack,
  { models, checks, alerts }: Pick<ReplayCommand, 'models' | 'checks' | 'alerts'>
): readonly ExpressionAlert[] {
  const routeOf = (labels: Readonly<Record<string, string>>): ReplayRoute | undefined => {
    const own = pack.rules.find(({ model, check }) => model.id === labels['model'] && check === labels['check']);
    return own === undefined ? undefined : alertmanagerRoute(pack, own);
  };
  const of = (groups: readonly Group[], language: ExpressionAlert['language']): readonly ExpressionAlert[] =>
    groupsOf(groups, language, routeOf)
      .filter(
        ({ alert, labels }) =>
          wanted(models, labels['model']) && wanted(checks, labels['check']) && wanted(alerts, alert)
      )
      .map((alert) => ({ ...alert, canWait: alert.for > 0 }));
  return [...of(prometheusRules(pack).groups, 'promql'), ...of(lokiRules(pack).groups, 'logql')];
}

function groupsOf(
  groups: readonly unknown[],
  language: ExpressionAlert['language'],
  routeOf: (labels: Readonly<Record<string, string>>) => Routing | undefined
): readonly ExpressionAlert[] {
  return groups.filter(isRecord).flatMap((group) => {
    const name = String(group['name']);
    return listOf(group['rules']).flatMap((rule, place): readonly ExpressionAlert[] => {
      if (!isRecord(rule) || typeof rule['alert'] !== 'string' || typeof rule['expr'] !== 'string') {
        return [];
      }
      const own = {
        ...(isRecord(group['labels']) ? group['labels'] : {}),
        ...(isRecord(rule['labels']) ? rule['labels'] : {}),
      };
      const labels = Object.fromEntries(Object.entries(own).map(([label, value]) => [label, String(value)]));
      const route = routeOf(labels);
      return route === undefined
        ? []
        : [
            {
              uid: `${name}/${place}/${rule['alert']}`,
              alert: rule['alert'],
              labels,
              expr: rule['expr'],
              language,
              canWait: true,
              interval: secondsOf(group['interval']) || USUAL_INTERVAL,
              for: secondsOf(rule['for']),
              keepFiring: secondsOf(rule['keep_firing_for']),
              route,
            },
          ];
    });
  });
}

/** Every alert of a rule file, whoever wrote it. */
export function alertsOfFile(
  document: unknown,
  language: ExpressionAlert['language'],
  { alerts }: Pick<ReplayCommand, 'alerts'>,
  routing: Routing
): readonly ExpressionAlert[] {
  const groups = isRecord(document) ? listOf(document['groups']) : [];
  return groupsOf(groups, language, () => routing).filter(({ alert }) => wanted(alerts, alert));
}

/** Whether the rules of a file are Grafana's, which hold queries and not an expression. */
export function isGrafanas(document: unknown): boolean {
  const groups = isRecord(document) ? listOf(document['groups']) : [];
  return groups.some(
    (group) => isRecord(group) && listOf(group['rules']).some((rule) => isRecord(rule) && Array.isArray(rule['data']))
  );
}
