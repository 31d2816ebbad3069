import { crossCheck } from './crossCheck';

describe('crossCheck', () => {
  it('finds nothing where every name names something', () => {
    expect(
      crossCheck({
        models: [{ id: 'fraud', owner: 'risk', reference: { kind: 'profile', name: 'train-7' } }],
        profiles: [{ name: 'train-7', model: 'fraud', features: [] }],
        teams: [{ id: 'risk' }],
      })
    ).toEqual([]);
  });

  it('says where an owner, a profile or a model names nothing, and what there is', () => {
    expect(
      crossCheck({
        models: [{ id: 'fraud', owner: 'rsk', reference: { kind: 'profile', name: 'train-8' } }],
        profiles: [{ name: 'train-7', model: 'frod', features: [] }],
        teams: [{ id: 'risk' }],
      })
    ).toEqual([
      { path: 'models[0].owner', message: 'no team "rsk"; there is risk' },
      { path: 'models[0].reference.name', message: 'no profile "train-8"; there is train-7' },
      { path: 'profiles[0].model', message: 'no model "frod"; there is fraud' },
    ]);
  });

  it('finds a profile that belongs to another model', () => {
    expect(
      crossCheck({
        models: [{ id: 'a' }, { id: 'b', reference: { kind: 'profile', name: 'p' } }],
        profiles: [{ name: 'p', model: 'a', features: [] }],
      })
    ).toEqual([{ path: 'models[1].reference.name', message: 'profile "p" belongs to model "a"' }]);
  });

  it('does not ask for teams or models where none are defined', () => {
    expect(crossCheck({ models: [{ id: 'a', owner: 'x' }] })).toEqual([]);
    expect(crossCheck({ profiles: [{ name: 'p', model: 'a', features: [] }] })).toEqual([]);
  });
});
