/**
 * The texts of the app stand in its code, in English; what translators start from is the file that Grafana loads in their
 * language's place, `locales/en-US/tidemark-drift-app.json`. It is written from the code by
 *
 *     UPDATE_LOCALES=1 npx jest src/app/locales
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { collectTexts, nestedTexts } from '../model/testing/texts';
import { APP_ID } from '../model/ids';

const SRC = join(__dirname, '..');

it('the English texts of the app are those of its code, none missing and none left over', () => {
  const file = join(SRC, 'locales', 'en-US', `${APP_ID}.json`);
  const texts = collectTexts(__dirname);
  expect(texts.size).toBeGreaterThan(100);
  expect([...texts.keys()].filter((key) => key.split('.').length !== 2)).toEqual([]);
  if (process.env['UPDATE_LOCALES'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(nestedTexts(texts), null, 2)}\n`);
  }
  const { languages } = JSON.parse(readFileSync(join(SRC, 'plugin.json'), 'utf8')) as { languages: string[] };
  expect(languages).toContain('en-US');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(nestedTexts(texts));
});
