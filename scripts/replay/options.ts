import { parseArgs } from 'node:util';
import { formatDuration, parseDuration } from '../../src/model';
import { oneFile, UsageError } from '../pack/options';

export const REPLAY_USAGE = `npm run -s replay -- SETTINGS [options]
  SETTINGS              a file with the data source as Grafana provisions it, or its settings alone (YAML or JSON)
  --from TIME           where to begin: 2026-11-01T00:00:00Z, or a duration back from the end (7d, which it is by default)
  --to TIME             where to end: a time, or a duration back from now; by default now
  --step DURATION       how often rules are evaluated, where that is less often than they say; by default so that there are
                        no more than --evaluations
  --evaluations COUNT   the most evaluations of one rule (1000)
  --log-evaluations COUNT  the same, of rules that read days of the log for each of them (50)
  --model ID            only the rules of that model; may be given several times
  --check ID            only the rules of that check (feature_drift, volume, ...); may be given several times
  --threshold NUMBER    what if the threshold of the rules were another one; needs --check or --alert
  --for DURATION        what if they waited for another time
  --alpha NUMBER        what if the verdicts on features had another alpha
  --pages COUNT         suggests a threshold for at most so many pages a month, for each rule
  --without-grafana     instead, the alerts that npm run pack writes with --without-grafana, on the Prometheus of the
                        settings, where its recording rules have run, and on its Loki
  --rules FILE          instead, the rules of that file: Grafana's (a file of its provisioning, or an export) that ask the
                        data source, or alerts of Prometheus
  --loki-rules FILE     instead, the alerts of a rule file of Loki's ruler
  --alertmanager FILE   who is told of the alerts of a rule file: a configuration of Alertmanager
  --alert NAME          only the alerts of that name, or Grafana's rules of that title or uid; may be given several times
  --json                everything as JSON, on stdout
  --fail-above COUNT    ends with 3 where there would have been more pages a month
  --datasource UID      which data source of the file, where there are several
Ends with 0; with 1 where the settings or the replay failed, with 2 where the command is none.`;

export interface ReplayCommand {
  readonly source: string;
  readonly datasource: string | undefined;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Seconds. */
  readonly step: number | undefined;
  readonly evaluations: number;
  readonly heavyEvaluations: number;
  readonly models: readonly string[];
  readonly checks: readonly string[];
  readonly threshold: number | undefined;
  readonly for: number | undefined;
  readonly alpha: number | undefined;
  readonly pages: number | undefined;
  /** The alerts of Prometheus and Loki's ruler in place of Grafana's. */
  readonly withoutGrafana: boolean;
  /** Rules of somebody else in place of the pack's: Grafana's or Prometheus', and Loki's. */
  readonly rules: string | undefined;
  readonly lokiRules: string | undefined;
  readonly alertmanager: string | undefined;
  readonly alerts: readonly string[];
  readonly json: boolean;
  readonly failAbove: number | undefined;
}

const DEFAULT_BACK = '7d';
const DEFAULT_EVALUATIONS = 1000;
const DEFAULT_LOG_EVALUATIONS = 50;

function timeOf(name: string, text: string, base: number): number {
  const back = parseDuration(text);
  const time = back === undefined ? Date.parse(text) : base - back;
  if (Number.isNaN(time)) {
    throw new UsageError(
      `--${name}: ${JSON.stringify(text)} is neither a time such as 2026-11-01T00:00:00Z nor a duration such as 7d.`
    );
  }
  return time;
}

function secondsOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '0s') {
    return text === undefined ? undefined : 0;
  }
  const found = parseDuration(text);
  if (found === undefined) {
    throw new UsageError(`--${name}: ${JSON.stringify(text)} is no duration: write 5m, for example.`);
  }
  return found / 1000;
}

function numberOf(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const found = Number(text);
  if (text.trim() === '' || !Number.isFinite(found) || found < least) {
    throw new UsageError(`--${name}: ${JSON.stringify(text)} is no number from ${least} on.`);
  }
  return found;
}

