/** What Grafana does with a rule where there is nothing to compare, or nobody answers. */
export const WITHOUT_ANSWER = ['OK', 'NoData', 'Alerting', 'Error', 'KeepLast'] as const;
export type WithoutAnswer = (typeof WITHOUT_ANSWER)[number];

/** One query or expression of a rule, as Grafana's file provisioning has it. */
export interface RuleNode {
  readonly refId: string;
  readonly datasourceUid: string;
  /** Seconds before the evaluation; an expression has none. */
  readonly relativeTimeRange?: { readonly from: number; readonly to: number };
  readonly model: Readonly<Record<string, unknown>>;
}

/** When nobody is told, in Grafana's and Alertmanager's form. */
export interface MuteInterval {
  readonly times?: ReadonlyArray<{ readonly start_time: string; readonly end_time: string }>;
  /** `saturday`, or `monday:friday`. */
  readonly weekdays?: readonly string[];
  /** A time zone; without one, UTC. */
  readonly location?: string;
}

/** How an alert is told. Alerts of one key and the same group labels are one notification. Seconds. */
export interface ReplayRoute {
  /** Grafana has a route for each set of notification settings, Alertmanager one for each node of its tree. */
  readonly key: string;
  readonly receiver: string;
  /** Labels; `...` for all. */
  readonly groupBy: readonly string[];
  readonly groupWait: number;
  readonly groupInterval: number;
  readonly repeatInterval: number;
  readonly muted?: readonly MuteInterval[];
}

/** A rule to be replayed, with who is told. Seconds. */
export interface ReplayRule {
  readonly uid: string;
  /** What Grafana calls the alert. */
  readonly title: string;
  readonly interval: number;
  readonly for: number;
  readonly keepFiring: number;
  readonly noData: WithoutAnswer;
  readonly onError: WithoutAnswer;
  readonly labels: Readonly<Record<string, string>>;
  readonly condition: string;
  readonly nodes: readonly RuleNode[];
  readonly route: ReplayRoute;
}

/** Alerts that keep others quiet: Alertmanager's, of which Grafana's own has none. Values that a label may have. */
export interface Inhibition {
  readonly source: Readonly<Record<string, readonly string[]>>;
  readonly target: Readonly<Record<string, readonly string[]>>;
  /** Labels that both must have alike. */
  readonly equal: readonly string[];
}
