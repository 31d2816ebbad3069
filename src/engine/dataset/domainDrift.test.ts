import { seeded } from '../sample/random';
import { reasonOf, repairsOf, valueOf } from '../testing/pairs';
import { expectHonest, HOSTILE_NUMBERS } from '../testing/within';
import type { Column } from './columns';
import { domainDrift } from './domainDrift';

/** Two features, the second being the first or its opposite with some noise: alike one by one, not together. */
function columns(random: () => number, count: number, sign: number): Column[] {
  const first = Array.from({ length: count }, () => random() + random() - 1);
  return [
    { name: 'a', values: first },
    { name: 'b', values: first.map((value) => sign * value + 0.3 * (random() - 0.5)) },
  ];
}

describe('domainDrift', () => {
  test('sees features that no longer move together, though each alone looks as ever', () => {
    const random = seeded(61);
    const found = valueOf(domainDrift(columns(random, 300, 1), columns(random, 300, -1), { random }));
    expect(found.verdict).toBe('drift');
    expect(found.lower).toBeGreaterThan(0.65);
  });

  test('says drift without any in fewer than 5 of 100 cases, for it asks for a size as well', () => {
    const random = seeded(62);
    let fired = 0;
    for (let k = 0; k < 100; k++) {
      const drift = valueOf(domainDrift(columns(random, 60, 1), columns(random, 60, 1), { random }));
      fired += drift.verdict === 'drift' ? 1 : 0;
    }
    expect(fired).toBeLessThan(5);
  });

  test('draws rows beyond the most, says so, and draws the same ones for the same seed', () => {
    const [before, now] = [columns(seeded(63), 90, 1), columns(seeded(64), 80, 1)];
    const ask = () => domainDrift(before, now, { random: seeded(7), most: 40 });
    expect(repairsOf(ask())).toEqual([{ kind: 'sampled', of: 170, kept: 80 }]);
    expect(ask()).toEqual(ask());
  });

  test('other features, too few rows and hostile values are answered in words', () => {
    const random = seeded(65);
    const [before, now] = [columns(random, 30, 1), columns(random, 30, 1)];
    expect(reasonOf(domainDrift(before, now.slice(1), { random }))).toBe('no_features');
    expect(reasonOf(domainDrift(before, [...now].reverse(), { random }))).toBe('kind_mismatch');
    expect(reasonOf(domainDrift(columns(random, 19, 1), now, { random }))).toBe('too_few_observations');
    for (const a of HOSTILE_NUMBERS) {
      const hostile = before.map(({ name, values }) => ({
        name,
        values: Array.from(values).map((v, i) => (i % 2 ? a : v)),
      }));
      expectHonest(domainDrift(hostile, now, { random }));
      expectHonest(domainDrift(hostile, hostile, { random }));
    }
  });
});
