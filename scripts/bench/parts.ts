import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { LOKI } from '../../tests/lib/requirements';
import { BACKEND, ensureBuilt, ROOT } from '../lib/build';
import { benchAllScores } from './allScores';
import { benchEngine } from './engine';
import { benchFrames } from './frames';
import type { Gate } from './limits';
import { benchLogs } from './logs';
import { benchPages } from './pages';
import { benchNoise } from './noise';
import { benchPeers } from './peers';
import { benchPerformance } from './performance';
import { benchPower, powerPage } from './power';
import { benchRules } from './rules';
import { benchShadow } from './shadow';

interface Part {
  readonly report: unknown;
  readonly gates: readonly Gate[];
}

type Say = (line: string) => void;

/** What `npm run bench -- <part>` measures on its own; the executable is built only where a part asks it. */
const PARTS: Readonly<Record<string, (say: Say) => Promise<Part> | Part>> = {
  power: (say) => {
    say('Simulating; some minutes ...');
    const measured = benchPower();
    const page = powerPage(measured);
    writeFileSync(join(ROOT, 'docs', 'power.md'), page);
    say(page);
    say('Written to docs/power.md.');
    return { report: measured, gates: measured.gates };
  },
  engine: () => {
    const all = benchAllScores();
    return { report: { all, assess: benchEngine() }, gates: all.gates };
  },
  logs: async (say) => {
    if (!LOKI.present) {
      say(`SKIPPED: ${LOKI.name} is absent. ${LOKI.howToGet}`);
      return { report: null, gates: [] };
    }
    await ensureBuilt(say, [BACKEND]);
    const logs = await benchLogs(say);
    return { report: logs, gates: logs.gates };
  },
  noise: async (say) => {
    const report = await benchNoise(say);
    return { report, gates: report.gates };
  },
  shadow: async (say) => {
    await ensureBuilt(say, [BACKEND]);
    const shadow = await benchShadow(say);
    return { report: shadow, gates: shadow.gates };
  },
  performance: async (say) => {
    await ensureBuilt(say, [BACKEND]);
    const report = await benchPerformance(say);
    return { report, gates: report.gates };
  },
  frames: async (say) => {
    const frames = await benchFrames(say);
    return { report: frames, gates: frames.gates };
  },
  rules: async (say) => {
    await ensureBuilt(say);
    const report = await benchRules(say);
    return { report, gates: report.gates };
  },
  pages: async (say) => {
    const pages = await benchPages(say);
    return { report: pages, gates: pages.gates };
  },
  peers: async (say) => {
    const peers = await benchPeers(say);
    return { report: peers, gates: peers?.gates ?? [] };
  },
};

/** Runs one part, writes its numbers to stdout and bench-results/, and answers with the exit code. */
export async function runPart(name: string, say: Say): Promise<number> {
  const part = PARTS[name];
  if (part === undefined) {
    say(`There is no part "${name}": choose ${Object.keys(PARTS).join(', ')}, or none for what is built.`);
    return 2;
  }
  const { report, gates } = await part(say);
  const at = new Date().toISOString();
  const machine = { processor: cpus()[0]?.model ?? 'unknown', cores: availableParallelism() };
  const json = JSON.stringify({ at, machine, part: name, report, gates }, null, 2);
  mkdirSync(join(ROOT, 'bench-results'), { recursive: true });
  writeFileSync(join(ROOT, 'bench-results', `${name}-${at.replaceAll(':', '-')}.json`), json);
  console.log(json);
  for (const { name: what, value, limit, holds } of gates) {
    say(`${holds ? 'holds ' : 'BROKEN'} ${what}: ${value.toFixed(3)} (at most ${limit})`);
  }
  return gates.every(({ holds }) => holds) ? 0 : 1;
}
