import { decodeFrame, type PluginProcess } from '../lib/pluginProcess';
import { interleave, median, type Contender } from '../lib/measure';
import type { MetricFamily } from '../lib/openMetrics';
import { startPrometheus } from '../lib/prometheus';
import { gate, LIMITS, type Gate } from './limits';

const FEATURES = 200;
const BUCKETS = 20;
const STEP_SECONDS = 60;
const HOUR_SECONDS = 3_600;
const ROUNDS = 40;
const WARM_UP = 5;
const SCORES = ['psi', 'js', 'ks', 'wasserstein'];

/** Four hours of 200 histograms, whose shape changes an hour and a half before the end. */
function history(to: number): readonly MetricFamily[] {
  const from = to - 4 * HOUR_SECONDS;
  const changed = to - 1.5 * HOUR_SECONDS;
  const series = Array.from({ length: FEATURES }, (_, feature) =>
    Array.from({ length: BUCKETS }, (_, bucket) => {
      // Observations a second at or below the bucket's bound: a hump that moves to the right with the change.
      const rate = (middle: number) => 5 / (1 + Math.exp(-(bucket - middle) / 2));
      const [before, after] = [rate(8 + (feature % 5)), rate(8 + (feature % 5) + (feature % 3))];
      const points: Array<readonly [number, number]> = [];
      for (let at = from; at <= to; at += STEP_SECONDS) {
        points.push([at, before * (Math.min(at, changed) - from) + after * Math.max(0, at - changed)]);
      }
      const le = bucket === BUCKETS - 1 ? '+Inf' : String((bucket + 1) * 10);
      return { labels: { model: 'bench', feature: `feature_${String(feature).padStart(3, '0')}`, le }, points };
    })
  ).flat();
  return [{ name: 'model_feature', type: 'histogram', series }];
}

interface Question {
  readonly promql: string;
  /** How long before the end of the query's range it is asked for, in milliseconds. */
  readonly before: number;
}

/** The PromQL that Tidemark says it ran, from the frame itself: the peer runs exactly that. */
function questionsOf(executed: string, to: number): readonly Question[] {
  return [...executed.matchAll(/^# \w+: \S+ to (\S+)\n((?:(?!#).+\n?)+)/gm)].map(([, end, promql]) => ({
    promql: (promql ?? '').trim(),
    before: to - Date.parse(end ?? ''),
  }));
}

export interface DriftBench {
  readonly what: string;
  readonly peer: string;
  readonly promql: readonly string[];
  readonly rounds: number;
  readonly driftMs: number;
  readonly peerMs: number;
  readonly oneQuestionMs: number;
  readonly ratio: number;
  readonly ratioToOneQuestion: number;
  readonly answerBytes: number;
  readonly bucketBytes: number;
  readonly answerFields: readonly string[];
  readonly residentMbAfter: number;
  readonly gates: readonly Gate[];
}

/**
 * A drift query of four scores over 200 features of 20 buckets, through the built executable as Grafana asks it,
 * against the raw PromQL of the same questions, on the same Prometheus, from this same process.
 */
