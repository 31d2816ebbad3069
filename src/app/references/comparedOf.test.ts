import { comparedOf } from './comparedOf';

const profile = (name: string, model: string) => ({ name, model, features: [] });
const PROFILES = [profile('train', 'fraud'), profile('eta', 'parcels'), profile('spring', 'fraud')];

const names = (query: Parameters<typeof comparedOf>[1]) => {
  const { before, after } = comparedOf(PROFILES, query);
  return [before?.name, after?.name];
};

describe('the two references that are compared', () => {
  it('are those that the address names', () => {
    expect(names({ compare: 'spring', with: 'eta' })).toEqual(['spring', 'eta']);
  });

  it('are the first and another of its model where the address names none, or one that is gone', () => {
    expect(names({})).toEqual(['train', 'spring']);
    expect(names({ compare: 'gone', with: 'gone' })).toEqual(['train', 'spring']);
  });

  it('are of one model where only the first is named', () => {
    expect(names({ compare: 'spring' })).toEqual(['spring', 'train']);
    expect(names({ compare: 'eta' })).toEqual(['eta', 'train']);
  });
});
