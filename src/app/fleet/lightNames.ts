import type { Verdict } from '../../engine';
import { VERDICT_LOOK } from '../../model/verdicts';
import { t } from '../t';
import type { LightId } from './light';

export const lightNames = (): Readonly<Record<LightId, string>> => ({
  pipeline: t('concern.pipeline', 'Pipeline'),
  data: t('concern.data', 'Data'),
  model: t('concern.model', 'Model'),
  output: t('concern.output', 'Output'),
});

/** What a verdict is called of each: a job does not drift, it fails. */
export function lightWord(id: LightId, verdict: Verdict): string {
  if (verdict !== 'drift') {
    return VERDICT_LOOK[verdict].word;
  }
  switch (id) {
    case 'pipeline':
      return t('light.pipeline', 'Failing');
    case 'data':
      return VERDICT_LOOK.drift.word;
    case 'model':
      return t('light.model', 'Worse');
    case 'output':
      return t('light.output', 'Absurd');
  }
}
