import { TELEMETRY, type ModelSettings } from '../../../model';
import type { CallContext, Matcher, ObservedFeatureOverTime, TimeRange, Upstream } from '../../upstream/upstream';
import { modelMatchers } from '../resolveModel';
import type { Period } from './periods';

/** Labels that Prometheus and Kubernetes add to every series: where a version ran, not what it is. */
const WHERE_IT_RAN = new Set(['instance', 'job', 'pod', 'namespace', 'container', 'endpoint', 'service', 'node']);
const NOT_HYPERPARAMETERS = new Set<string>([
  ...WHERE_IT_RAN,
  TELEMETRY.modelLabel,
  TELEMETRY.versionLabel,
  TELEMETRY.roleLabel,
  'stage',
]);

/** As many looks at the gauge as tell a deployment to within half a percent of the range. */
const LOOKS = 200;
const SHORTEST_STEP_MS = 60_000;

function periodOf({ group, points }: ObservedFeatureOverTime, { to }: TimeRange, stepMs: number): Period | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) {
    return undefined;
  }
  // The gauge is looked at in windows of one step: one that is missing from the last two has gone.
  const gone = last.time <= to - 2 * stepMs;
  return {
    role: group[TELEMETRY.roleLabel] ?? '',
    version: group[TELEMETRY.versionLabel] ?? '',
    stage: group['stage'] || (gone ? 'replaced' : 'deployed'),
    since: first.time - stepMs,
    until: gone ? last.time : undefined,
    restored: false,
    hyperparameters: Object.fromEntries(
      Object.entries(group).filter(([label, value]) => value !== '' && !NOT_HYPERPARAMETERS.has(label))
    ),
    trainingData: undefined,
    runUrl: undefined,
  };
}

/**
 * The versions that `model_info` shows, for a data source without a log: a version serves while its series is there.
 * Known only within the time range, and to within a step of it.
 */
export async function periodsFromInfo(
  upstream: Upstream,
  model: ModelSettings,
  filters: readonly Matcher[],
  range: TimeRange,
  context: CallContext
): Promise<{
  readonly periods: readonly Period[];
  readonly executed: readonly string[];
  readonly notices: readonly string[];
}> {
  const matchers = [...modelMatchers(model), ...filters];
  const labels = await upstream.labelNames(TELEMETRY.info, matchers, range, context);
  const groupBy = labels.filter((label) => !WHERE_IT_RAN.has(label) && label !== '__name__').sort();
  const stepMs = Math.max(SHORTEST_STEP_MS, Math.ceil((range.to - range.from) / LOOKS / 1000) * 1000);
  const { value, executed, notices } = await upstream.distributionsOverTime(
    { source: { kind: 'gauge', metric: TELEMETRY.info, matchers }, features: [], groupBy },
    range,
    stepMs,
    stepMs,
    context
  );
  const periods = value.flatMap((series) => periodOf(series, range, stepMs) ?? []);
  return {
    periods: periods.sort((a, b) => a.since - b.since),
    executed: [executed],
    notices: [
      ...notices,
      `This data source reads no log, so deployments are taken from ${TELEMETRY.info}: known within the time range alone, without training data, run links and roll-backs.`,
    ],
  };
}
