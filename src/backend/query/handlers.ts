import type { QueryKind } from '../../model';
import { distribution } from './distribution';
import { drift } from './drift';
import { driftOverTime } from './driftOverTime';
import { dataset } from './dataset/dataset';
import { models } from './models/models';
import { pipeline } from './pipeline/pipeline';
import { quality } from './quality/quality';
import { modelPerformance } from './performance/performance';
import type { Handler } from './request';
import { runtime } from './runtime/runtime';
import { shadow } from './shadow/shadow';

/** Who answers which kind of query. A kind without a handler fails the type check. */
export const handlers = {
  // Loaded when it is first asked for: the language of its rules takes as long to start, and as much memory, as all else.
  absurd: async (request, context) => (await import('./absurd/absurd')).absurd(request, context),
  distribution,
  drift,
  drift_over_time: driftOverTime,
  dataset,
  shadow,
  models,
  pipeline,
  quality,
  performance: modelPerformance,
  runtime,
} satisfies Record<QueryKind, Handler>;
