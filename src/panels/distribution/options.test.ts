import { DEFAULT_OPTIONS, parseOptions } from './options';

describe('parseOptions', () => {
  it.each([
    ['nothing', undefined],
    ['an empty object', {}],
    ['no object', 'text'],
    ['what another panel left behind', { legend: { showLegend: true } }],
  ])('takes %s as the defaults, without a word', (_, stored) => {
    expect(parseOptions(stored)).toEqual({ options: DEFAULT_OPTIONS, dropped: [] });
  });

  it('keeps what is valid', () => {
    const options = { sort: 'name', maxFeatures: 12, drawing: 'steps', scale: 'true', scores: ['js', 'psi'] };
    expect(parseOptions(options)).toEqual({ options: { ...options, scores: ['psi', 'js'] }, dropped: [] });
  });

  it.each([
    ['sort', 'best', 'Option "sort" is "best", which is none of worst, name, given: "worst" is used.'],
    ['scale', 1, 'Option "scale" is 1, which is none of bins, true: "bins" is used.'],
    ['maxFeatures', 0, 'Option "maxFeatures" is 0, which is no whole number from 1 to 500: 60 is used.'],
    ['maxFeatures', '12', 'Option "maxFeatures" is "12", which is no whole number from 1 to 500: 60 is used.'],
    ['scores', ['psi', 'nope'], 'Option "scores" names "nope", which is no score: it is left out.'],
  ])('drops %s of %j, and says so', (name, value, sentence) => {
    const { options, dropped } = parseOptions({ [name]: value, drawing: 'bars' });
    expect(dropped).toEqual([sentence]);
    expect(options.drawing).toBe('bars');
  });

  it('cuts a number beyond the most that can be drawn, which is no mistake to be told of', () => {
    expect(parseOptions({ maxFeatures: 100_000 })).toMatchObject({ options: { maxFeatures: 500 }, dropped: [] });
  });
});
