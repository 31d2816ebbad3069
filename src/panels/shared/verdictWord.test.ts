import { VERDICT_LOOK, VERDICTS_BY_GRAVITY } from '../../model/verdicts';
import { verdictWord } from './verdictWord';

it.each(VERDICTS_BY_GRAVITY)('calls %s by the word that it has everywhere, where nothing is translated', (verdict) => {
  expect(verdictWord(verdict)).toBe(VERDICT_LOOK[verdict].word);
});
