import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { alertingFile, compilePack, neededVariables, terraformText, yamlText, type Pack } from '../../src/pack';
import type { PackCommand } from './options';
import { goneFrom, withoutGrafana } from './withoutGrafana';
import { readEarlier, readSource, type Located, type Source } from './source';
import { WRITTEN_BY, type Written } from './written';

export type Outcome =
  | {
      readonly ok: true;
      readonly files: readonly Written[];
      /** Files that an earlier run wrote, and that are no more. */
      readonly gone: readonly string[];
      readonly notes: readonly string[];
      readonly pack: Pack;
    }
  /** One line each, with file and line. */
  | { readonly ok: false; readonly problems: readonly string[] };

function unset({ settings, locate }: Source, environment: Readonly<Record<string, string | undefined>>) {
  return neededVariables(settings.alerting ?? {})
    .filter(({ name }) => (environment[name] ?? '') === '')
    .map(({ name, path }) =>
      locate({
        path,
        message: `the variable ${name} is not set in the environment, and Grafana would not start without it (--skip-variables does not ask)`,
      })
    );
}

/** Compiles what the command names, in files below `folder`; writes nothing itself. */
export function runPack(
  command: PackCommand,
  environment: Readonly<Record<string, string | undefined>>,
  folder = '.'
): Outcome {
  const { source: file } = command;
  const failed = (problems: readonly Located[]): Outcome => ({
    ok: false,
    problems: problems.map(({ line, message }) => `${file}:${line}: ${message}`),
  });
  let text: string;
  try {
    text = readFileSync(resolve(folder, file), 'utf8');
  } catch {
    return { ok: false, problems: [`${file}: there is no such file, or it cannot be read`] };
  }
  const read = readSource(text, command.datasource);
  if (!read.ok) {
    return failed(read.problems);
  }
  const { source } = read;
  // Terraform asks for secrets itself.
  const forTerraformAlone =
    command.terraform !== undefined && command.grafana === undefined && command.without === undefined;
  const packed = compilePack(source.settings, source.uid);
  const problems = [
    ...(packed.ok ? [] : packed.problems.map(source.locate)),
    ...(command.variables && !forTerraformAlone ? unset(source, environment) : []),
  ];
  if (!packed.ok || problems.length > 0) {
    return failed(problems);
  }
  const { pack } = packed;
  const head = [`${WRITTEN_BY} ${file}: change that, and run it again.`];
  const grafana =
    command.grafana === undefined
      ? []
      : [
          {
            file: command.grafana,
            text: yamlText(alertingFile(pack, readEarlier(resolve(folder, command.grafana))), head),
          },
        ];
  const terraform =
    command.terraform === undefined ? [] : [{ file: command.terraform, text: terraformText(pack, head) }];
  const needed = new Set(neededVariables(source.settings.alerting ?? {}).map(({ name }) => name));
  const without =
    command.without === undefined
      ? undefined
      : withoutGrafana(pack, command.without, {
          head,
          smarthost: command.smarthost,
          secret: (name) => environment[name] ?? (needed.has(name) ? `\${${name}}` : ''),
        });
  return {
    ok: true,
    files: [...grafana, ...terraform, ...(without?.files ?? [])],
    gone: command.without === undefined ? [] : goneFrom(command.without, without?.files ?? [], folder),
    notes: [...pack.notes, ...(without?.notes ?? [])],
    pack,
  };
}
