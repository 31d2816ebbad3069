import { parseArgs } from 'node:util';

/** What a run is to read and to write. */
export interface PackCommand {
  readonly source: string;
  readonly datasource: string | undefined;
  /** Files to write, by what they are for. */
  readonly grafana: string | undefined;
  readonly terraform?: string | undefined;
  /** A folder for Prometheus, Loki and Alertmanager. */
  readonly without: string | undefined;
  /** Where Alertmanager hands over mail. */
  readonly smarthost: string;
  /** Writes nothing, and fails where a file would be another. */
  readonly check: boolean;
  /** Whether the variables of the environment that secrets are in have to be set. */
  readonly variables: boolean;
}

/** Something that the person who typed the command can mend. */
export class UsageError extends Error {}

/** The one file with settings that a command names. */
export function oneFile([source, second]: readonly string[]): string {
  if (source === undefined || second !== undefined) {
    throw new UsageError('Name one file with the settings, such as provisioning/datasources/tidemark.yaml.');
  }
  return source;
}

export const USAGE = `npm run -s pack -- SETTINGS [options]
  SETTINGS                 a file with the data source as Grafana provisions it, or its settings alone (YAML or JSON)
  --datasource UID         which data source of the file, where there are several
  --grafana FILE           writes rules, contact points, mute timings and templates for provisioning/alerting
  --terraform FILE         writes the same for Terraform's provider grafana/grafana, with its secrets as variables
  --without-grafana DIR    writes the same alerts as rules of Prometheus and of Loki's ruler, with their promtool tests, and
                           an Alertmanager that routes them (its secrets are in it, as it reads no environment)
  --smarthost HOST:PORT    where that hands over mail (localhost:25)
  --check                  writes nothing; fails where a file is stale
  --skip-variables         does not ask whether the variables that hold secrets are set`;

export function readCommand(args: readonly string[]): PackCommand {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        datasource: text,
        grafana: text,
        terraform: text,
        'without-grafana': text,
        smarthost: text,
        check: flag,
        'skip-variables': flag,
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
  return {
    source,
    datasource: values.datasource,
    grafana: values.grafana,
    terraform: values.terraform,
    without: values['without-grafana'],
    smarthost: values.smarthost ?? 'localhost:25',
    check: values.check === true,
    variables: values['skip-variables'] !== true,
  };
}
