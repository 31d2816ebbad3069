/** The arrows between the rooms, as the linter holds them: a rule that finds no file behind an import says nothing. */
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

/** Which rules each text breaks, were it the file of that name. The linter loads as a module, which Jest cannot. */
function lint(files: ReadonlyArray<readonly [path: string, text: string]>): Promise<readonly string[][]> {
  const program = `
    import { ESLint } from 'eslint';
    // Types would take far longer, and no arrow needs them.
    const overrideConfig = {
      files: ['**/*.{ts,tsx}'],
      languageOptions: { parserOptions: { project: null } },
      rules: { '@typescript-eslint/no-deprecated': 'off' },
    };
    const eslint = new ESLint({ overrideConfig });
    const rules = [];
    for (const [filePath, text] of JSON.parse(process.argv[1])) {
      const [file] = await eslint.lintText(text, { filePath });
      rules.push(file.messages.map(({ ruleId, message }) => ruleId ?? message));
    }
    console.log('\\n' + JSON.stringify(rules));
  `;
  const input = JSON.stringify(files.map(([path, text]) => [join(ROOT, path), text]));
  return new Promise((done, fail) => {
    execFile(process.execPath, ['--input-type=module', '-e', program, input], { cwd: ROOT }, (error, stdout) => {
      if (error === null) {
        // A plugin announces its own end in a line above.
        done(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as string[][]);
      } else {
        fail(error);
      }
    });
  });
}

const ZONES = 'import-x/no-restricted-paths';

const AGAINST = [
  ['src/engine/some.ts', '../model', ZONES],
  ['src/engine/some.ts', 'node:fs', 'no-restricted-imports'],
  ['src/model/some.ts', '../datasource/change', ZONES],
  ['src/backend/some.ts', '../datasource/change', ZONES],
  ['src/replay/some.ts', '../pack', ZONES],
  ['src/datasource/some.ts', '../backend/errors', ZONES],
  ['src/panels/distribution/some.ts', '../../datasource/change', ZONES],
  ['src/app/models/some.tsx', '../../panels/distribution/options', ZONES],
  ['src/app/some.ts', 'node:fs', 'no-restricted-imports'],
] as const;

const ALONG = [
  ['src/model/some.ts', '../engine'],
  ['src/backend/some.ts', '../model'],
  ['src/backend/some.ts', '../replay'],
] as const;

it('an import against the arrows is an error, and one along them is none', async () => {
  const text = (from: string): string => `import * as other from '${from}';\nexport const kept = other;\n`;
  const found = await lint([...AGAINST, ...ALONG].map(([path, from]) => [path, text(from)] as const));
  const told = [...AGAINST, ...ALONG].map(([path, from], i) => [path, from, ...(found[i] ?? [])]);
  expect(told).toEqual([...AGAINST, ...ALONG]);
}, 120_000);