export async function benchDrift(plugin: PluginProcess, residentMb: () => number): Promise<DriftBench> {
  const end = Math.floor(Date.now() / 1000 / STEP_SECONDS) * STEP_SECONDS;
  const prometheus = await startPrometheus({ history: history(end) });
  try {
    const source = { uid: 'bench', jsonData: { prometheus: { url: prometheus.url } } };
    const query = {
      queryType: 'drift',
      format: 'table',
      source: {
        upstream: 'prometheus',
        kind: 'histogram',
        metric: 'model_feature',
        selector: '{model="bench"}',
        featureLabel: 'feature',
      },
      reference: { kind: 'offset', offset: '2h' },
      scores: SCORES,
    };
    // Every round asks for another hour, a second earlier: nothing that was asked before may answer it.
    const endOf = (round: number): number => end * 1000 - (round + 1) * 1000;

    const ask = async (to: number): Promise<Buffer> => {
      const { A: answer } = await plugin.queryData(source, [
        { refId: 'A', json: query, from: to - HOUR_SECONDS * 1000, to },
      ]);
      const [frame, ...more] = answer?.frames ?? [];
      if (frame === undefined || more.length > 0 || answer?.status !== 200) {
        throw new Error(`drift was answered with ${answer?.status}: ${answer?.error}`);
      }
      return frame;
    };

    const first = await ask(end * 1000);
    const frame = decodeFrame(first);
    const questions = questionsOf(String(frame.meta['executedQueryString'] ?? ''), end * 1000);
    if (questions.length !== 2) {
      throw new Error(`drift should ask twice, and says: ${String(frame.meta['executedQueryString'])}`);
    }
    const answerFields = frame.fields.map(({ name }) => name);
    const missing = [...SCORES, 'feature', 'verdict'].filter((name) => !answerFields.includes(name));
    const bucketFields = answerFields.filter((name) =>
      /^(le|bin|lower|upper|bucket.*|reference|current|contribution)$/.test(name)
    );
    if (frame.rows !== FEATURES || missing.length > 0 || bucketFields.length > 0) {
      throw new Error(`the answer has ${frame.rows} rows of ${answerFields.join(', ')}`);
    }
    for (const score of SCORES) {
      const values = frame.fields.find(({ name }) => name === score)?.values ?? [];
      if (!values.every((value) => typeof value === 'number') || !values.some((value) => Number(value) > 0.01)) {
        throw new Error(`${score} was not computed for every feature`);
      }
    }

    const raw = async ({ promql, before }: Question, to: number): Promise<number> => {
      const response = await fetch(`${prometheus.url}/api/v1/query`, {
        method: 'POST',
        body: new URLSearchParams({ query: promql, time: String((to - before) / 1000) }),
      });
      const text = await response.text();
      const { data } = JSON.parse(text) as { data: { result: unknown[] } };
      if (data.result.length !== FEATURES * BUCKETS) {
        throw new Error(`the raw query answered ${data.result.length} series`);
      }
      return text.length;
    };

    let bucketBytes = 0;
    const contenders: readonly Contender[] = [
      {
        name: 'drift',
        run: async (round) => {
          const bytes = await ask(endOf(round));
          if (decodeFrame(bytes).rows !== FEATURES) {
            throw new Error('a round lost features');
          }
        },
      },
      {
        name: 'peer',
        run: async (round) => {
          const sizes = await Promise.all(questions.map((question) => raw(question, endOf(round) - 500)));
          bucketBytes = sizes.reduce((sum, size) => sum + size, 0);
        },
      },
      {
        name: 'one',
        run: async (round) => {
          await Promise.all(questions.slice(0, 1).map((question) => raw(question, endOf(round) - 250)));
        },
      },
    ];
    const times = await interleave(contenders, ROUNDS, WARM_UP);
    const [driftMs, peerMs, oneQuestionMs] = [times['drift'], times['peer'], times['one']].map((all) =>
      median(all ?? [])
    );
    const ratio = (driftMs ?? Number.NaN) / (peerMs ?? Number.NaN);
    const resident = residentMb();
    return {
      what: `a drift query of ${SCORES.join(', ')} over ${FEATURES} features of ${BUCKETS} buckets, an hour against two hours earlier, through the built executable over gRPC, its frame decoded`,
      peer: 'the two PromQL questions that the drift query stands for, current and reference, asked at once over HTTP of the same Prometheus by the same process, each body read to its end and parsed as JSON',
      promql: questions.map(({ promql }) => promql),
      rounds: ROUNDS,
      driftMs: driftMs ?? Number.NaN,
      peerMs: peerMs ?? Number.NaN,
      oneQuestionMs: oneQuestionMs ?? Number.NaN,
      ratio,
      ratioToOneQuestion: (driftMs ?? Number.NaN) / (oneQuestionMs ?? Number.NaN),
      answerBytes: first.length,
      bucketBytes,
      answerFields,
      residentMbAfter: resident,
      gates: [
        gate('drift query against its raw PromQL', ratio, LIMITS.driftRatio),
        gate('bytes of the answer against bytes of its buckets', first.length / bucketBytes, LIMITS.answerShare),
        gate('resident MB after the rounds on Prometheus', resident, LIMITS.residentMb),
      ],
    };
  } finally {
    await prometheus.stop();
  }
}
