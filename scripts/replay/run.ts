import { replayRules } from '../../src/pack';
import {
  levelOf,
  partsOf,
  readCourses,
  replayParts,
  runCourses,
  suggestThreshold,
  whatIf,
  type Change,
} from '../../src/replay';
import { runPack } from '../pack/run';
import { asker } from './ask';
import type { ReplayCommand } from './options';
import { reportOf, type Report } from './report';
import { secretsOf } from './secrets';
import { replayWithoutGrafana } from './withoutGrafana';

export type ReplayOutcome =
  | { readonly ok: true; readonly report: Report; readonly notes: readonly string[] }
  /** One line each. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Replays the rules of the pack that the settings make, or those of them that the command names. */
export async function runReplay(
  command: ReplayCommand,
  environment: Readonly<Record<string, string | undefined>>,
  how: { readonly signal: AbortSignal; readonly progress: (part: number) => void }
): Promise<ReplayOutcome> {
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
      .filter(({ model, check }) => wanted(command.models, model.id) && wanted(command.checks, check))
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
  const change: Change = {
    ...(command.threshold === undefined ? {} : { threshold: command.threshold }),
    ...(command.for === undefined ? {} : { for: command.for }),
    ...(command.alpha === undefined ? {} : { alpha: command.alpha }),
  };
  const changes = Object.keys(change).length > 0;
  const evidence = changes || command.pages !== undefined;
  const { from, to } = command;
  const { folder } = pack.options;
  const about = { uid: pack.datasourceUid, settings: pack.settings, secrets: secretsOf(command, environment) };
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
  const report = reportOf(
    { from, to: answer.until, steps: answer.rules.map((one) => one.step), suggestions },
    rules,
    runCourses(rules, courses, options),
    other
  );
  const unanswered = answer.courses.flatMap(({ errors, model }) => {
    const [first] = errors;
    return first === undefined
      ? []
      : [
          `${errors.length} evaluations of ${String(model['queryType'])} of ${String(model['model'])} failed: ${first.message}`,
        ];
  });
  return { ok: true, report, notes: [...notReplayed, ...new Set(unanswered)] };
}
