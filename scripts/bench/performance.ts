import { decodeFrame, startPlugin } from '../lib/pluginProcess';
import { gate, LIMITS, type Gate } from './limits';
import { mostResidentMb, residentMb } from './process';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Some 900,000 predictions of the sample, live and shadow; the reference adds a day. */
const HOURS = 168;

const SOURCE = { uid: 'bench', jsonData: { prometheus: { sample: true }, loki: { sample: true } } };

export interface PerformanceBench {
  readonly what: string;
  readonly predictions: number;
  readonly labelled: number;
  readonly seconds: number;
  readonly residentMb: { readonly before: number; readonly most: number; readonly after: number };
  readonly gates: readonly Gate[];
}

/** A week of predictions and all their labels through one `performance` query of the built executable, all its frames. */
export async function benchPerformance(say: (line: string) => void): Promise<PerformanceBench> {
  const to = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const from = to - HOURS * HOUR_MS;
  say(`A performance query over ${HOURS} hours of the sample ...`);
  const plugin = await startPlugin();
  try {
    const before = residentMb(plugin.pid);
    const started = performance.now();
    const { A: answer } = await plugin.queryData(SOURCE, [
      {
        refId: 'A',
        json: {
          queryType: 'performance',
          model: 'fraud',
          groupBy: ['role', 'country'],
          window: '6h',
          reference: {
            kind: 'range',
            from: new Date(from - DAY_MS).toISOString(),
            to: new Date(from).toISOString(),
          },
        },
        from,
        to,
        intervalMs: HOUR_MS,
      },
    ]);
    const seconds = (performance.now() - started) / 1000;
    if (answer?.status !== 200) {
      throw new Error(`a performance query over ${HOURS} hours was answered with ${answer?.status}: ${answer?.error}`);
    }
    const most = mostResidentMb(plugin.pid);
    const after = residentMb(plugin.pid);
    const summary = answer.frames.map(decodeFrame).find(({ name }) => name === 'summary');
    const column = (name: string) => summary?.fields.find((field) => field.name === name)?.values ?? [];
    const sum = (name: string): number =>
      column(name).reduce<number>((all, value, i) => all + (column('metric')[i] === 'accuracy' ? Number(value) : 0), 0);
    return {
      what: 'one performance query with all its frames, by role and country, windows of 6h at a step of 1h, through the built executable over gRPC, on the log of the built-in sample; memory is the most that was resident at any time (VmHWM)',
      predictions: sum('rows'),
      labelled: sum('labelled'),
      seconds,
      residentMb: { before, most, after },
      gates: [gate('resident MB at most, while predictions and labels pass', most, LIMITS.performanceResidentMb)],
    };
  } finally {
    await plugin.stop();
  }
}