/** Why what-ifs of Grafana's rules are none of expressions. */
export const NOT_OF_EXPRESSIONS = {
  alpha:
    'rules of Prometheus and Loki have none that could be moved: what significance they know is recorded. Change it in the settings, or leave --without-grafana out.',
  pages:
    'thresholds are suggested for rules of Grafana alone: of an expression only what is beyond its threshold is known. Try some with --threshold.',
} as const;

/** @throws UsageError in words; with an empty message where help was asked for. */
export function readReplayCommand(args: readonly string[], now: number): ReplayCommand {
  const text = { type: 'string' } as const;
  const texts = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean' } as const;
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        from: text,
        to: text,
        step: text,
        evaluations: text,
        'log-evaluations': text,
        model: texts,
        check: texts,
        threshold: text,
        for: text,
        alpha: text,
        pages: text,
        'without-grafana': flag,
        rules: text,
        'loki-rules': text,
        alertmanager: text,
        alert: texts,
        json: flag,
        'fail-above': text,
        datasource: text,
        help: flag,
      },
    });
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
  const { values, positionals } = parsed;
  if (values.help === true) {
    throw new UsageError('');
  }
  const source = oneFile(positionals);
  const to = values.to === undefined ? now : timeOf('to', values.to, now);
  const from = timeOf('from', values.from ?? DEFAULT_BACK, to);
  if (!(from < to) || to > now) {
    throw new UsageError(from < to ? '--to: lies in the future.' : '--from: must lie before --to.');
  }
  const threshold = numberOf('threshold', values.threshold, -Infinity);
  const alpha = numberOf('alpha', values.alpha, 0);
  if (alpha !== undefined && !(alpha > 0 && alpha < 1)) {
    throw new UsageError('--alpha: must be above 0 and below 1.');
  }
  const checks = values.check ?? [];
  const alerts = values.alert ?? [];
  if (threshold !== undefined && checks.length + alerts.length !== 1) {
    throw new UsageError(
      '--threshold: thresholds of different checks are different things: name one with --check or --alert.'
    );
  }
  const withoutGrafana = values['without-grafana'] === true;
  const { rules, 'loki-rules': lokiRules, alertmanager } = values;
  const places = [withoutGrafana ? '--without-grafana' : '', rules && '--rules', lokiRules && '--loki-rules'].filter(
    (one) => one !== undefined && one !== ''
  );
  if (places.length > 1) {
    throw new UsageError(`${places.join(' and ')}: one after the other, each is a replay of its own.`);
  }
  if ((rules ?? lokiRules) === undefined && alertmanager !== undefined) {
    throw new UsageError(
      '--alertmanager: says who is told of a rule file; the pack knows it. Name the file with --rules.'
    );
  }
  if ((rules ?? lokiRules) !== undefined && (checks.length > 0 || values.model !== undefined)) {
    throw new UsageError('--check, --model: are of the pack; name rules of a file with --alert.');
  }
  const other = (['alpha', 'pages'] as const).find((name) => values[name] !== undefined);
  if ((withoutGrafana || lokiRules !== undefined) && other !== undefined) {
    throw new UsageError(`--${other}: ${NOT_OF_EXPRESSIONS[other]}`);
  }
  return {
    source,
    datasource: values.datasource,
    from,
    to,
    step: secondsOf('step', values.step),
    evaluations: numberOf('evaluations', values.evaluations, 2) ?? DEFAULT_EVALUATIONS,
    heavyEvaluations: numberOf('log-evaluations', values['log-evaluations'], 2) ?? DEFAULT_LOG_EVALUATIONS,
    models: values.model ?? [],
    checks,
    threshold,
    for: secondsOf('for', values.for),
    alpha,
    pages: numberOf('pages', values.pages, 0),
    withoutGrafana,
    rules,
    lokiRules,
    alertmanager,
    alerts,
    json: values.json === true,
    failAbove: numberOf('fail-above', values['fail-above'], 0),
  };
}

export const inWords = (milliseconds: number): string => formatDuration(Math.round(milliseconds / 1000) * 1000);
