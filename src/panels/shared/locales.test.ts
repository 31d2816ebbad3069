/**
 * The texts of a panel stand in its code, in English; what translators start from is the file that Grafana loads in
 * their language's place, `locales/en-US/<id of the panel>.json`. It is written from the code by
 *
 *     UPDATE_LOCALES=1 npx jest src/panels/shared/locales
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectTexts, nestedTexts } from '../../model/testing/texts';

const PANELS = join(__dirname, '..');
const UPDATE = process.env['UPDATE_LOCALES'] === '1';

const panels = readdirSync(PANELS).filter((name) => existsSync(join(PANELS, name, 'locales')));

it.each(panels)('the English texts of %s are those of its code, none missing and none left over', (name) => {
  const folder = join(PANELS, name);
  const { id, languages } = JSON.parse(readFileSync(join(folder, 'plugin.json'), 'utf8')) as {
    id: string;
    languages: string[];
  };
  const file = join(folder, 'locales', 'en-US', `${id}.json`);
  const texts = collectTexts(folder, join(PANELS, 'shared'));
  expect([...texts.keys()].filter((key) => key.split('.').length !== 2)).toEqual([]);
  if (UPDATE) {
    writeFileSync(file, `${JSON.stringify(nestedTexts(texts), null, 2)}\n`);
  }
  expect(languages).toContain('en-US');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(nestedTexts(texts));
});
