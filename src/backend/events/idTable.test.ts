import { seeded, wholeNumber } from '../../engine/testing/random';
import { IdTable } from './idTable';

describe('numbers by id', () => {
  it('answers as a Map does, whatever the order, over a hundred thousand ids', () => {
    const random = seeded(11);
    const table = new IdTable();
    const truth = new Map<string, number>();
    let surprises = 0;
    for (let i = 0; i < 200_000; i++) {
      const id = `request-${wholeNumber(random, 0, 100_000)}`;
      surprises += table.set(id, i) === truth.has(id) ? 1 : 0;
      truth.set(id, i);
    }
    expect(surprises).toBe(0);
    expect(table.size).toBe(truth.size);
    expect([...truth].filter(([id, value]) => table.get(id) !== value)).toEqual([]);
  });

  it('knows no id that it was not given, the empty one and one of another alphabet among them', () => {
    const table = new IdTable();
    for (let i = 0; i < 50_000; i++) {
      table.add(`p${i}`);
    }
    const strangers = Array.from({ length: 50_000 }, (_, i) => `q${i}`);
    expect([...strangers, '', 'р1', 'p'].filter((id) => table.has(id))).toEqual([]);
    expect(table.get('q1')).toBeUndefined();
  });

  it('tells a first note of an id from a second, and keeps the first number', () => {
    const table = new IdTable();
    expect([table.add(''), table.add(''), table.add('a'), table.add('a')]).toEqual([true, false, true, false]);
    table.set('b', 7);
    table.add('b');
    expect(table.get('b')).toBe(7);
    expect(table.size).toBe(3);
  });
});
