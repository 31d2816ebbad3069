import { GRAFANA, installedGrafana } from '../../tests/grafana/installed';
import { parseSettings } from '../../src/model';
import { compilePack, type Pack } from '../../src/pack';
import { startPlugin, type DataSource } from '../lib/pluginProcess';
import { startPrometheus } from '../lib/prometheus';
import { gate, LIMITS, type Gate } from './limits';
import { mostResidentMb, processorSeconds } from './process';
import { evaluate } from './rules/evaluate';
import { watchInGrafana } from './rules/inGrafana';
import { manyModels, RULES_OF_A_MODEL, settingsOf } from './rules/models';

const MODELS = 100;
const MINUTES = 3;
/** The first minutes read what Prometheus has on its disk, start what is loaded late, and are not counted. */
const WARM_UP_MINUTES = 2;
/** So long may a run take, with all that starts before it. */
const LONGEST_SECONDS = 1_800;

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** One way to have the rules evaluated. */
interface Measured {
  readonly what: string;
  /** Processor time of our process over the time that passed. */
  readonly cores: number;
  readonly residentMbAtMost: number;
  readonly evaluations: number;
  readonly more: object;
  readonly gates: readonly Gate[];
}

export interface RulesBench extends Measured {
  readonly rules: number;
  readonly models: number;
}

/** A Grafana is there: it evaluates the rules itself. */
async function inGrafana(source: DataSource, pack: Pack, say: (line: string) => void): Promise<Measured> {
  const watched = await watchInGrafana(installedGrafana(), source, pack, {
    warmUp: WARM_UP_MINUTES,
    minutes: MINUTES,
    say,
  });
  const { cores, residentMbAtMost, evaluations, ...more } = watched;
  return {
    what: `a Grafana ${watched.version} evaluates the rules every minute, on a Prometheus that knows the models`,
    cores,
    residentMbAtMost,
    evaluations,
    more,
    gates: [
      gate('evaluations that Grafana left out', watched.missed, 0),
      gate('evaluations that failed', watched.failures, 0),
      gate(
        'evaluations that were not made, of those that were due',
        1 - evaluations / (watched.minutes * pack.rules.length),
        LIMITS.rulesLacking
      ),
    ],
  };
}

/** There is none: the executable is asked what a Grafana would ask it. */
async function asGrafanaAsks(source: DataSource, pack: Pack, say: (line: string) => void): Promise<Measured> {
  say(`SKIPPED: a Grafana that evaluates the rules: ${GRAFANA.name} is absent. ${GRAFANA.howToGet}`);
  const plugin = await startPlugin();
  try {
    say(`${pack.rules.length} rules, asked as Grafana asks, for ${WARM_UP_MINUTES + MINUTES} minutes ...`);
    await evaluate(plugin, source, pack, WARM_UP_MINUTES);
    const [began, used] = [Date.now(), processorSeconds(plugin.pid)];
    const { lastedMs, errors, evaluations, questions } = await evaluate(plugin, source, pack, MINUTES);
    const seconds = (Date.now() - began) / 1000;
    return {
      what: 'the executable is asked over gRPC what a Grafana asks to evaluate the rules every minute, on a Prometheus that knows the models',
      evaluations,
      cores: (processorSeconds(plugin.pid) - used) / seconds,
      residentMbAtMost: mostResidentMb(plugin.pid),
      more: {
        questions,
        errors,
        lastedMs: { median: quantile(lastedMs, 0.5), p99: quantile(lastedMs, 0.99), most: Math.max(...lastedMs) },
      },
      gates: [gate('kinds of errors in answers', errors.length, 0)],
    };
  } finally {
    await plugin.stop();
  }
}

/** What it costs to evaluate the alert packs of many models every minute. */
export async function benchRules(say: (line: string) => void): Promise<RulesBench> {
  const now = Math.floor(Date.now() / 1000);
  say(`Writing the history of ${MODELS} models into a Prometheus ...`);
  const prometheus = await startPrometheus({ history: manyModels(MODELS, now, now + LONGEST_SECONDS) });
  try {
    const settings = parseSettings(settingsOf(MODELS, prometheus.url));
    const packed = settings.ok ? compilePack(settings.value, 'tidemark') : settings;
    if (!settings.ok || !packed.ok) {
      throw new Error(JSON.stringify(packed.ok ? [] : packed.problems));
    }
    const { pack } = packed;
    if (pack.rules.length !== MODELS * RULES_OF_A_MODEL) {
      throw new Error(`the pack has ${pack.rules.length} rules`);
    }
    const source = { uid: 'tidemark', jsonData: settings.value };
    const { gates, ...measured } = await (GRAFANA.present ? inGrafana : asGrafanaAsks)(source, pack, say);
    return {
      ...measured,
      rules: pack.rules.length,
      models: MODELS,
      gates: [
        gate('cores of the backend', measured.cores, LIMITS.rulesCores),
        gate('resident MB of the backend at most', measured.residentMbAtMost, LIMITS.rulesResidentMb),
        ...gates,
      ],
    };
  } finally {
    await prometheus.stop();
  }
}
