import { buildHost } from '../preview/build';

await buildHost();
