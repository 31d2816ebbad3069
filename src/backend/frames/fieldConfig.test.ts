import { SCORE_IDS, scores, VERDICTS } from '../../engine';
import { VERDICT_LOOK } from '../../model/verdicts';
import { scoreConfig, VERDICT_CONFIG } from './fieldConfig';

describe('scoreConfig', () => {
  it.each([...SCORE_IDS])('gives %s its label, its explanation and its lowest value', (id) => {
    expect(scoreConfig(id)).toMatchObject({
      displayNameFromDS: scores[id].label,
      description: scores[id].explanation,
      min: scores[id].range.min,
    });
  });

  it('shows a share in percent, a shift in deviations, and a statistic as the number that it is', () => {
    const shown = (['missing_rate', 'mean_shift', 'energy', 'symmetric_kl'] as const).map((id) => scoreConfig(id).unit);
    expect(shown).toEqual(['percentunit', 'suffix: σ', undefined, 'suffix: nats']);
  });

  it('colours by the usual thresholds', () => {
    expect(scoreConfig('psi').thresholds?.steps).toEqual([
      { value: null, color: 'green' },
      { value: 0.1, color: 'orange' },
      { value: 0.25, color: 'red' },
    ]);
  });

  it('colours by the thresholds of the feature where it has its own', () => {
    const steps = (own: { warning?: number; drift?: number }) =>
      scoreConfig('psi', { thresholds: { psi: own } }).thresholds?.steps.map(({ value }) => value);
    expect(steps({ drift: 0.4 })).toEqual([null, 0.1, 0.4]);
    expect(steps({ warning: 0.2, drift: 0.4 })).toEqual([null, 0.2, 0.4]);
    // A warning above drift is taken as drift, as the engine takes it.
    expect(steps({ drift: 0.05 })).toEqual([null, 0.05]);
  });

  it('has no thresholds where nobody has published any', () => {
    const without = SCORE_IDS.filter((id) => scores[id].thresholds === null);
    expect(without.map((id) => scoreConfig(id).thresholds)).toEqual(without.map(() => undefined));
  });
});

describe('VERDICT_CONFIG', () => {
  it('has the word of every verdict that panels and pages have', () => {
    expect(VERDICT_CONFIG.mappings?.[0]?.options).toMatchObject(
      Object.fromEntries(VERDICTS.map((verdict) => [verdict, { text: VERDICT_LOOK[verdict].word }]))
    );
  });
});
