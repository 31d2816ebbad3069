import { TELEMETRY } from '../../../model';
import type { TimeRange } from '../upstream';
import type { SampleMetric } from './metrics';
import {
  changedAt,
  COUNTRIES,
  deployedAt,
  HISTORY_MS,
  MODEL,
  SLOT_MS,
  STREAMS,
  type Country,
  type Phase,
  type ScenarioFeature,
  type Stream,
} from './scenario';

export const COUNTRY_LABEL = 'country';

/** One set of labels of a metric (less those of its bins), and the stretch of time in which it grew. */
export interface Series {
  readonly feature: ScenarioFeature;
  readonly stream: Stream;
  /** A gauge has none: it shows the last row, wherever it came from. */
  readonly country: Country | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly from: number;
  readonly to: number;
}

/** The oldest instant of which the sample knows: slots begin at it, so that it does not creep within one. */
export function oldestAt(now: number): number {
  return Math.floor(now / SLOT_MS) * SLOT_MS - HISTORY_MS;
}

/** All series of a metric, seen from `now`: each stream was one version until the deployment, and another since. */
export function seriesOf(metric: SampleMetric, now: number): readonly Series[] {
  const epochs = [
    { epoch: 'before', from: oldestAt(now), to: deployedAt(now) },
    { epoch: 'after', from: deployedAt(now), to: now },
  ] as const;
  const countries = metric.kind === 'gauge' ? [undefined] : COUNTRIES;
  return metric.features.flatMap((feature) =>
    STREAMS.flatMap((stream) =>
      epochs.flatMap(({ epoch, from, to }) =>
        countries.map((country) => ({
          feature,
          stream,
          country,
          labels: {
            __name__: metric.kind === 'histogram' ? `${metric.name}_bucket` : metric.name,
            [TELEMETRY.modelLabel]: MODEL,
            [TELEMETRY.versionLabel]: stream[epoch],
            [TELEMETRY.roleLabel]: stream.role,
            ...(country === undefined ? {} : { [COUNTRY_LABEL]: country }),
            ...(metric.featureLabel === undefined ? {} : { [metric.featureLabel]: feature.name }),
          },
          from,
          to,
        }))
      )
    )
  );
}

/** The parts of a stretch of time in which a series grew, each in one phase. */
export function phasesOf(
  { from, to }: Series,
  range: TimeRange,
  now: number
): ReadonlyArray<TimeRange & { readonly phase: Phase }> {
  const start = Math.max(from, range.from);
  const end = Math.min(to, range.to);
  const change = changedAt(now);
  const parts = [
    { phase: 'calm', from: start, to: Math.min(end, change) },
    { phase: 'changed', from: Math.max(start, change), to: end },
  ] as const;
  return parts.filter((part) => part.to > part.from);
}
