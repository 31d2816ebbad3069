import { getBackendSrv } from '@grafana/runtime';
import { DATASOURCE_ID } from '../../model/ids';
import { ourSources } from '../ask/sources';
import { ORIGIN_LABEL, OUR_ORIGIN } from '../extensions/modelOfRule';

/** Where Grafana tells its own rules and their state, in the shape of Prometheus. */
const RULES_URL = '/api/prometheus/grafana/api/v1/rules';
/**
 * Every rule, without what it watches: of a thousand rules that was eight megabytes, nearly all of it normal. Not
 * `compact`, which leaves out whom a rule tells.
 */
const ALL_RULES = { limit_alerts: 0 };
/** The few that have something to tell, with it. */
const NOT_NORMAL = { state: ['firing', 'pending', 'recovering'] };

export const RULE_STATES = ['firing', 'pending', 'recovering', 'inactive'] as const;
export type RuleState = (typeof RULE_STATES)[number];

/** A rule as the page shows it. */
export interface RuleLine {
  readonly uid: string;
  readonly name: string;
  /** Folder and group: the rules of one model share a name, so that Grafana tells of them together. */
  readonly folder: string;
  readonly state: RuleState;
  /** `ok`, `error`, `nodata`, or `unknown` until it was evaluated. */
  readonly health: string;
  readonly error?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly summary?: string;
  readonly firing: number;
  readonly evaluated?: string;
  readonly paused: boolean;
  /** The data source of ours that it asks. */
  readonly source?: string;
  /** Made by the pack, and not by somebody. */
  readonly ofPack: boolean;
  /** The contact point that the rule names; without one the policies decide. */
  readonly receiver?: string;
  /** Those that are not normal, what fires first. */
  readonly instances: readonly InstanceLine[];
}

/** One of the things that a rule watches: a feature, a job, a rule of outputs. */
export interface InstanceLine {
  /** Those that the rule itself does not have. */
  readonly labels: Readonly<Record<string, string>>;
  /** All, by which it is silenced. */
  readonly matchers: Readonly<Record<string, string>>;
  readonly state: RuleState;
  readonly since?: string;
  /** The cause in words. */
  readonly summary?: string;
}

