import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { HTTP_SCENARIOS } from '../../src/backend/upstream/testing/httpScenarios';

const ROOT = resolve(__dirname, '..', '..');
const BUN = join(ROOT, 'node_modules', '.bin', 'bun');

interface Line {
  readonly part: string;
  readonly title: string;
  readonly failure: string | null;
}

// The backend ships compiled by Bun, whose HTTP and TLS are not Node's: what holds here in Jest must hold there.
describe('the HTTP client inside a program compiled by Bun', () => {
  let folder: string;
  let lines: readonly Line[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-compiled-'));
    const program = join(folder, 'scenarios');
    const entry = join(ROOT, 'src', 'backend', 'upstream', 'testing', 'runHttpScenarios.ts');
    execFileSync(BUN, ['build', entry, '--compile', '--bytecode', '--minify', '--keep-names', `--outfile=${program}`], {
      stdio: 'ignore',
    });
    // As Grafana starts it: with almost no environment.
    const { stdout } = await promisify(execFile)(program, { env: {}, timeout: 60_000, maxBuffer: 16 * 1024 * 1024 });
    lines = stdout
      .trim()
      .split('\n')
      .map((line): Line => JSON.parse(line));
  }, 120_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const cases = HTTP_SCENARIOS.flatMap(({ title: part, scenarios }) => scenarios.map(({ title }) => ({ part, title })));

  it.each(cases)('$part: $title', ({ part, title }) => {
    const line = lines.find((candidate) => candidate.part === part && candidate.title === title);
    expect(line).toEqual({ part, title, failure: null });
  });
});
