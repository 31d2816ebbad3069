import { reasonOf, valueOf } from '../testing/pairs';
import { peerTable } from '../testing/peerTable';
import { seeded } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import type { Column } from './columns';
import { correlationMatrix, type CorrelationMethod } from './correlation';
import { correlationChange } from './correlationChange';

type Peer = { reference: number; current: number; p: number | null } | null;

const { correlations } = peerTable('dataset/dataset.json') as {
  correlations: Array<{
    reference: Array<Array<number | null>>;
    current: number[][];
    pairs: Array<{ rows: number; pearson: Peer; spearman: Peer }>;
  }>;
};

function columns(values: ReadonlyArray<ReadonlyArray<number | null>>): Column[] {
  return values.map((own, i) => ({ name: `f${i}`, values: own.map((value) => value ?? NaN) }));
}

const METHODS: readonly CorrelationMethod[] = ['pearson', 'spearman'];

/** Two normal numbers that correlate (Box and Muller). */
function twoNormals(random: () => number, r: number): readonly [number, number] {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  const angle = 2 * Math.PI * random();
  const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
  return [x, r * x + Math.sqrt(1 - r * r) * y];
}

function correlated(random: () => number, r: number, rows: number): Column[] {
  const drawn = Array.from({ length: rows }, () => twoNormals(random, r));
  return columns([drawn.map(([x]) => x), drawn.map(([, y]) => y)]);
}

describe('correlationMatrix', () => {
  test('worked by hand: a line is 1, a bend is less for Pearson and 1 for Spearman', () => {
    const bent = columns([
      [1, 2, 3, 4],
      [1, 4, 9, 16],
    ]);
    expectWithin(valueOf(correlationMatrix(bent, 'pearson')).values[0]?.[1] as number, 0.9843740386976972, 1e-15);
    expect(valueOf(correlationMatrix(bent, 'spearman')).values[0]?.[1]).toBeCloseTo(1, 15);
  });

  test('is symmetric, 1 on the diagonal, and knows no unit', () => {
    const random = seeded(59);
    for (let k = 0; k < 500; k++) {
      const own = Array.from({ length: 3 }, () => Array.from({ length: 12 }, () => random() - 0.3));
      for (const method of METHODS) {
        const plain = valueOf(correlationMatrix(columns(own), method)).values;
        const scale = 10 ** (random() * 500 - 250);
        const scaled = valueOf(correlationMatrix(columns(own.map((one) => one.map((x) => x * scale))), method)).values;
        plain.forEach((row, i) =>
          row.forEach((value, j) => {
            expect(value).toBe(i === j ? 1 : plain[j]?.[i]);
            expect(Math.abs((value as number) - (scaled[i]?.[j] as number))).toBeLessThan(1e-12);
          })
        );
      }
    }
  });

  test('a feature that does not vary correlates with nothing, itself among it', () => {
    const { values } = valueOf(
      correlationMatrix(
        columns([
          [0.1, 0.1, 0.1],
          [1, 2, 3],
        ]),
        'pearson'
      )
    );
    expect(values).toEqual([
      [null, null],
      [null, 1],
    ]);
  });

  test('hostile values never give NaN', () => {
    const random = seeded(60);
    const draw = (): number => HOSTILE_NUMBERS[Math.floor(random() * HOSTILE_NUMBERS.length)] as number;
    for (let k = 0; k < 2_000; k++) {
      const own = columns([Array.from({ length: 6 }, draw), Array.from({ length: 6 }, draw)]);
      const method = METHODS[k % 2] as CorrelationMethod;
      expectHonest(correlationMatrix(own, method));
      expectHonest(correlationChange(own, columns([[1, 2, 3, 4, 5, 6], Array.from({ length: 6 }, draw)]), { method }));
    }
  });

  test('fewer than two features, and unequal rows, give no answer', () => {
    expect(reasonOf(correlationMatrix([]))).toBe('no_features');
    expect(reasonOf(correlationMatrix(columns([[1, 2]])))).toBe('no_features');
    expect(reasonOf(correlationMatrix(columns([[1, 2], [1]])))).toBe('unequal_lengths');
  });
});

