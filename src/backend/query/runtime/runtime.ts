import { RUNTIME_FRAMES, USAGES, selectionMatchers, type RuntimeFrame, type Usage } from '../../../model';
import { TidemarkError } from '../../errors';
import type { Frame } from '../../frames/frame';
import { wantedFrames } from '../../frames/named';
import { latencyFrames, sourcesFrame, trafficFrames, usageFrames, type Measured } from '../../frames/runtimeFrames';
import { seriesSelector } from '../../upstream/promql';
import type { Answered, UsageSeries } from '../../upstream/upstream';
import type { Handler } from '../request';
import { requireModel } from '../resolveEvents';
import { modelMatchers } from '../resolveModel';
import { stepsOf } from '../steps';
import { togetherNotices, usualTraffic, withUsual } from '../usualTraffic';
import { missingTimings, MISSING_USAGE } from './advice';
import { serviceMetrics } from './service';
import { latencySource, timingsOf } from './timings';

/** Two reads of a metric lie in it at any usual pace, and it shows what an hour would smooth away. */
const SHORTEST_WINDOW = '5m';
const SHORTEST_WINDOW_MS = 300_000;

/** Which frame shows a usage. */
const FRAME_OF: Readonly<Record<Usage, RuntimeFrame>> = {
  cpu: 'cpu',
  memory: 'memory',
  gpu: 'gpu',
  gpu_memory: 'gpu_memory',
  host_cpu: 'host',
  host_memory: 'host',
};

const NOTHING: Answered<readonly UsageSeries[]> = { value: [], executed: '', notices: [] };

/** What it takes to run a model: latency and traffic, CPU, memory and GPU where it runs, and what of it is not measured. */
export const runtime: Handler = async ({ query, range, intervalMs, fromAlert }, { instance, signal }) => {
  if (fromAlert || query.format === 'alert') {
    throw new TidemarkError(
      'bad_query',
      'No rule can be made of this kind: let a rule on latency or hardware ask Prometheus itself, with the query that the inspector shows here.'
    );
  }
  const wanted = wantedFrames(query.frames, RUNTIME_FRAMES);
  const model = requireModel(query, instance.settings);
  const { upstream } = instance;
  const window = query.window ?? (intervalMs > SHORTEST_WINDOW_MS ? undefined : SHORTEST_WINDOW);
  const asked = { ...query, ...(window !== undefined && { window }) };
  const { stepMs, windowMs } = stepsOf(asked, range, { intervalMs, fromAlert });
  const own = [...modelMatchers(model), ...selectionMatchers(query.filters ?? {})];
  const matchers = withUsual(own, usualTraffic(query));
  const groupBy = [...new Set(query.groupBy ?? [])];
  const source = latencySource(model, matchers);
  const context = { signal };

  const wantsTimings = (['latency', 'traffic', 'sources'] as const).some((frame) => wanted.has(frame));
  const wantedUsages = USAGES.filter((usage) => wanted.has('sources') || wanted.has(FRAME_OF[usage]));
  const metrics = serviceMetrics(model);
  const [timings, ...usages] = await Promise.all([
    wantsTimings
      ? timingsOf(upstream, source, groupBy, { range, windowMs, stepMs }, context)
      : { value: [], executed: '', notices: [] },
    ...wantedUsages.map(
      (usage) => upstream.usage?.({ usage, metrics, matchers }, range, windowMs, stepMs, context) ?? NOTHING
    ),
  ]);
  const measured: readonly Measured[] = wantedUsages.map((usage, i) => ({ usage, ...(usages[i] ?? NOTHING) }));
  const place = seriesSelector(undefined, matchers);

  const lacking = (usage: Usage): string => MISSING_USAGE[usage](place);
  const of = { model: model.id, stepMs };
  const frames: Frame[] = [];
  const together = [...togetherNotices(query), ...timings.notices];
  const lackingTimings = timings.value.length === 0 ? [missingTimings(source)] : [];
  const said = { notices: [...together, ...lackingTimings], executed: timings.executed };
  if (wanted.has('latency')) {
    frames.push(...latencyFrames(timings.value, of, said));
  }
  if (wanted.has('traffic')) {
    const once = wanted.has('latency') ? { notices: lackingTimings, executed: '' } : said;
    frames.push(...trafficFrames(timings.value, of, once));
  }
  for (const frame of ['cpu', 'memory', 'gpu', 'gpu_memory', 'host'] as const) {
    const parts = measured.filter(({ usage }) => FRAME_OF[usage] === frame);
    if (wanted.has(frame)) {
      frames.push(...usageFrames(frame, parts, of, lacking));
    }
  }
  if (wanted.has('sources')) {
    frames.push(
      sourcesFrame(
        {
          measure: 'Latency and traffic',
          exporter: source.metric,
          series: timings.value.length,
          advice: missingTimings(source),
        },
        measured,
        lacking
      )
    );
  }
  return frames;
};
