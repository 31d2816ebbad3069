/** `npm run docs:scores`: writes docs/scores.md from the catalogues of the engine. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scoresPage } from './docs/scoresPage';
import { ROOT } from './lib/build';

writeFileSync(join(ROOT, 'docs', 'scores.md'), scoresPage());
