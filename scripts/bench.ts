/**
 * `npm run bench`: measures what must hold, and fails where it does not. What is compared is compared in the same run,
 * round by round, so that the machine's mood falls on both sides. Writes JSON to stdout and bench-results/.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { PROMETHEUS } from '../tests/lib/requirements';
import { benchDrift } from './bench/drift';
import { benchEngine } from './bench/engine';
import { runPart } from './bench/parts';
import { benchProcess, residentMb } from './bench/process';
import { BACKEND, BuildError, ensureBuilt, ROOT } from './lib/build';
import { startPlugin } from './lib/pluginProcess';

const say = (line: string): void => console.error(line);

// `npm run bench -- power`, `-- engine`, `-- peers`: a part that needs nothing built.
const part = process.argv[2];
if (part !== undefined) {
  process.exit(await runPart(part, say));
}

try {
  await ensureBuilt(say, [BACKEND]);
} catch (error) {
  say(error instanceof BuildError ? `${error.message}\n${error.output}` : String(error));
  process.exit(1);
}

say('The engine alone ...');
const engine = benchEngine();

say('The executable: handshakes, then 10,000 queries of the sample ...');
const first = await startPlugin();
const executable = await benchProcess(first);
await first.stop();

let drift: Awaited<ReturnType<typeof benchDrift>> | undefined;
if (PROMETHEUS.present) {
  say('Drift of 200 features on a real Prometheus, against its raw queries ...');
  const second = await startPlugin();
  drift = await benchDrift(second, () => residentMb(second.pid));
  await second.stop();
} else {
  say(`SKIPPED: drift on a real Prometheus: ${PROMETHEUS.name} is absent. ${PROMETHEUS.howToGet}`);
}

const gates = [...executable.gates, ...(drift?.gates ?? [])];
const report = {
  at: new Date().toISOString(),
  machine: { processor: cpus()[0]?.model ?? 'unknown', cores: availableParallelism() },
  engine,
  executable,
  drift: drift ?? null,
  gates,
};
const json = JSON.stringify(report, null, 2);
mkdirSync(join(ROOT, 'bench-results'), { recursive: true });
writeFileSync(join(ROOT, 'bench-results', `${report.at.replaceAll(':', '-')}.json`), json);
console.log(json);

for (const { name, value, limit, holds } of gates) {
  say(`${holds ? 'holds ' : 'BROKEN'} ${name}: ${value.toFixed(2)} (at most ${limit})`);
}
process.exit(gates.every(({ holds }) => holds) ? 0 : 1);
