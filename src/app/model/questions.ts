import type { Question } from '../ask/ask';

/** Questions that several parts of the page share: each is asked once. */
export const sharedQuestions = (model: string) =>
  ({
    pipeline: { refId: 'A', queryType: 'pipeline', model, frames: ['summary'] },
    data: { refId: 'A', queryType: 'dataset', model, frames: ['summary', 'features', 'causes'] },
    model: { refId: 'A', queryType: 'performance', model, frames: ['summary', 'over_time'] },
    output: { refId: 'A', queryType: 'absurd', model },
  }) as const satisfies Readonly<Record<string, Question>>;
