import type { Verdict } from '../../engine';
import { TIMELINE_FIELDS } from '../../model/modelsFrames';
import { VERDICT_LOOK } from '../../model/verdicts';
import type { Answer } from '../ask/ask';
import { rowsOf, textOf } from '../ask/table';
import { asVerdict } from '../fleet/standing';
import { t } from '../t';

/** The lines of the axis, from cause to effect. */
export const LANES = ['pipeline', 'version', 'drift'] as const;
export type LaneId = (typeof LANES)[number];

export interface Change {
  readonly time: number;
  readonly lane: LaneId;
  readonly title: string;
  readonly text: string;
  /** Whether it is trouble that begins, trouble that ends, or neither. */
  readonly sign: 'bad' | 'good' | 'plain';
}

const OVER_TIME = { time: 'time', verdict: 'verdict' } as const;

/** What the log calls a hyperparameter is known by its own name, and other fields of it by a word. */
const inWords = (text: string): string =>
  text
    .replaceAll(/\bhyperparameters\.(?=\w)/g, '')
    .replaceAll(/\brun_url(?=: )/g, t('changes.run', 'training run'))
    .replaceAll(/\btraining_data(?=: )/g, t('changes.training-data', 'training data'));

function told(answer: Answer | undefined, lane: LaneId, signOf: (tags: string) => Change['sign']): readonly Change[] {
  const rows = answer === undefined ? [] : (rowsOf(answer, 'timeline', TIMELINE_FIELDS) ?? []);
  return rows.map((row) => ({
    time: Number(row.time),
    lane,
    title: textOf(row.title),
    text: inWords(textOf(row.text)),
    sign: signOf(String(row.tags)),
  }));
}

/** Where the verdict of the whole model turned, at the beginning of the first window that showed it. */
function turns(answer: Answer | undefined, windowMs: number): readonly Change[] {
  const rows = answer === undefined ? [] : (rowsOf(answer, 'over_time', OVER_TIME) ?? []);
  const changes: Change[] = [];
  let before: Verdict | undefined;
  for (const row of rows) {
    const verdict = asVerdict(row.verdict);
    if (verdict === undefined || verdict === 'insufficient') {
      continue;
    }
    if (before !== undefined && before !== verdict) {
      const better = verdict === 'ok' || (verdict === 'warning' && before === 'drift');
      changes.push({
        time: Number(row.time) - windowMs,
        lane: 'drift',
        title: `${VERDICT_LOOK[before].word} → ${VERDICT_LOOK[verdict].word}`,
        text: '',
        sign: better ? 'good' : 'bad',
      });
    }
    before = verdict;
  }
  return changes;
}

/** Everything that changed around a model, the earliest first. */
export function changesOf(
  answers: { readonly pipeline?: Answer; readonly versions?: Answer; readonly drift?: Answer },
  windowMs: number
): readonly Change[] {
  return [
    ...told(answers.pipeline, 'pipeline', (tags) =>
      /failed|late|empty/.test(tags) ? 'bad' : /succeeded/.test(tags) ? 'good' : 'plain'
    ),
    ...told(answers.versions, 'version', (tags) => (/rolled.back/.test(tags) ? 'bad' : 'plain')),
    ...turns(answers.drift, windowMs),
  ].sort((a, b) => a.time - b.time);
}
