/**
 * `npm test`: everything that holds this project, in the order in which it is cheapest to fail.
 *
 *     npm test                              all of it
 *     npm test -- --only prometheus,bundle  some of it: types, lint, unit, grafana13, or folders of tests/
 *
 * What the machine lacks is said in lines that begin with SKIPPED: and counted; nothing is passed over in silence.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BuildError, ensureBuilt, ROOT } from './lib/build';
import { gatherSkipped, SKIPPED } from './lib/skipped';
import { add, describeTally, isSuccess, NOTHING, tallyOfJest, type Tally } from './lib/tally';

const PASSED: Tally = { passed: 1, failed: 0, skipped: 0 };
const FAILED: Tally = { passed: 0, failed: 1, skipped: 0 };
const CORES = availableParallelism();
/** Far beyond what any step takes, on a busy machine too; a server that does not end must not hold the run for ever. */
const LONGEST_STEP_MS = 60 * 60_000;

/** A step is a process group of its own, where the system knows such. */
const OWN_GROUP = process.platform !== 'win32';

const temporary = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
const children = new Set<ChildProcess>();
const skippedLines: string[] = [];

/** Takes what a program says, as it says it. */
type Say = (text: string) => void;
const aloud: Say = (text) => void process.stdout.write(text);

interface Step {
  readonly id: string;
  readonly title: string;
  readonly run: (say: Say) => Promise<Tally>;
}

const bin = (name: string): string => join(ROOT, 'node_modules', '.bin', name);

/** Ends a program with everything that it has started: servers of a suite that was broken off must not stay. */
function stop(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!OWN_GROUP || child.pid === undefined) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

