import { seeded, wholeNumber } from '../../../engine/testing/random';
import { parseFieldPath } from '../fieldPath';
import { JsonShape, jsonValues } from './jsonShape';
import { readLine } from './record';

const PATHS = ['features.amount', 'features.country', 'prediction', 'probabilities[1]', 'features["card.type"]'].map(
  parseFieldPath
);

const LINE = JSON.stringify({
  prediction_id: 'p-1',
  features: { amount: 12.5, country: 'DE', 'card.type': 'debit', age: 31 },
  prediction: 'legit',
  probabilities: [0.25, 0.75],
  cached: false,
});

function slowly(line: string): readonly unknown[] | undefined {
  const record = readLine('json', line);
  return record === undefined ? undefined : PATHS.map(record.at);
}

const read = (line: string): readonly unknown[] | undefined => JsonShape.of(LINE, PATHS)?.read(line);

/** Another line with the same keys, each value of the kinds that JSON has; now and then broken on purpose. */
function another(random: () => number): string {
  const pick = <T>(...values: readonly T[]): T => values[wholeNumber(random, 0, values.length - 1)] as T;
  const number = (): string =>
    pick(
      String(random() * 1e3),
      String(-Math.floor(random() * 1e6)),
      (random() * 10 ** wholeNumber(random, -30, 30)).toString(),
      (random() * 1e4).toFixed(wholeNumber(random, 0, 20)),
      '0',
      '-0',
      '1e5',
      '2E-3',
      'null',
      'true',
      '9007199254740993',
      '0.1234567890123456789'
    );
  const broken = (): string => pick('01', '1.', '.5', '-', 'NaN', '+1', 'nul', '1e', '"', '');
  const text = (): string =>
    pick('"DE"', '"a\\"b"', '"\\u00e9"', '"é😀"', '""', 'null', '7', '"a\tb"', '"x}"', '"},{"');
  const value = (): string => (random() < 0.03 ? broken() : number());
  const more = random() < 0.1 ? pick(',"new":1', ',"cached":true', ' ', '}') : '';
  return `{"prediction_id":${text()},"features":{"amount":${value()},"country":${text()},"card.type":${text()},"age":${value()}},"prediction":${text()},"probabilities":[${value()},${value()}],"cached":${pick('true', 'false', 'null')}${more}}`;
}

describe('reading lines of JSON that are laid out alike', () => {
  it('reads the wanted values of a line with the same layout', () => {
    const other = LINE.replace('12.5', '-3').replace('"DE"', '"FR"').replace('0.75', '1e-3').replace('false', 'true');
    expect(read(LINE)).toEqual([12.5, 'DE', 'legit', 0.75, 'debit']);
    expect(read(other)).toEqual([-3, 'FR', 'legit', 0.001, 'debit']);
  });

  it.each([
    ['another key', LINE.replace('"age"', '"years"')],
    ['a key more', LINE.replace('"age":31', '"age":31,"items":2')],
    ['another order', LINE.replace('"amount":12.5,"country":"DE"', '"country":"DE","amount":12.5')],
    ['a number where a text was', LINE.replace('"DE"', '49')],
    ['an object where a number was', LINE.replace('12.5', '{"eur":12.5}')],
    ['an escape in a text', LINE.replace('DE', 'D\\u0045')],
    ['a control character in a text', LINE.replace('DE', 'D\tE')],
    ['a number that JSON does not know', LINE.replace('12.5', '012.5')],
    ['a number without decimals after its point', LINE.replace('12.5', '12.')],
    ['something after its end', `${LINE}}`],
    ['no end', LINE.slice(0, -1)],
    ['nothing', ''],
  ])('refuses a line with %s', (_, line) => {
    expect(line).not.toBe(LINE);
    expect(read(line)).toBeUndefined();
  });

  it.each([
    ['leads to an object', { features: { amount: { eur: 1 } } }],
    ['leads to a list', { features: { amount: [1] } }],
  ])('knows no layout where a path %s', (_, line) => {
    expect(JsonShape.of(JSON.stringify(line), PATHS)).toBeUndefined();
  });

  it('knows no layout where a key comes twice, of which the last one counts', () => {
    expect(JsonShape.of('{"prediction":"a","prediction":"b"}', PATHS)).toBeUndefined();
  });

  it('takes a whole path that is written as one key, and nothing where there is neither', () => {
    const line = '{ "features.amount" : 3 , "prediction":"legit" }';
    expect(JsonShape.of(line, PATHS)?.read(line)).toEqual([3, undefined, 'legit', undefined, undefined]);
  });

  it('makes of every line what parsing it as a whole would make of it', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = seeded(seed);
      const values = jsonValues(PATHS, slowly);
      for (let i = 0; i < 200; i++) {
        const line = another(random);
        // Not `toEqual`, for which -0 and 0, or a hole and undefined, would be the same.
        const [ours, theirs] = [values(line), slowly(line)];
        expect([line, ours?.map((one, k) => Object.is(one, theirs?.[k])).includes(false)]).toEqual([
          line,
          theirs === undefined ? undefined : false,
        ]);
      }
    }
  });

  it('reads in the same way once more layouts than it keeps have come', () => {
    const values = jsonValues(PATHS, slowly);
    for (let i = 0; i < 300; i++) {
      const line = JSON.stringify({ [`key_${i % 100}`]: i, features: { amount: i, country: `c${i % 3}` } });
      expect(values(line)?.slice(0, 2)).toEqual([i, `c${i % 3}`]);
    }
  });
});
