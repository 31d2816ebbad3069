import { evenGrowth, histogramSeries, type MetricFamily, type MetricSeries } from '../../scripts/lib/openMetrics';
import { startPrometheus, type RunningPrometheus } from '../../scripts/lib/prometheus';
import { runtime } from '../../src/backend/query/runtime/runtime';
import type { Frame } from '../../src/backend/frames/frame';
import { PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { askAt, patiently } from './ask';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MIB = 2 ** 20;
/** A whole hour of the day before yesterday, so that nothing is of the future. */
const NOW = Math.floor(Date.now() / DAY) * DAY - DAY;
const START = (NOW - 2 * HOUR) / 1000;
const END = NOW / 1000;

const counter = (total: number): MetricSeries['points'] => evenGrowth(START, END, 60, total);
const gauge = (value: number): MetricSeries['points'] =>
  Array.from({ length: (END - START) / 60 + 1 }, (_, i) => [START + i * 60, value] as const);

const one = (
  type: 'counter' | 'gauge',
  name: string,
  series: ReadonlyArray<readonly [labels: Readonly<Record<string, string>>, value: number]>
): MetricFamily => ({
  name,
  type,
  series: series.map(([labels, value]) => ({ labels, points: type === 'counter' ? counter(value) : gauge(value) })),
});

const inPod = { job: 'ml/fraud', instance: '10.0.0.7:8000', namespace: 'ml', pod: 'fraud-7-a' };
const onMachine = { job: 'eta', instance: 'gpu-box:8000' };
/** As each exporter names its labels: cAdvisor and dcgm-exporter by pod, node_exporter and process metrics by instance. */
const HISTORY: readonly MetricFamily[] = [
  {
    name: 'model_prediction_latency_seconds',
    type: 'histogram',
    series: histogramSeries({ model: 'fraud', role: 'live', ...inPod }, [0.01, 0.02], [7200, 7200, 0], counter),
  },
  // A histogram has it beside its buckets, and it marks where the model runs.
  one('gauge', 'model_prediction_latency_seconds_count', [[{ model: 'fraud', role: 'live', ...inPod }, 14400]]),
  one('counter', 'model_predictions_total', [[{ model: 'eta', role: 'live', prediction: 'late', ...onMachine }, 100]]),
  one('counter', 'container_cpu_usage_seconds_total', [
    [{ namespace: 'ml', pod: 'fraud-7-a', container: 'model' }, 3600],
    [{ namespace: 'ml', pod: 'fraud-7-a', container: 'sidecar' }, 720],
    // The sum over the pod, which cAdvisor exposes as well, and a pod of somebody else.
    [{ namespace: 'ml', pod: 'fraud-7-a', container: '' }, 4320],
    [{ namespace: 'ml', pod: 'other', container: 'web' }, 7200],
  ]),
  one('gauge', 'container_memory_working_set_bytes', [
    [{ namespace: 'ml', pod: 'fraud-7-a', container: 'model' }, 700 * MIB],
  ]),
  one('counter', 'process_cpu_seconds_total', [
    [inPod, 1],
    [onMachine, 1800],
  ]),
  one('gauge', 'process_resident_memory_bytes', [[onMachine, 300 * MIB]]),
  one('counter', 'node_cpu_seconds_total', [
    [{ instance: 'gpu-box:9100', job: 'node', cpu: '0', mode: 'idle' }, 5400],
    [{ instance: 'gpu-box:9100', job: 'node', cpu: '1', mode: 'idle' }, 1800],
    [{ instance: 'elsewhere:9100', job: 'node', cpu: '0', mode: 'idle' }, 0],
  ]),
  one('gauge', 'node_memory_MemAvailable_bytes', [[{ instance: 'gpu-box:9100', job: 'node' }, 250]]),
  one('gauge', 'node_memory_MemTotal_bytes', [[{ instance: 'gpu-box:9100', job: 'node' }, 1000]]),
  one('gauge', 'DCGM_FI_DEV_GPU_UTIL', [
    [{ job: 'dcgm', instance: 'x:9400', gpu: '0', exported_namespace: 'ml', exported_pod: 'fraud-7-a' }, 80],
    [{ job: 'dcgm', instance: 'gpu-box:9400', gpu: '1', Hostname: 'a-name-of-its-own' }, 40],
  ]),
  one('gauge', 'DCGM_FI_DEV_FB_USED', [
    [{ job: 'dcgm', instance: 'gpu-box:9400', gpu: '1', Hostname: 'gpu-box' }, 2048],
  ]),
];

describeWith(
  PROMETHEUS,
  'timings and hardware, asked of a real Prometheus with the metrics of the usual exporters',
  () => {
    let prometheus: RunningPrometheus;
    beforeAll(async () => {
      prometheus = await startPrometheus({ history: HISTORY });
    }, 60_000);
    afterAll(() => prometheus.stop());

    const ask = (model: string, frames: readonly string[]): Promise<readonly Frame[]> =>
      runtime(
        {
          query: { queryType: 'runtime', model, frames: [...frames] },
          range: { from: NOW - HOUR, to: NOW - HOUR / 2 },
          intervalMs: HOUR / 4,
          fromAlert: false,
        },
        {
          instance: { settings: {}, upstream: askAt({ url: prometheus.url }).upstream },
          now: () => NOW,
          ...patiently(),
        }
      );
    /** The last value of each series, by its title. */
    const lastOf = (frames: readonly Frame[]): Readonly<Record<string, number>> =>
      Object.fromEntries(
        frames.flatMap(({ fields }) =>
          fields
            .filter(({ type }) => type === 'number')
            .map(({ name, config, values }) => [
              config?.displayNameFromDS ?? name,
              Math.round(Number(values.at(-1)) * 1000) / 1000,
            ])
        )
      );

    it('latency and traffic are of the one histogram', async () => {
      expect(lastOf(await ask('fraud', ['latency', 'traffic']))).toEqual({
        median: 0.01,
        '95 %': 0.019,
        '99 %': 0.02,
        answers: 2,
      });
    });

    it('in a pod, CPU and memory are those of its containers, not those of its neighbours', async () => {
      expect(lastOf(await ask('fraud', ['cpu']))).toEqual({ 'fraud-7-a': 0.6 });
      expect(lastOf(await ask('fraud', ['memory']))).toEqual({ 'fraud-7-a': 700 * MIB });
    });

    it('without a pod, they are those of the process that was scraped', async () => {
      expect(lastOf(await ask('eta', ['cpu']))).toEqual({ 'gpu-box:8000': 0.25 });
      expect(lastOf(await ask('eta', ['memory']))).toEqual({ 'gpu-box:8000': 300 * MIB });
    });

    it('a GPU is joined by its pod, also where Prometheus renamed that, else by the host', async () => {
      expect(lastOf(await ask('fraud', ['gpu']))).toEqual({ 'fraud-7-a GPU 0': 0.8 });
      expect(lastOf(await ask('eta', ['gpu']))).toEqual({ 'gpu-box GPU 1': 0.4 });
      expect(lastOf(await ask('eta', ['gpu_memory']))).toEqual({ 'gpu-box GPU 1': 2048 * MIB });
    });

    it('the machine is the one on which the model answers, over all of its cores', async () => {
      expect(lastOf(await ask('eta', ['host']))).toEqual({ 'gpu-box CPU': 0.5, 'gpu-box memory': 0.75 });
    });

    it('what nobody exports has a frame without rows, and a row that says what to run', async () => {
      const frames = await ask('fraud', ['host', 'sources']);
      expect(frames.map(({ name, fields }) => [name, fields[0]?.values.length])).toEqual([
        ['host', 0],
        ['host', 0],
        ['sources', 7],
      ]);
      expect(frames[0]?.meta.notices?.[0]?.text).toContain('Run node_exporter there and scrape it');
      const [, , sources] = frames;
      const column = (name: string) => sources?.fields.find((field) => field.name === name)?.values;
      expect(column('status')).toEqual([
        'measured',
        'measured',
        'measured',
        'measured',
        'missing',
        'missing',
        'missing',
      ]);
      expect(column('exporter')?.slice(0, 4)).toEqual([
        'model_prediction_latency_seconds',
        'cAdvisor',
        'cAdvisor',
        'dcgm-exporter',
      ]);
    });
  }
);
