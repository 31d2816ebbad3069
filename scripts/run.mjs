// The door of `npm start` and `npm test`: needs Node and npm alone, and installs the rest before it hands over to Bun.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const windows = process.platform === 'win32';
const [command, ...args] = process.argv.slice(2);

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(
    `Tidemark needs Node 20 or later; this is ${process.version}. Install a newer one from https://nodejs.org.`
  );
  process.exit(1);
}

const bun = join(root, 'node_modules', 'bun', 'bin', 'bun.exe');

/** Whether what npm says it installed is what package-lock.json asks for; other systems' optional packages aside. */
function isInstalled() {
  // npm writes this file last, so it stands only where an installation was finished.
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record) || !existsSync(bun)) {
    return false;
  }
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = packagesOf(record);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) =>
      path === '' || installed[path]?.version === version || (optional === true && installed[path] === undefined)
  );
}

const npm = (...parameters) =>
  spawnSync(windows ? 'npm.cmd' : 'npm', [...parameters, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  }).status;

if (!isInstalled()) {
  console.log('Installing the packages of package-lock.json (the first time takes a few minutes) ...');
  if (npm('ci') !== 0) {
    console.log('npm ci did not accept package-lock.json; trying npm install, which leaves that file as it is ...');
    if (npm('install', '--no-save') !== 0) {
      console.error('npm install failed. What it said stands above; once that is mended, run the same command again.');
      process.exit(1);
    }
  }
}

const child = spawn(bun, [join(root, 'scripts', `${command}.ts`), ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // A terminal sends Ctrl-C to both; either way the child decides when it is done.
  process.on(signal, () => child.kill(signal));
}
if (process.env.npm_lifecycle_event !== undefined) {
  // npm hands a signal to the shell that it runs scripts in, and that shell ends without handing it on: what is left of
  // it is that our parent is another one.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
}
child.on('error', (error) => {
  console.error(`Bun did not start (${error.message}). Delete node_modules and run the same command again.`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1)));
