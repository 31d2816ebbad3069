import type { Backend } from '../backend';
import { errorUnder, startDeadline } from '../deadline';
import type { TidemarkError } from '../errors';
import { badSettings, LONGEST_MS, type Instance } from '../instance/instance';
import { describeThrown } from '../log';
import type { RpcCall } from '../rpc/call';
import type { PluginContext } from '../rpc/generated/backend';
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

function summary({ settings }: Instance): string {
  const { models = [], profiles = [], teams = [] } = settings;
  const parts = [
    models.length === 0
      ? 'no models configured: those that the metrics show are offered'
      : counted(models.length, 'model'),
    ...(profiles.length === 0 ? [] : [counted(profiles.length, 'profile')]),
    ...(teams.length === 0 ? [] : [counted(teams.length, 'team')]),
  ];
  return parts.join(', ');
}

/** "Save & test": are the settings right, and does the upstream answer? */
export async function checkInstance(
  backend: Backend,
  context: PluginContext | undefined,
  call: RpcCall
): Promise<HealthReport> {
  let deadline = startDeadline(call, LONGEST_MS);
  try {
    const instance = backend.instances.get(context);
    deadline.end();
    deadline = startDeadline(call, instance.timeoutMs);
    const started = performance.now();
    const { product, version } = await instance.upstream.health({ signal: deadline.signal });
    const durationMs = Math.round(performance.now() - started);
    const problems = crossCheck(instance.settings);
    if (problems.length > 0) {
      const lines = problems.map(({ path, message }) => `${path}: ${message}`);
      return failed(badSettings(problems), lines.length > 1 ? { verboseMessage: lines.join('\n') } : {});
    }
    const message = `${product} ${version} answered in ${durationMs} ms; ${summary(instance)}.`;
    return { ok: true, message, details: { product, version, durationMs } };
  } catch (thrown) {
    const error = errorUnder(deadline.signal, thrown);
    if (error.code === 'internal') {
      backend.log.error('a health check failed', describeThrown(thrown));
    }
    return failed(error);
  } finally {
    deadline.end();
  }
}
