/**
 * Compiles `src/backend/main.ts` into the executable that Grafana starts: `dist/gpx_tidemark_<os>_<arch>[.exe]`, with
 * the names that Go gives to systems and processors, because Grafana looks for those.
 *
 *     npm run build:backend        for this machine
 *     npm run build:all            for every machine (front end included)
 *
 * For other machines Bun takes its runtime from the npm registry (`@oven/bun-<os>-<arch>`); nothing else is needed.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { executableName } from './lib/build';
import { signatureOf, withoutSignature } from './lib/machO';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const entry = path.join(root, 'src/backend/main.ts');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };

/** What Grafana runs on and Bun can compile for, in Node's words. */
const MACHINES = [
  { platform: 'linux', arch: 'x64' },
  { platform: 'linux', arch: 'arm64' },
  { platform: 'darwin', arch: 'x64' },
  { platform: 'darwin', arch: 'arm64' },
  { platform: 'win32', arch: 'x64' },
] as const;
type Machine = (typeof MACHINES)[number];

function isThisMachine({ platform, arch }: Machine): boolean {
  return platform === process.platform && arch === process.arch;
}

/** The first bytes by which a system knows its executables, and where the processor stands in them. */
const FORMATS: Record<Machine['platform'], (head: Buffer) => string | undefined> = {
  linux: (head) =>
    head.readUInt32BE(0) === 0x7f454c46 ? { 62: 'x64', 183: 'arm64' }[head.readUInt16LE(18)] : undefined,
  darwin: (head) =>
    head.readUInt32LE(0) === 0xfeedfacf ? { 0x01000007: 'x64', 0x0100000c: 'arm64' }[head.readUInt32LE(4)] : undefined,
  win32: (head) =>
    head.toString('latin1', 0, 2) === 'MZ'
      ? { 0x8664: 'x64', 0xaa64: 'arm64' }[head.readUInt16LE(head.readUInt32LE(0x3c) + 4)]
      : undefined,
};

/** @throws where the file is no executable of that machine: a build must not leave a wrong one behind. */
function check(file: string, { platform, arch }: Machine): void {
  const found = FORMATS[platform](readFileSync(file).subarray(0, 4096));
  if (found !== arch) {
    throw new Error(`${path.basename(file)} is no executable for ${platform} ${arch}`);
  }
}

/** A Mac ends a program whose signature does not match, and on Apple's processors one without any. */
function settleSignature(file: string, { platform, arch }: Machine): void {
  if (platform !== 'darwin') {
    return;
  }
  const bytes = readFileSync(file);
  const signature = signatureOf(bytes);
  if (arch === 'arm64' && signature !== 'valid') {
    throw new Error(`${path.basename(file)} has no valid signature, which Apple's processors insist on`);
  }
  if (arch === 'x64' && signature === 'invalid') {
    writeFileSync(file, withoutSignature(bytes));
  }
}

function build(machine: Machine): void {
  const name = executableName(machine.platform, machine.arch);
  const output = path.join(dist, name);
  // Under another name first: a plugin that runs from dist keeps its file, and a build that fails leaves the old one.
  const unfinished = path.join(dist, `.unfinished_${name}`);
  const system = machine.platform === 'win32' ? 'windows' : machine.platform;
  const { status } = spawnSync(
    process.execPath,
    [
      'build',
      entry,
      '--compile',
      '--bytecode',
      '--minify',
      // A stack trace in the log should name our functions.
      '--keep-names',
      // A `.env` or a `bunfig.toml` in Grafana's working folder is none of ours.
      '--no-compile-autoload-dotenv',
      '--no-compile-autoload-bunfig',
      `--define=TIDEMARK_VERSION=${JSON.stringify(version)}`,
      ...(isThisMachine(machine) ? [] : [`--target=bun-${system}-${machine.arch}`]),
      `--outfile=${unfinished}`,
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }
  );
  if (status !== 0) {
    throw new Error(`bun build failed for ${machine.platform} ${machine.arch}`);
  }
  check(unfinished, machine);
  settleSignature(unfinished, machine);
  chmodSync(unfinished, 0o755);
  rmSync(output, { force: true });
  renameSync(unfinished, output);
  console.log(`dist/${name}  ${Math.round(statSync(output).size / 1e6)} MB`);
}

mkdirSync(dist, { recursive: true });
const machines = process.argv.includes('--all') ? MACHINES : MACHINES.filter(isThisMachine);
if (machines.length === 0) {
  throw new Error(`Bun cannot compile the backend for ${process.platform} ${process.arch}.`);
}
for (const machine of machines) {
  build(machine);
}