interface Finished {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end. `say` is given what it says at once; otherwise the caller shows it, if it matters. */
function run(file: string, args: readonly string[], options: { cwd?: string; say?: Say } = {}): Promise<Finished> {
  return new Promise((done) => {
    const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;
    const child = spawn(file, args, {
      cwd: options.cwd ?? ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: OWN_GROUP,
      // Some tools write colours wherever CI is set, and a log has no use for them.
      env: { ...env, ...(process.stdout.isTTY === true ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) },
    });
    children.add(child);
    const watchdog = setTimeout(() => {
      console.log(`${file} ${args.join(' ')} did not end within ${LONGEST_STEP_MS / 60_000} minutes; it is killed.`);
      stop(child, 'SIGKILL');
    }, LONGEST_STEP_MS);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        const text = chunk.toString();
        output += text;
        options.say?.(text);
      });
    }
    const end = (code: number): void => {
      clearTimeout(watchdog);
      children.delete(child);
      done({ code, output });
    };
    child.on('error', (error) => {
      output += error.message;
      end(127);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/** A command that passes or fails as a whole; what it says matters only where it fails. */
async function check(title: string, file: string, args: readonly string[]): Promise<Tally> {
  const start = Date.now();
  const { code, output } = await run(file, args);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok' : 'FAILED'}: ${title} (${seconds} s)`);
  if (code !== 0) {
    console.log(output.trim());
  }
  return code === 0 ? PASSED : FAILED;
}

/** Runs checks side by side, as many as there are cores. */
async function checks(all: ReadonlyArray<() => Promise<Tally>>): Promise<Tally> {
  const waiting = [...all];
  let sum = NOTHING;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const tally = await next();
      sum = add(sum, tally);
    }
  };
  await Promise.all(Array.from({ length: CORES }, worker));
  return sum;
}

async function jest(args: readonly string[], say: Say): Promise<Tally> {
  const file = join(temporary, `jest-${Math.random().toString(36).slice(2)}.json`);
  const { output } = await run('node', [bin('jest'), '--json', `--outputFile=${file}`, ...args], { say });
  for (const line of output.split('\n')) {
    if (line.startsWith(SKIPPED)) {
      skippedLines.push(line);
    }
  }
  return existsSync(file) ? tallyOfJest(readFileSync(file, 'utf8')) : FAILED;
}

const tsc = (config: string): string[] => [
  bin('tsc'),
  '--noEmit',
  '--pretty',
  String(process.stdout.isTTY === true),
  '-p',
  config,
];

const typeConfigs = readdirSync(ROOT)
  .filter((name) => /^tsconfig(\..+)?\.json$/.test(name) && name !== 'tsconfig.grafana13.json')
  .sort();

const compat = join(ROOT, 'compat', 'grafana13');

/** Whether the packages of the next line stand there in the versions that are asked for. */
function nextLineIsInstalled(): boolean {
  const { dependencies } = JSON.parse(readFileSync(join(compat, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return Object.entries(dependencies).every(([name, version]) => {
    const manifest = join(compat, 'node_modules', name, 'package.json');
    return (
      existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version === version
    );
  });
}

async function nextLine(): Promise<Tally> {
  if (!nextLineIsInstalled()) {
    console.log("Installing the packages of Grafana's next line ...");
    const { code, output } = await run(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
      { cwd: compat }
    );
    if (code !== 0) {
      // A lock file that does not fit is our own mistake; anything else is a registry that cannot be reached.
      if (output.includes('EUSAGE')) {
        console.log(output.trim());
        return FAILED;
      }
      skippedLines.push(
        `${SKIPPED} check against Grafana 13: its packages could not be installed (npm ci in compat/grafana13): ` +
          (output.trim().split('\n')[0] ?? '')
      );
      return { passed: 0, failed: 0, skipped: 2 };
    }
  }
  process.env['TIDEMARK_BUILD_FOLDER'] = join(temporary, 'grafana13');
  return checks([
    () => check('types against Grafana 13 and React 19', 'node', tsc('tsconfig.grafana13.json')),
    () =>
      check('build against Grafana 13', 'node', [
        bin('webpack'),
        '-c',
        'compat/grafana13/webpack.config.ts',
        '--env',
        'production',
      ]),
  ]);
}

/**
 * The suite that waits for minutes on end, until rules are evaluated and messages are due, and meanwhile needs hardly
 * anything of a machine: it goes on beside the one that follows, and says what it has to say after it.
 */
const PATIENT = 'live';

/** The folders of tests/ that hold tests, each a suite from outside; what follows the patient one takes longest. */
const outside = readdirSync(join(ROOT, 'tests'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) =>
    readdirSync(join(ROOT, 'tests', name), { recursive: true }).some((file) => /\.test\.ts$/.test(String(file)))
  )
  .sort((one, other) => Number(other === PATIENT) - Number(one === PATIENT) || (one < other ? -1 : 1));

const before: readonly Step[] = [
  {
    id: 'types',
    title: 'Types',
    run: () => checks(typeConfigs.map((config) => () => check(config, 'node', tsc(config)))),
  },
  {
    id: 'lint',
    title: 'Lint and format',
    run: () =>
      checks([
        () => check('eslint', 'node', [bin('eslint'), '--cache', '--max-warnings', '0', '.']),
        () => check('prettier', 'node', [bin('prettier'), '--check', '--log-level', 'warn', '.']),
      ]),
  },
  {
    id: 'unit',
    title: 'Unit tests', // Whole pages in jsdom take their time, the more so beside another worker.
    run: (say) => jest([`--maxWorkers=${CORES}`, '--testTimeout=60000'], say),
  },
];

const after: readonly Step[] = [{ id: 'grafana13', title: "Grafana's next line (13, React 19)", run: nextLine }];

const fromOutside: readonly Step[] = outside.map((name) => ({
  id: name,
  title: `From outside: ${name}`,
  // One suite at a time: they start servers and browsers, and measure time.
  run: (say) => jest(['-c', 'tests/jest.config.js', '--runInBand', `tests/${name}/`], say),
}));

function chosen(): readonly Step[] {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const all = [...before, ...fromOutside, ...after];
  const wanted = values.only?.flatMap((list) => list.split(',').map((name) => name.trim())) ?? [];
  const unknown = wanted.filter((name) => !all.some(({ id }) => id === name));
  if (unknown.length > 0) {
    console.error(`There is no suite ${unknown.join(', ')}. Choose from ${all.map(({ id }) => id).join(', ')}.`);
    process.exit(2);
  }
  return wanted.length === 0 ? all : all.filter(({ id }) => wanted.includes(id));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of children) {
      stop(child, signal);
    }
    rmSync(temporary, { recursive: true, force: true });
    process.exit(signal === 'SIGINT' ? 130 : 143);
  });
}

const heading = (title: string): void => console.log(`\n=== ${title} ===`);
const steps = chosen();
const times: string[] = [];
let sum = NOTHING;
let built = true;

if (steps.some(({ id }) => outside.includes(id))) {
  heading('Build');
  try {
    const parts = await ensureBuilt(console.log);
    console.log(parts.length === 0 ? 'Everything is built and fresh.' : 'ok');
  } catch (error) {
    built = false;
    sum = add(sum, FAILED);
    console.log(error instanceof BuildError ? `${error.message}\n${error.output}` : String(error));
  }
}

async function perform({ title, run: begin }: Step, say: Say): Promise<void> {
  const start = Date.now();
  const tally = await begin(say);
  sum = add(sum, tally);
  times.push(`${`${((Date.now() - start) / 1000).toFixed(1)} s`.padStart(9)}  ${title}: ${describeTally(tally)}`);
}

let patient: { readonly title: string; readonly said: readonly string[]; readonly end: Promise<void> } | undefined;
for (const [index, step] of steps.entries()) {
  if (built && step.id === PATIENT && index < steps.length - 1) {
    const said: string[] = [];
    patient = { title: step.title, said, end: perform(step, (text) => said.push(text)) };
    continue;
  }
  heading(step.title);
  if (!built && outside.includes(step.id)) {
    console.log('Not run: the build failed.');
    continue;
  }
  await perform(step, aloud);
  if (patient !== undefined) {
    heading(patient.title);
    await patient.end;
    console.log(patient.said.join('').trim());
    patient = undefined;
  }
}

heading('Summary');
console.log(times.join('\n'));
for (const line of gatherSkipped(skippedLines)) {
  console.log(line);
}
rmSync(temporary, { recursive: true, force: true });
console.log(describeTally(sum));
process.exit(isSuccess(sum) ? 0 : 1);
