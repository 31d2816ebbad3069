import type { QueryKind } from '../../model';
import { absurd } from './absurd';
import { dataset } from './dataset';
import { distribution } from './distribution';
import { drift } from './drift';
import { driftOverTime } from './driftOverTime';
import type { Face } from './face';
import { models } from './models';
import { performance } from './performance';
import { pipeline } from './pipeline';
import { quality } from './quality';
import { runtime } from './runtime';
import { shadow } from './shadow';

/** Every kind of query as the editor shows it, in the order in which people ask. A kind without a face does not compile. */
export const FACES: Readonly<Record<QueryKind, Face>> = {
  drift,
  drift_over_time: driftOverTime,
  distribution,
  dataset,
  quality,
  shadow,
  absurd,
  performance,
  models,
  pipeline,
  runtime,
};

export const ALL_KINDS = Object.keys(FACES) as readonly QueryKind[];
