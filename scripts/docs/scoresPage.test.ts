import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROMQL_SCORE_IDS, SCORE_IDS } from '../../src/engine';
import { table } from './markdown';
import { scoresPage } from './scoresPage';

describe('docs/scores.md', () => {
  test('is what the catalogues say: `npm run docs:scores` writes it anew', () => {
    expect(readFileSync(join(__dirname, '../../docs/scores.md'), 'utf8')).toBe(scoresPage());
  });

  test('tells of every score, when not to use it, and where its thresholds come from', () => {
    const page = scoresPage();
    for (const id of SCORE_IDS) {
      expect(page).toContain(`- **Id:** \`${id}\``);
    }
    const count = (words: string): number => page.split(words).length - 1;
    const entries = count('- **Id:** ');
    expect(entries).toBeGreaterThan(60);
    for (const fact of ['Formula', 'Range', 'Direction', 'Needs', 'When not to use it', 'Source']) {
      expect([fact, count(`- **${fact}:** `)]).toEqual([fact, entries]);
    }
    expect(count('- **Usual thresholds:** ') + count('- **Usual setting:** ')).toBe(entries);
    expect(count('- **As PromQL:** ')).toBe(PROMQL_SCORE_IDS.length);
    expect(page).not.toMatch(/undefined|NaN|\[object/);
  });

  test('links to sections that are there', () => {
    const page = scoresPage();
    const headings = [...page.matchAll(/^### (.+)$/gm)].map(([, title]) =>
      (title ?? '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-')
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, slug]) => slug);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((slug) => !headings.includes(slug ?? ''))).toEqual([]);
  });
});

describe('table', () => {
  test('pads its cells, and lays numbers to the right where asked', () => {
    expect(table(['a', 'long'], [['x|y', '1']], true)).toBe('| a    | long |\n| ---- | ---: |\n| x\\|y |    1 |');
  });
});
