import { getBackendSrv } from '@grafana/runtime';
import { DATASOURCE_ID } from '../../model/ids';
import { ourSources } from '../ask/sources';
import { ORIGIN_LABEL, OUR_ORIGIN } from '../extensions/modelOfRule';

/** Where Grafana tells its own rules and their state, in the shape of Prometheus. */
const RULES_URL = '/api/prometheus/grafana/api/v1/rules';

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
  readonly alerts?: ReadonlyArray<{ readonly state?: string }>;
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

const stateOf = (state: string | undefined): RuleState => RULE_STATES.find((one) => one === state) ?? 'inactive';

/** Grafana writes the first instant of its calendar for a rule that was never evaluated. */
const isReal = (instant: string | undefined): instant is string => instant !== undefined && !instant.startsWith('0001');

/** Our rules in the answer, what fires first. */
export function toLines({ data }: RulesResponse, uids: ReadonlySet<string>): readonly RuleLine[] {
  return (data?.groups ?? [])
    .flatMap(({ name: group, file, rules }) =>
      (rules ?? [])
        .filter((rule) => isOurs(rule, uids))
        .map((rule): RuleLine => {
          const summary = rule.annotations?.['summary'];
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
            firing: (rule.alerts ?? []).filter(
              ({ state }) => stateOf(state?.toLowerCase()) === 'firing' || state === 'Alerting'
            ).length,
            ...(isReal(rule.lastEvaluation) && { evaluated: rule.lastEvaluation }),
          };
        })
    )
    .sort((a, b) => RULE_STATES.indexOf(a.state) - RULE_STATES.indexOf(b.state) || a.name.localeCompare(b.name));
}

/** Rejects where Grafana refuses, with its status. */
export async function readRules(): Promise<readonly RuleLine[]> {
  const response = await getBackendSrv().get<RulesResponse>(RULES_URL, undefined, undefined, {
    // The page says it in its place.
    showErrorAlert: false,
  });
  return toLines(response, new Set(ourSources().map(({ uid }) => uid)));
}
