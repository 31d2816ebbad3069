import { APP_ID, parseDuration, type Settings } from '../../model';
import { routingLabels } from '../alertRule';
import { checks, type Check } from '../checks';
import { seconds } from '../duration';
import { mutedBy } from '../muting';
import { keepFiringOf, type PackOptions } from '../options';
import type { PackRule } from '../rule';
import { literal, withoutVariables } from '../template';
import type { Node } from './nodes';

/** How one rule is told, where the policies of the organisation are left alone. */
export interface NotificationSettings {
  readonly receiver: string;
  readonly group_by: readonly string[];
  readonly group_wait: string;
  readonly group_interval: string;
  readonly repeat_interval: string;
  readonly mute_time_intervals?: readonly string[];
}

/** A rule in the words of Grafana's file provisioning. */
export interface GrafanaRule {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly for: string;
  readonly keepFiringFor: string;
  readonly noDataState: string;
  readonly execErrState: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly notification_settings?: NotificationSettings;
  readonly data: readonly Node[];
}

export interface GrafanaGroup {
  readonly orgId: number;
  readonly name: string;
  readonly folder: string;
  readonly interval: string;
  readonly rules: readonly GrafanaRule[];
}

/** Grafana adds the first two by itself; whoever reads the file should see them. */
export const GROUP_BY = ['grafana_folder', 'alertname', 'model'] as const;

/** Links of ours, which Grafana shows beside the rule, need this label. */
export const ORIGIN = { __grafana_origin: `plugin/${APP_ID}` } as const;

/** The title is the alert's name, by which Grafana groups: what happens to one model at one time is one notification. */
export function titleOf({ check, model }: PackRule): string {
  return check === 'unreadable' ? 'Tidemark cannot watch a model' : (model.title ?? model.id);
}

function labelsOf(rule: PackRule, options: PackOptions): Readonly<Record<string, string>> {
  const all = Object.entries(routingLabels(rule, options));
  return {
    ...Object.fromEntries(all.map(([name, value]) => [name, withoutVariables(literal(value))])),
    ...ORIGIN,
  };
}

/** Grafana's own address, which ends with a slash where it has a path. */
const HOME = '{{ reReplaceAll "/$" "" externalURL }}';

/** Links that lead to the model itself: those that Grafana makes do not know which variables a dashboard has. */
function linksOf({ check, model }: PackRule, datasourceUid: string): Readonly<Record<string, string>> {
  const { panel, section }: Check = checks[check];
  const id = encodeURIComponent(model.id);
  const source = `var-datasource=${encodeURIComponent(datasourceUid)}`;
  return {
    model_url: `${HOME}${literal(`/a/${APP_ID}/model/${id}?${source}#${section}`)}`,
    ...(panel === undefined
      ? {}
      : {
          dashboard_url: `${HOME}${literal(`/d/${panel.dashboard}?${source}&var-model=${id}`)}`,
          __dashboardUid__: panel.dashboard,
          __panelId__: String(panel.id),
        }),
  };
}

function annotationsOf(rule: PackRule, options: PackOptions, datasourceUid: string): Readonly<Record<string, string>> {
  return {
    summary: rule.summary,
    description: rule.description,
    ...(options.runbooks === undefined ? {} : { runbook_url: `${literal(options.runbooks)}#${rule.check}` }),
    ...linksOf(rule, datasourceUid),
  };
}

function toldBy(rule: PackRule, options: PackOptions, settings: Settings): NotificationSettings {
  const muted = mutedBy(settings, rule.team.id, checks[rule.check].severity);
  return {
    receiver: rule.team.contactPoint ?? '',
    group_by: GROUP_BY,
    group_wait: seconds(options.groupWait),
    group_interval: seconds(options.groupInterval),
    repeat_interval: seconds(options.repeatInterval),
    ...(muted.length === 0 ? {} : { mute_time_intervals: muted }),
  };
}

function grafanaRule(rule: PackRule, options: PackOptions, settings: Settings, datasourceUid: string): GrafanaRule {
  return {
    uid: rule.uid,
    title: titleOf(rule),
    condition: rule.condition,
    for: seconds(checks[rule.check].waits ? options.for : 0),
    keepFiringFor: seconds(keepFiringOf(rule.check, options)),
    noDataState: rule.noData ?? 'KeepLast',
    execErrState: rule.onError ?? 'KeepLast',
    labels: labelsOf(rule, options),
    annotations: annotationsOf(rule, options, datasourceUid),
    ...(options.routing === 'rules' ? { notification_settings: toldBy(rule, options, settings) } : {}),
    data: rule.nodes,
  };
}

/** Where labels are hours late, what is known of outputs does not change within a minute, and costs days of the log. */
const LATE_LABELS = 3600;

/** Seconds between evaluations. */
export function intervalOf({ check, model }: PackRule, options: PackOptions): number {
  const labels = (parseDuration(model.labels?.delay ?? '') ?? 0) / 1000;
  const { pace }: Check = checks[check];
  return pace === 'seldom' || (pace === 'with_labels' && labels >= LATE_LABELS) ? options.seldom : options.interval;
}

/** A group for each check of each model: its name tells in Grafana's lists what the shared title does not. */
export function groupsOf(
  rules: readonly PackRule[],
  options: PackOptions,
  settings: Settings,
  datasourceUid: string
): readonly GrafanaGroup[] {
  const groups = new Map<string, GrafanaGroup>();
  for (const rule of rules) {
    const { title } = checks[rule.check];
    const name = `${rule.model.id}: ${title}`;
    const group = groups.get(name);
    groups.set(name, {
      orgId: 1,
      name,
      folder: options.folder,
      interval: seconds(intervalOf(rule, options)),
      rules: [...(group?.rules ?? []), grafanaRule(rule, options, settings, datasourceUid)],
    });
  }
  return [...groups.values()];
}
