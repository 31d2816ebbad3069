import type { Backend } from '../backend';
import { errorUnder, startDeadline } from '../deadline';
import type { TidemarkError } from '../errors';
import { badSettings, LONGEST_MS, type Instance } from '../instance/instance';
import { describeThrown } from '../log';
import type { RpcCall } from '../rpc/call';
import type { PluginContext } from '../rpc/generated/backend';
import type { Upstream } from '../upstream/upstream';
import { crossCheck } from './crossCheck';

export interface HealthReport {
  readonly ok: boolean;
  readonly message: string;
  /** Grafana shows `verboseMessage` below the message, so it stands there only where it says more. */
  readonly details: Readonly<Record<string, string | number>>;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'} configured`;
}

function failed({ code, message }: TidemarkError, more: Readonly<Record<string, string>> = {}): HealthReport {
  return { ok: false, message, details: { code, ...more } };
}

/** Who answered, and how fast. */
interface Answer {
  readonly product: string;
  readonly version: string;
  readonly durationMs: number;
}

type Asked = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly thrown: unknown };

async function ask(one: Pick<Upstream, 'health'>, signal: AbortSignal): Promise<Asked> {
  const started = performance.now();
  try {
    const { product, version } = await one.health({ signal });
    return { ok: true, answer: { product, version, durationMs: Math.round(performance.now() - started) } };
  } catch (thrown) {
    return { ok: false, thrown };
  }
}

function answered({ product, version, durationMs }: Answer): string {
  // Many that speak an API say nothing of their version.
  return `${version === 'unknown' ? product : `${product} ${version}`} answered in ${durationMs} ms`;
}

function summary({ settings, events }: Instance): string {
  const { models = [], profiles = [], teams = [] } = settings;
  const parts = [
    ...(events === undefined ? ['no log configured'] : []),
    models.length === 0
      ? 'no models configured: those that the metrics show are offered'
      : counted(models.length, 'model'),
    ...(profiles.length === 0 ? [] : [counted(profiles.length, 'profile')]),
    ...(teams.length === 0 ? [] : [counted(teams.length, 'team')]),
  ];
  return parts.join(', ');
}

/** "Save & test": are the settings right, and do the metrics and the log answer? */
export async function checkInstance(
  backend: Backend,
  context: PluginContext | undefined,
  call: RpcCall
): Promise<HealthReport> {
  let deadline = startDeadline(call, LONGEST_MS);
  const errorOf = (thrown: unknown): TidemarkError => {
    const error = errorUnder(deadline.signal, thrown);
    if (error.code === 'internal') {
      backend.log.error('a health check failed', describeThrown(thrown));
    }
    return error;
  };
  try {
    const instance = backend.instances.get(context);
    deadline.end();
    deadline = startDeadline(call, instance.timeoutMs);
    const { upstream, events } = instance;
    const both = await Promise.all(
      [upstream, ...(events === undefined ? [] : [events])].map((one) => ask(one, deadline.signal))
    );
    const errors = both.flatMap((one) => (one.ok ? [] : [errorOf(one.thrown)]));
    // The built-in sample is both, and is named once.
    const answers = both
      .flatMap((one) => (one.ok ? [one.answer] : []))
      .filter(({ product }, i, all) => all.findIndex((other) => other.product === product) === i);
    const [error, ...more] = errors;
    if (error !== undefined) {
      const rest = [...more.map(({ message }) => message), ...answers.map((one) => `${answered(one)}.`)];
      return failed(error, rest.length > 0 ? { verboseMessage: rest.join('\n') } : {});
    }
    const problems = crossCheck(instance.settings);
    if (problems.length > 0) {
      const lines = problems.map(({ path, message }) => `${path}: ${message}`);
      return failed(badSettings(problems), lines.length > 1 ? { verboseMessage: lines.join('\n') } : {});
    }
    const [first, log] = answers;
    return {
      ok: true,
      message: `${answers.map(answered).join(', ')}; ${summary(instance)}.`,
      details: {
        ...first,
        ...(log === undefined ? {} : { logProduct: log.product, logVersion: log.version, logMs: log.durationMs }),
      },
    };
  } catch (thrown) {
    return failed(errorOf(thrown));
  } finally {
    deadline.end();
  }
}
