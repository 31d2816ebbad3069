import { choosePlan, MOST_LINES, type PlanInput } from './plan';

const HOUR_MS = 3_600_000;
const input = (changes: Partial<PlanInput>): PlanInput => ({
  kinds: ['numeric'],
  lines: 100_000,
  bytesPerLine: 300,
  shapes: ['whole'],
  laid: 0,
  moments: 0,
  spanMs: 2 * HOUR_MS,
  values: false,
  overTime: false,
  ...changes,
});

describe('how the features of a log are counted', () => {
  it('is by Loki where there are few, and by reading the lines once where there are many', () => {
    expect(choosePlan(input({})).kind).toBe('count');
    expect(choosePlan(input({ kinds: ['categorical', 'categorical', 'categorical'] })).kind).toBe('count');
    expect(choosePlan(input({ kinds: Array.from({ length: 3 }, () => 'numeric') })).kind).toBe('read');
    expect(choosePlan(input({ kinds: Array.from({ length: 10 }, () => 'numeric') })).kind).toBe('read');
  });

  it('is by Loki where lines are long, and cannot be cut', () => {
    const three = { kinds: ['numeric', 'numeric', 'numeric'], bytesPerLine: 2_000 } as const;
    expect(choosePlan(input(three)).kind).toBe('count');
    expect(choosePlan(input({ ...three, shapes: ['whole', 'rewritten'] }))).toMatchObject({
      kind: 'read',
      shape: 'rewritten',
    });
  });

  it('has Loki cut lines to what is asked for where that is little, and takes them as they are where it is much', () => {
    const some = (count: number): Partial<PlanInput> => ({
      kinds: Array.from({ length: count }, () => 'numeric'),
      shapes: ['whole', 'rewritten'],
      bytesPerLine: 500,
    });
    expect(choosePlan(input(some(2)))).toMatchObject({ kind: 'read', shape: 'rewritten' });
    expect(choosePlan(input(some(10)))).toMatchObject({ kind: 'read', shape: 'whole' });
    expect(choosePlan(input({ ...some(10), shapes: ['rewritten'] }))).toMatchObject({ shape: 'rewritten' });
  });

  it('reads what few lines there are, where bins would have to be laid on them first', () => {
    expect(choosePlan(input({ lines: 8_000, laid: 4_000, moments: 1 })).kind).toBe('read');
    expect(choosePlan(input({ lines: 8_000, laid: 0 })).kind).toBe('count');
  });

  it('is by Loki where there are more lines, or values, than are read, whatever that costs', () => {
    const many = Array.from({ length: 40 }, () => 'numeric' as const);
    const plan = choosePlan(input({ kinds: many, lines: MOST_LINES + 1 }));
    expect(plan).toEqual({
      kind: 'count',
      shape: 'whole',
      words: expect.stringMatching(
        /^Loki counted 40 features of about 1,000,000 lines \(2h\).*1,000,000 lines are not read/
      ),
    });
    expect(choosePlan(input({ kinds: many, lines: 600_000 })).kind).toBe('count');
  });

  it('is by reading where a score asks for single values, as far as lines are read at all, and says why', () => {
    const one = { kinds: ['numeric'], values: true } as const;
    expect(choosePlan(input(one))).toEqual({
      kind: 'read',
      shape: 'whole',
      words:
        'Read line by line, once for all, because a score asks for single values: 1 feature of about 100,000 lines (2h).',
    });
    expect(choosePlan(input({ ...one, lines: MOST_LINES + 1 }))).toMatchObject({
      kind: 'count',
      noValues: expect.stringMatching(/Loki counted, because more than 1,000,000 lines are not read: choose a shorter/),
    });
    // Categories have no single numbers.
    expect(choosePlan(input({ kinds: ['categorical'], values: true })).kind).toBe('count');
  });

  it('keeps values that are too many to hold as counts by size, but not over time', () => {
    const many = { kinds: Array.from({ length: 40 }, () => 'numeric' as const), lines: 600_000, values: true };
    expect(choosePlan(input(many))).toMatchObject({
      kind: 'read',
      words: expect.stringMatching(/More than 20,000,000 values are not held: they are kept as counts by size\.$/),
    });
    expect(choosePlan(input({ ...many, overTime: true })).noValues).toMatch(/more than 20,000,000 values are not read/);
  });

  it('says what was chosen, and what the other would have cost', () => {
    expect(choosePlan(input({ kinds: ['numeric', 'numeric', 'numeric'], lines: 123_456 })).words).toBe(
      'Read line by line, once for all: 3 features of about 120,000 lines (2h). To let Loki count each feature would cost about 1.9 times as much.'
    );
    expect(choosePlan(input({ kinds: ['categorical'] })).words).toMatch(
      /^Loki counted 1 feature of about 100,000 lines \(2h\), one query a feature and side: to read the lines would cost about 4\.6 times as much\.$/
    );
    expect(choosePlan(input({ lines: 0 })).words).toMatch(/about 0 lines/);
  });
});
