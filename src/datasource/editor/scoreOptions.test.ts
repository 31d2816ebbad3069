import { DRIFT_SCORE_IDS, isSampleScore, sampleScores, SAMPLE_SCORE_IDS, scores } from '../../engine';
import { SCORE_OPTIONS } from './scoreOptions';

const optionOf = (id: string) => SCORE_OPTIONS.find(({ value }) => value === id);

describe('the scores on offer', () => {
  it('are those of both catalogues, each once', () => {
    expect(SCORE_OPTIONS.map(({ value }) => value).sort()).toEqual([...DRIFT_SCORE_IDS].sort());
  });

  it('begin with the most used, PSI first', () => {
    expect(SCORE_OPTIONS.slice(0, 5).map(({ value }) => value)).toEqual([
      'psi',
      'js',
      'ks',
      'wasserstein',
      'chi_square',
    ]);
  });

  it('stand together with their group, for a menu writes a heading wherever the group changes', () => {
    const headings = SCORE_OPTIONS.map(({ group }) => group).filter((group, i, all) => group !== all[i - 1]);
    expect(headings).toEqual([
      'Most used',
      'More for any feature',
      'More for numeric features',
      'For categories',
      'Tests on single values',
    ]);
  });

  it('are said to be for one kind of feature exactly where they are', () => {
    for (const { value, group, description } of SCORE_OPTIONS) {
      if (isSampleScore(value)) {
        continue;
      }
      const said = /numeric/i.test(group) || description.startsWith('Numeric features only.');
      expect([value, said]).toEqual([value, scores[value].kinds.join() === 'numeric']);
      expect([value, group === 'For categories']).toEqual([value, scores[value].kinds.join() === 'categorical']);
    }
  });

  it('say of the tests on single values what they need, and what they answer', () => {
    for (const id of SAMPLE_SCORE_IDS) {
      expect(optionOf(id)?.description).toBe(`Gauges and logs only. ${sampleScores[id].explanation}`);
    }
  });

  it('say what they need beyond the distribution', () => {
    expect(optionOf('missing_rate')?.description).toMatch(/^Needs a count of missing values/);
    expect(optionOf('out_of_range')?.description).toMatch(/^Needs the range/);
  });
});
