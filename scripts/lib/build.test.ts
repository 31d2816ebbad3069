import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { globSync } from 'glob';
import { BACKEND, executableName, FRONTEND, ROOT } from './build';

describe('what decides whether a build is stale', () => {
  it('names the executable as Grafana looks for it on each system', () => {
    expect(executableName('linux', 'x64')).toBe('gpx_tidemark_linux_amd64');
    expect(executableName('linux', 'arm64')).toBe('gpx_tidemark_linux_arm64');
    expect(executableName('darwin', 'arm64')).toBe('gpx_tidemark_darwin_arm64');
    expect(executableName('win32', 'x64')).toBe('gpx_tidemark_windows_amd64.exe');
  });

  it('finds the root of the repository, and every input that it names there', () => {
    expect(existsSync(join(ROOT, 'src', 'plugin.json'))).toBe(true);
    const missing = [...FRONTEND.inputs, ...BACKEND.inputs].filter((input) => !existsSync(join(ROOT, input)));
    expect(missing).toEqual([]);
  });

  it('counts every room of src that the backend imports among its inputs', () => {
    const rooms = new Set(['backend']);
    for (const room of rooms) {
      for (const file of globSync(`src/${room}/**/*.ts`, { cwd: ROOT, ignore: ['**/*.test.ts', '**/testing/**'] })) {
        const text = readFileSync(join(ROOT, file), 'utf8');
        for (const [, target = ''] of text.matchAll(/from '(\.[^']*)'/g)) {
          rooms.add(relative(join(ROOT, 'src'), resolve(ROOT, dirname(file), target)).split(sep)[0] ?? '');
        }
      }
    }
    expect(BACKEND.inputs).toEqual(expect.arrayContaining([...rooms].map((room) => `src/${room}`)));
  });

  it('leaves tests out of both builds, and the backend out of the frontend', () => {
    expect(FRONTEND.ignores('src/app/App.test.tsx')).toBe(true);
    expect(FRONTEND.ignores('src/backend/main.ts')).toBe(true);
    expect(FRONTEND.ignores('src/app/App.tsx')).toBe(false);
    expect(BACKEND.ignores('src/backend/main.ts')).toBe(false);
    expect(BACKEND.ignores('src/backend/errors.test.ts')).toBe(true);
  });
});