describe('correlationChange', () => {
  test.each(correlations.map((one, i) => [i, one] as const))('SciPy, case %i', (_, one) => {
    for (const method of METHODS) {
      if (one.pairs.every((pair) => pair[method] === null)) {
        continue;
      }
      const { pairs } = valueOf(correlationChange(columns(one.reference), columns(one.current), { method }));
      one.pairs.forEach((expected, i) => {
        const peer = expected[method];
        const found = pairs[i];
        expect(found?.referenceRows).toBe(expected.rows);
        if (peer === null) {
          expect(found?.verdict).toBe('insufficient');
          return;
        }
        expectWithin(found?.reference as number, peer.reference, 1e-9, 1e-14);
        expectWithin(found?.current as number, peer.current, 1e-9, 1e-14);
        expectWithin(found?.difference as number, peer.current - peer.reference, 1e-9, 1e-14);
        if (peer.p !== null && expected.rows > 3) {
          expectWithin(found?.pValue as number, peer.p, 1e-6, 1e-300);
        }
      });
    }
  });

  test('no change is p = 1, and swapping the sides changes the sign alone', () => {
    const random = seeded(61);
    for (let k = 0; k < 500; k++) {
      const [before, now] = [correlated(random, 0.5, 30), correlated(random, -0.2, 40)];
      const same = valueOf(correlationChange(before, before)).pairs[0];
      expect(same).toMatchObject({ difference: 0, q: 0, verdict: 'ok' });
      expect(same?.pValue).toBeCloseTo(1, 14);
      const there = valueOf(correlationChange(before, now)).pairs[0];
      const back = valueOf(correlationChange(now, before)).pairs[0];
      expect(back?.difference).toBe(-(there?.difference as number));
      expect(back?.pValue).toBe(there?.pValue);
    }
  });

  test.each([
    ['pearson', 0, 100, 100],
    ['pearson', 0.8, 100, 400],
    ['spearman', 0, 100, 100],
    ['spearman', 0.6, 100, 400],
    ['spearman', -0.8, 200, 200],
  ] as const)('without drift %s at r = %d, %i against %i rows: alpha within a point over 2,000', (method, r, n, m) => {
    const random = seeded(62);
    let alarms = 0;
    for (let k = 0; k < 2_000; k++) {
      const found = correlationChange(correlated(random, r, n), correlated(random, r, m), { method });
      alarms += (valueOf(found).pairs[0]?.pValue as number) <= 0.05 ? 1 : 0;
    }
    expect(Math.abs(alarms / 2_000 - 0.05)).toBeLessThanOrEqual(0.01);
  });

  test('a verdict needs significance and a size: Cohen’s q of 0.3 warns, 0.5 is drift', () => {
    const random = seeded(63);
    const verdictOf = (r: number, rows: number) =>
      valueOf(correlationChange(correlated(random, 0, rows), correlated(random, r, rows))).verdict;
    expect(verdictOf(Math.tanh(0.8), 2_000)).toBe('drift');
    expect(verdictOf(Math.tanh(0.4), 4_000)).toBe('warning');
    expect(verdictOf(Math.tanh(0.1), 20_000)).toBe('ok');
    expect(verdictOf(Math.tanh(0.8), 3)).toBe('insufficient');
  });

  test('p-values are corrected over all pairs', () => {
    const random = seeded(64);
    const many = (): Column[] => columns(Array.from({ length: 6 }, () => Array.from({ length: 50 }, random)));
    const { pairs } = valueOf(correlationChange(many(), many()));
    expect(pairs).toHaveLength(15);
    pairs.forEach(({ pValue, pAdjusted }) => expect(pAdjusted as number).toBeGreaterThanOrEqual(pValue as number));
  });

  test('other features on the two sides, and nothing that varies, give no answer', () => {
    const [a, b] = columns([
      [1, 2, 3, 4, 5],
      [2, 1, 3, 5, 4],
    ]) as [Column, Column];
    expect(reasonOf(correlationChange([a, b], [b, a]))).toBe('kind_mismatch');
    expect(reasonOf(correlationChange([a, b], [a, b, { ...a, name: 'c' }]))).toBe('kind_mismatch');
    const flat = columns([
      [1, 1, 1, 1],
      [1, 2, 3, 4],
    ]);
    expect(reasonOf(correlationChange(flat, flat))).toBe('no_variation');
    expect(() => correlationChange([a, b], [a, b], { alpha: 2 })).toThrow(RangeError);
  });
});
