import type { QueryKind } from '../../model';
import { absurd } from './absurd/absurd';
import { distribution } from './distribution';
import { drift } from './drift';
import { driftOverTime } from './driftOverTime';
import { dataset } from './dataset/dataset';
import { models } from './models/models';
import { pipeline } from './pipeline/pipeline';
import { quality } from './quality/quality';
import { modelPerformance } from './performance/performance';
import type { Handler } from './request';
import { shadow } from './shadow/shadow';

/** Who answers which kind of query. A kind without a handler fails the type check. */
export const handlers = {
  absurd,
  distribution,
  drift,
  drift_over_time: driftOverTime,
  dataset,
  shadow,
  models,
  pipeline,
  quality,
  performance: modelPerformance,
} satisfies Record<QueryKind, Handler>;