interface RawInstance {
  readonly state?: string;
  readonly activeAt?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface RawRule {
  readonly uid?: string;
  readonly name?: string;
  readonly state?: string;
  readonly health?: string;
  readonly lastError?: string;
  readonly lastEvaluation?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly queriedDatasourceUIDs?: readonly string[];
  readonly isPaused?: boolean;
  readonly notificationSettings?: { readonly receiver?: string };
  readonly alerts?: readonly RawInstance[];
}
export interface RulesResponse {
  readonly data?: {
    readonly groups?: ReadonlyArray<{
      readonly name?: string;
      readonly file?: string;
      readonly rules?: readonly RawRule[];
    }>;
  };
}

/** Whether a rule asks one of our data sources, or was made by us. */
function isOurs(rule: RawRule, uids: ReadonlySet<string>): boolean {
  return (
    rule.labels?.[ORIGIN_LABEL] === OUR_ORIGIN ||
    (rule.queriedDatasourceUIDs ?? []).some((uid) => uids.has(uid)) ||
    (rule.query ?? '').includes(DATASOURCE_ID)
  );
}

/** Grafana calls the state of an instance `Alerting` or `Alerting (NoData)`, and that of a rule `firing`. */
function stateOf(state: string | undefined): RuleState {
  const word = state?.toLowerCase().split(' ')[0];
  return word === 'alerting' ? 'firing' : (RULE_STATES.find((one) => one === word) ?? 'inactive');
}

/** Grafana writes the first instant of its calendar for a rule that was never evaluated. */
const isReal = (instant: string | undefined): instant is string => instant !== undefined && !instant.startsWith('0001');

const HIDDEN = /^(__|alertname$|grafana_folder$)/;
const isShown = ([name]: readonly [string, string]): boolean => !HIDDEN.test(name);

function toInstances({ alerts = [], labels: own = {} }: RawRule): readonly InstanceLine[] {
  return alerts
    .map(({ state, activeAt, labels = {}, annotations = {} }): InstanceLine => {
      const entries = Object.entries(labels);
      const summary = annotations['summary'];
      return {
        labels: Object.fromEntries(entries.filter((entry) => isShown(entry) && !(entry[0] in own))),
        matchers: Object.fromEntries(entries.filter(([name]) => !name.startsWith('__'))),
        state: stateOf(state),
        ...(isReal(activeAt) && { since: activeAt }),
        ...(summary !== undefined && summary !== '' && { summary }),
      };
    })
    .filter(({ state }) => state !== 'inactive')
    .sort((a, b) => RULE_STATES.indexOf(a.state) - RULE_STATES.indexOf(b.state));
}

/** Our rules in the answer, what fires first. */
export function toLines({ data }: RulesResponse, uids: ReadonlySet<string>): readonly RuleLine[] {
  return (data?.groups ?? [])
    .flatMap(({ name: group, file, rules }) =>
      (rules ?? [])
        .filter((rule) => isOurs(rule, uids))
        .map((rule): RuleLine => {
          const summary = rule.annotations?.['summary'];
          const source = rule.queriedDatasourceUIDs?.find((uid) => uids.has(uid));
          return {
            uid: rule.uid ?? '',
            name: rule.name ?? '',
            folder: [file, group].filter((part) => part !== undefined && part !== '').join(' / '),
            state: stateOf(rule.state),
            health: rule.health ?? 'unknown',
            ...(rule.lastError !== undefined && rule.lastError !== '' && { error: rule.lastError }),
            labels: Object.fromEntries(Object.entries(rule.labels ?? {}).filter(([name]) => !name.startsWith('__'))),
            // A summary is a template; what it says depends on the instance.
            ...(summary !== undefined && !summary.includes('{{') && { summary }),
            firing: (rule.alerts ?? []).filter(({ state }) => stateOf(state) === 'firing').length,
            paused: rule.isPaused === true,
            ofPack: rule.labels?.[ORIGIN_LABEL] === OUR_ORIGIN && rule.labels['check'] !== undefined,
            ...(source !== undefined && { source }),
            ...(rule.notificationSettings?.receiver !== undefined && { receiver: rule.notificationSettings.receiver }),
            instances: toInstances(rule),
            ...(isReal(rule.lastEvaluation) && { evaluated: rule.lastEvaluation }),
          };
        })
    )
    .sort((a, b) => RULE_STATES.indexOf(a.state) - RULE_STATES.indexOf(b.state) || a.name.localeCompare(b.name));
}

/** All rules, each with the instances that another answer has of it. */
export function withInstances({ data }: RulesResponse, notNormal: RulesResponse): RulesResponse {
  const known = new Map(
    (notNormal.data?.groups ?? []).flatMap(({ rules = [] }) => rules.map(({ uid, alerts }) => [uid, alerts] as const))
  );
  const groups = (data?.groups ?? []).map((group) => ({
    ...group,
    rules: (group.rules ?? []).map((rule) => ({ ...rule, alerts: known.get(rule.uid) ?? rule.alerts ?? [] })),
  }));
  return { data: { groups } };
}

/** Rejects where Grafana refuses, with its status. */
export async function readRules(): Promise<readonly RuleLine[]> {
  const ask = (params: object): Promise<RulesResponse> =>
    getBackendSrv().get<RulesResponse>(RULES_URL, params, undefined, {
      // The page says it in its place.
      showErrorAlert: false,
    });
  const [all, notNormal] = await Promise.all([ask(ALL_RULES), ask(NOT_NORMAL)]);
  return toLines(withInstances(all, notNormal), new Set(ourSources().map(({ uid }) => uid)));
}
