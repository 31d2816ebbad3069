import { total, type NumericHistogram } from '../../../engine';
import { TELEMETRY, type Usage } from '../../../model';
import { chance, METRIC, seedOf, SEED } from '../../../scenario';
import type { DistributionQuestion, ObservedFeatureOverTime, UsageQuestion, UsageSeries } from '../upstream';

const MIB = 2 ** 20;
const REPLICAS = ['a', 'b'] as const;
const HOSTS = ['node-1', 'node-2'] as const;
/** The scenario's models that answer on a GPU; the other shows what is said where there is none. */
const ON_GPU: ReadonlySet<string> = new Set(['fraud']);

/** How long each pod was at work: hardware is used by answers, so it is made of how many there were and how long they took. */
export function busyQuestion({ matchers }: UsageQuestion): DistributionQuestion {
  return {
    source: { kind: 'histogram', metric: METRIC.latency, matchers },
    features: [],
    groupBy: [TELEMETRY.modelLabel, TELEMETRY.roleLabel, TELEMETRY.versionLabel],
  };
}

/** Seconds of work in a histogram of latencies: what a bin holds is taken at its upper bound, and beyond the last at it. */
function secondsIn({ edges, counts }: NumericHistogram): number {
  return counts.reduce((all, count, bin) => all + count * (edges[bin] ?? edges.at(-1) ?? 0), 0);
}

/** Between 0 and 1, the same for a pod and an instant whoever asks. */
const wobble = (purpose: string, time: number): number => chance(seedOf(SEED, purpose), Math.round(time / 1000));

interface Pod {
  readonly name: string;
  readonly model: string;
  /** Requests in progress on average, and how many answers there were, by instant. */
  readonly points: ReadonlyArray<{ readonly time: number; readonly busy: number; readonly answers: number }>;
}

function podsOf(rows: readonly ObservedFeatureOverTime[], windowMs: number): readonly Pod[] {
  return rows.flatMap(({ group, points }) => {
    const { model = '', role = '', version = '' } = group;
    const replicas = role === 'shadow' ? ['shadow'] : REPLICAS;
    return replicas.map((replica, place): Pod => ({
      name: `${model}-v${version.replaceAll('.', '-')}-${replica}`,
      model,
      points: points.flatMap(({ time, observation }) => {
        if (observation.kind !== 'histogram' || observation.histogram.kind !== 'numeric') {
          return [];
        }
        // The balancer gives the first replica a little more.
        const share = replicas.length === 1 ? 1 : place === 0 ? 0.54 : 0.46;
        const busy = (secondsIn(observation.histogram) * share * 1000) / windowMs;
        return [{ time, busy, answers: total(observation.histogram) * share }];
      }),
    }));
  });
}

const POD_USAGE: Readonly<
  Record<'cpu' | 'memory' | 'gpu' | 'gpu_memory', (busy: number, noise: number, answers: number) => number>
> = {
  cpu: (busy, noise) => 0.06 + busy * 11 + noise * 0.02,
  memory: (busy, noise, answers) => (690 + busy * 2400 + noise * 12 + Math.min(60, answers / 30)) * MIB,
  gpu: (busy, noise) => Math.min(1, 0.04 + busy * 34 + noise * 0.04),
  gpu_memory: (busy, noise) => (2150 + busy * 9000 + noise * 24) * MIB,
};

const HOST_USAGE: Readonly<Record<'host_cpu' | 'host_memory', (busy: number, noise: number) => number>> = {
  host_cpu: (busy, noise) => Math.min(1, 0.16 + busy * 6 + noise * 0.03),
  host_memory: (busy, noise) => Math.min(1, 0.44 + busy * 2 + noise * 0.01),
};

const EXPORTERS: Readonly<Record<Usage, string>> = {
  cpu: 'cAdvisor',
  memory: 'cAdvisor',
  gpu: 'dcgm-exporter',
  gpu_memory: 'dcgm-exporter',
  host_cpu: 'node_exporter',
  host_memory: 'node_exporter',
};

/** What exporters beside the services of the scenario would tell. */
export function usageOf(
  usage: Usage,
  rows: readonly ObservedFeatureOverTime[],
  windowMs: number
): readonly UsageSeries[] {
  const pods = podsOf(rows, windowMs);
  const exporter = EXPORTERS[usage];
  if (usage === 'host_cpu' || usage === 'host_memory') {
    const of = HOST_USAGE[usage];
    return HOSTS.map((where, place) => {
      const busy = new Map<number, number>();
      for (const { time, busy: one } of pods
        .filter((_, i) => i % HOSTS.length === place)
        .flatMap((pod) => pod.points)) {
        busy.set(time, (busy.get(time) ?? 0) + one);
      }
      const points = [...busy]
        .sort(([a], [b]) => a - b)
        .map(([time, all]) => ({ time, value: of(all, wobble(`${usage}/${where}`, time)) }));
      return { where, exporter, points };
    }).filter(({ points }) => points.length > 0);
  }
  const onGpu = usage === 'gpu' || usage === 'gpu_memory';
  const of = POD_USAGE[usage];
  return pods
    .filter(({ model, points }) => points.length > 0 && (!onGpu || ON_GPU.has(model)))
    .map(({ name, points }) => ({
      where: onGpu ? `${name} GPU 0` : name,
      exporter,
      points: points.map(({ time, busy, answers }) => ({
        time,
        value: of(busy, wobble(`${usage}/${name}`, time), answers),
      })),
    }));
}
