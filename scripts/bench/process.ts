import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { startPlugin, type PluginProcess } from '../lib/pluginProcess';
import { median } from '../lib/measure';
import { gate, LIMITS, type Gate } from './limits';

const STARTS = 15;
const QUERIES = 10_000;
/** As many as a busy dashboard has under way at once. */
const AT_ONCE = 8;
const HOUR_MS = 3_600_000;

/** Megabytes (of 1,000,000 bytes) of a process that are in memory, as the system counts them. */
export function residentMb(pid: number): number {
  const status = `/proc/${pid}/status`;
  const kib = existsSync(status)
    ? /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  return (Number(kib) * 1024) / 1e6;
}

/** Megabytes of a process at most since it began, as the system counts them; where it does not tell, those of now. */
export function mostResidentMb(pid: number): number {
  try {
    const kib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? residentMb(pid) : (Number(kib) * 1024) / 1e6;
  } catch {
    return residentMb(pid);
  }
}

/** Seconds of processor time that a process has used. */
export function processorSeconds(pid: number): number {
  try {
    // The fields after the name, which may hold anything; utime and stime in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return NaN;
  }
}

export interface ProcessBench {
  readonly handshakeMs: { readonly median: number; readonly worst: number; readonly starts: number };
  readonly queries: number;
  readonly queriesPerSecond: number;
  readonly residentMb: { readonly before: number; readonly after: number; readonly most: number };
  readonly gates: readonly Gate[];
}

async function handshakes(): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const plugin = await startPlugin();
    times.push(plugin.handshakeMs);
    await plugin.stop();
  }
  return times;
}

/** Starts the executable again and again, then asks one of it ten thousand different questions. */
export async function benchProcess(plugin: PluginProcess): Promise<ProcessBench> {
  const times = await handshakes();
  const before = residentMb(plugin.pid);
  const source = { uid: 'sample', jsonData: { prometheus: { sample: true } } };
  const to = Date.now();
  let most = before;
  let next = 0;
  const start = performance.now();
  const worker = async (): Promise<void> => {
    for (let i = next++; i < QUERIES; i = next++) {
      // Each for another six hours, so that none is answered from memory.
      const end = to - i * 1000;
      const { A: answer } = await plugin.queryData(source, [
        {
          refId: 'A',
          json: { queryType: 'drift', model: 'fraud', format: 'table', reference: { kind: 'offset', offset: '3d' } },
          from: end - 6 * HOUR_MS,
          to: end,
        },
      ]);
      if (answer?.status !== 200) {
        throw new Error(`query ${i} was answered with ${answer?.status}: ${answer?.error}`);
      }
      if (i % 250 === 0) {
        most = Math.max(most, residentMb(plugin.pid));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - start) / 1000;
  const after = residentMb(plugin.pid);
  return {
    handshakeMs: { median: median(times), worst: Math.max(...times), starts: STARTS },
    queries: QUERIES,
    queriesPerSecond: QUERIES / seconds,
    residentMb: { before, after, most: Math.max(most, after) },
    gates: [
      gate('handshake in ms (median)', median(times), LIMITS.handshakeMs),
      gate(`resident MB at most, through ${QUERIES} queries`, Math.max(most, after), LIMITS.residentMb),
    ],
  };
}
