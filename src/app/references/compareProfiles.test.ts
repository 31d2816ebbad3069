import { compareProfiles } from './compareProfiles';

const profile = (name: string, counts: number[], categories: Record<string, number>) => ({
  name,
  features: [
    { name: 'amount', edges: [10, 20], counts },
    { name: 'country', categories },
  ],
});

describe('two references', () => {
  it('that are the same have not moved', () => {
    const one = profile('a', [10, 20, 30], { DE: 5, FR: 5 });
    expect(compareProfiles(one, one).map(({ psi }) => psi)).toEqual([0, 0]);
  });

  it('stand with what moved most first: PSI by hand is (0.8 - 0.2) ln 4 twice over', () => {
    const changes = compareProfiles(
      profile('a', [10, 20, 30], { DE: 20, FR: 80 }),
      profile('b', [10, 20, 30], { DE: 80, FR: 20 })
    );
    expect(changes[0]?.name).toBe('country');
    expect(changes[0]?.psi).toBeCloseTo(2 * 0.6 * Math.log(4), 12);
  });

  it('say of a feature that only one has which one that is', () => {
    const [before, after] = [profile('a', [1, 1, 1], { DE: 1 }), { name: 'b', features: [] }];
    expect(compareProfiles(before, after)).toContainEqual({ name: 'amount', psi: null, why: 'only in the first' });
  });

  it('of different kinds have no number, and a reason', () => {
    const before = { name: 'a', features: [{ name: 'x', edges: [1], counts: [1, 2] }] };
    const after = { name: 'b', features: [{ name: 'x', categories: { DE: 1 } }] };
    const [change] = compareProfiles(before, after);
    expect(change?.psi).toBeNull();
    expect(change?.why).not.toBe('');
  });
});
