import { readFileSync } from 'node:fs';
import type { ReplayRule, Settings } from '../../src/model';
import { replayRules } from '../../src/pack';
import {
  answeredShare,
  knowsAlpha,
  levelOf,
  partsOf,
  readCourses,
  replayParts,
  rulesOfFile,
  runCourses,
  suggestThreshold,
  whatIf,
  type Change,
} from '../../src/replay';
import { runPack } from '../pack/run';
import { readSource } from '../pack/source';
import { isGrafanas, readDocument } from './alerts';
import { asker } from './ask';
import { NOT_OF_EXPRESSIONS, type ReplayCommand } from './options';
import { reportOf, type Report } from './report';
import { secretsOf } from './secrets';
import { replayRuleFile, replayWithoutGrafana } from './withoutGrafana';

export type ReplayOutcome =
  | { readonly ok: true; readonly report: Report; readonly notes: readonly string[] }
  /** One line each. */
  | { readonly ok: false; readonly problems: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

interface How {
  readonly signal: AbortSignal;
  readonly progress: (part: number) => void;
}

/** Replays the rules of a file: Grafana's, Prometheus' or those of Loki's ruler. The settings say whom to ask. */
async function runRuleFile(
  file: string,
  command: ReplayCommand,
  environment: Environment,
  how: How
): Promise<ReplayOutcome> {
  let text: string;
  try {
    text = readFileSync(command.source, 'utf8');
  } catch {
    return { ok: false, problems: [`${command.source}: there is no such file, or it cannot be read`] };
  }
  const source = readSource(text, command.datasource);
  if (!source.ok) {
    return { ok: false, problems: source.problems.map(({ line, message }) => `${command.source}:${line}: ${message}`) };
  }
  const read = readDocument(file);
  if (!read.ok) {
    return { ok: false, problems: [read.message] };
  }
  const { document } = read;
  const { settings, uid } = source.source;
  const secrets = secretsOf(command, environment);
  if (command.lokiRules !== undefined || !isGrafanas(document)) {
    const other = (['alpha', 'pages'] as const).find((name) => command[name] !== undefined);
    if (other !== undefined) {
      return { ok: false, problems: [`--${other}: ${NOT_OF_EXPRESSIONS[other]}`] };
    }
    const language = command.lokiRules === undefined ? 'promql' : 'logql';
    return replayRuleFile({ file, document, language }, { settings, secrets, command }, how);
  }
  const given = rulesOfFile(document, uid).filter(
    (one) => command.alerts.length === 0 || command.alerts.includes(one.title) || command.alerts.includes(one.uid)
  );
  const refused = given.flatMap((one) =>
    one.ok ? [] : [`${one.title} (${one.uid}) cannot be replayed: ${one.reason}.`]
  );
  const notes = given.flatMap((one) => (one.ok ? one.notes.map((note) => `${one.title} (${one.uid}): ${note}.`) : []));
  const rules = given.flatMap((one) => (one.ok ? [one.rule] : []));
  if (rules.length === 0) {
    return {
      ok: false,
      problems:
        refused.length > 0
          ? refused
          : [`${file}: no rule of it asks the data source ${JSON.stringify(uid)}; --datasource names another.`],
    };
  }
  const outcome = await replayGrafana(rules, { uid, settings, secrets, folder: '' }, command, how);
  return outcome.ok ? { ...outcome, notes: [...refused, ...notes, ...outcome.notes] } : outcome;
}

/** Replays the rules of the pack that the settings make, or those of them that the command names. */
export async function runReplay(command: ReplayCommand, environment: Environment, how: How): Promise<ReplayOutcome> {
  const file = command.rules ?? command.lokiRules;
  if (file !== undefined) {
    return runRuleFile(file, command, environment, how);
  }
  const packed = runPack(
    {
      source: command.source,
      datasource: command.datasource,
      grafana: undefined,
      without: undefined,
      smarthost: '',
      check: false,
      variables: false,
    },
    environment
  );
  if (!packed.ok) {
    return packed;
  }
  const { pack } = packed;
  if (command.withoutGrafana) {
    return replayWithoutGrafana(pack, command, secretsOf(command, environment), how);
  }
  const wanted = (all: readonly string[], one: string): boolean => all.length === 0 || all.includes(one);
  const chosen = new Set(
    pack.rules
      .filter(
        ({ uid, model, check }) =>
          wanted(command.models, model.id) && wanted(command.checks, check) && wanted(command.alerts, uid)
      )
      .map(({ uid }) => uid)
  );
  const rules = replayRules(pack).filter(({ uid }) => chosen.has(uid));
  if (rules.length === 0) {
    const models = [...new Set(pack.rules.map(({ model }) => model.id))];
    const checks = [...new Set(pack.rules.map(({ check }) => check))];
    return {
      ok: false,
      problems: [`No rule is so: there are the models ${models.join(', ')}, and the checks ${checks.join(', ')}.`],
    };
  }
  const about = {
    uid: pack.datasourceUid,
    settings: pack.settings,
    secrets: secretsOf(command, environment),
    folder: pack.options.folder,
  };
  return replayGrafana(rules, about, command, how);
}

/** What rules of Grafana would have done, by the data source that they ask. */
async function replayGrafana(
  rules: readonly ReplayRule[],
  { folder, ...about }: { uid: string; settings: Settings; secrets: Readonly<Record<string, string>>; folder: string },
  command: ReplayCommand,
  how: How
): Promise<ReplayOutcome> {
  const change: Change = {
    ...(command.threshold === undefined ? {} : { threshold: command.threshold }),
    ...(command.for === undefined ? {} : { for: command.for }),
    ...(command.alpha === undefined ? {} : { alpha: command.alpha }),
  };
  const changes = Object.keys(change).length > 0;
  const evidence = changes || command.pages !== undefined;
  const { from, to } = command;
  const { evaluations, heavyEvaluations } = command;
  const parts = partsOf(rules, {
    from,
    to,
    evaluations,
    heavyEvaluations,
    ...(command.step === undefined ? {} : { step: command.step }),
  });
  const { answer, failed } = await replayParts(parts, { from, to }, { folder, evidence }, asker(about, how.signal), {
    signal: how.signal,
    progress: how.progress,
  });
  const notReplayed = failed.map(
    (part) => `${part.rules.map(({ uid }) => uid).join(', ')} could not be replayed: ${part.message}`
  );
  if (answer === undefined) {
    return { ok: false, problems: notReplayed };
  }
  const courses = readCourses(answer);
  const options = { folder };
  const other = changes ? whatIf(rules, courses, new Map(rules.map(({ uid }) => [uid, change])), options) : undefined;
  const { pages } = command;
  const suggestions =
    pages === undefined
      ? []
      : rules.map((rule) => ({
          uid: rule.uid,
          now: levelOf(rule)?.alert,
          suggested: suggestThreshold(rule, courses, pages, options),
        }));
  const answered = answeredShare(rules, courses);
  const report = reportOf(
    { from, to: answer.until, steps: answer.rules.map((one) => one.step), answered, suggestions },
    rules,
    runCourses(rules, courses, options),
    other
  );
  const deaf = command.alpha === undefined ? [] : rules.filter(({ uid }) => !knowsAlpha(uid, courses));
  const unmoved =
    deaf.length === 0
      ? []
      : [`--alpha changes nothing of ${deaf.map(({ uid }) => uid).join(', ')}: nothing there is judged by an alpha.`];
  const unanswered = answer.courses.flatMap(({ errors, model }) => {
    const [first] = errors;
    return first === undefined
      ? []
      : [
          `${errors.length} evaluations of ${String(model['queryType'])} of ${String(model['model'])} failed: ${first.message}`,
        ];
  });
  return { ok: true, report, notes: [...notReplayed, ...unmoved, ...new Set(unanswered)] };
}
