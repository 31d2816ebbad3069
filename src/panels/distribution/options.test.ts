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
    const options = {
      view: 'mirrored',
      showControls: false,
      sort: 'name',
      limit: 12,
      drawing: 'steps',
      scale: 'true',
      categories: 5,
      scores: ['js', 'psi'],
      variable: 'input',
    };
    expect(parseOptions(options)).toEqual({ options: { ...options, scores: ['psi', 'js'] }, dropped: [] });
  });

  it.each([
    ['sort', 'best', 'Option "sort" is "best", which is none of worst, name, given: "worst" is used.'],
    ['scale', 1, 'Option "scale" is 1, which is none of bins, true: "bins" is used.'],
    [
      'view',
      'pie',
      'Option "view" is "pie", which is none of overlay, mirrored, difference, cumulative, time: "overlay" is used.',
    ],
    ['limit', 0, 'Option "limit" is 0, which is no whole number from 1 on: it is left out.'],
    ['categories', 2.5, 'Option "categories" is 2.5, which is no whole number from 1 on: it is left out.'],
    ['showControls', 'yes', 'Option "showControls" is "yes", which is neither true nor false: true is used.'],
    [
      'variable',
      '$feature',
      'Option "variable" is "$feature", which names no variable: a click on a feature does nothing.',
    ],
    ['scores', ['psi', 'nope'], 'Option "scores" names "nope", which is no score: it is left out.'],
  ])('drops %s of %j, and says so', (name, value, sentence) => {
    const { options, dropped } = parseOptions({ [name]: value, drawing: 'bars' });
    expect(dropped).toEqual([sentence]);
    expect(options.drawing).toBe('bars');
  });

  it('reads what former versions stored without a migration, as a provisioned dashboard may bring it', () => {
    expect(parseOptions({ maxFeatures: 12 })).toMatchObject({ options: { limit: 12 }, dropped: [] });
  });
});
