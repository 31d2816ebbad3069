import { parser } from '@grafana/lezer-logql';
import {
  countQuery,
  DROP_ERRORS,
  filterStage,
  firstOf,
  logqlDuration,
  logqlText,
  parserStage,
  streamSelector,
} from './logql';
import type { Matcher } from './upstream';

/** Values that break whoever pastes instead of escaping. */
const HOSTILE = [
  '',
  'quo"te',
  "apo'strophe",
  '{braces}',
  '{{.template}}',
  'back\\slash',
  '\\',
  'two\nlines',
  'carriage\rreturn',
  'tab\t',
  'nul\u0000',
  'unit\x1fseparator',
  'ünï→✓',
  'half \ud83d surrogate',
  'whole 😀',
  'a|b.*',
  '$',
  '\\"},{',
  '`backtick`',
  '` | drop x',
  '"} | json | line_format "{{.secret}}',
  '\ufffd',
];

function faults(query: string): readonly string[] {
  const found: string[] = [];
  parser.parse(query).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) {
        found.push(`${from}-${to} of ${query}`);
      }
    },
  });
  return found;
}

const OPS = ['=', '!=', '=~', '!~'] as const;

describe('LogQL by construction', () => {
  it("parses with Grafana's grammar, whatever the values are", () => {
    const base: Matcher = { label: 'app', op: '=', value: 'x' };
    const queries = HOSTILE.flatMap((value) =>
      OPS.flatMap((op) => {
        const selector = streamSelector([base, { label: 'country', op, value }]);
        const json = parserStage('json', [
          { alias: 'tm_a', path: ['features', value.replace(/["\]\u0000]/g, '')] },
          { alias: 'tm_b', path: ['x'] },
        ]);
        const logfmt = parserStage('logfmt', [{ alias: 'tm_a', path: ['features', value] }]);
        const filters = `${filterStage(['a'], { op, value })}${filterStage(['a', 'b', 'c'], { op, value })}`;
        const format = ` | label_format g=${logqlText(firstOf(['a', 'b', 'c']))} | line_format ${logqlText(value)}`;
        return [
          selector,
          `${selector}${json}${filters}${format}`,
          `${selector}${logfmt}${filters}${format} |~ ${logqlText(value)}`,
          countQuery(`${selector}${json}${filters}${format}${DROP_ERRORS}`, ['a', 'b'], 5_400_000),
          countQuery(selector, [], 1),
        ];
      })
    );
    expect(queries.flatMap(faults)).toEqual([]);
    expect(queries.length).toBe(HOSTILE.length * OPS.length * 5);
  });

  it('is seen to be broken where a value is pasted, so that the sweep above can fail', () => {
    expect(faults('{app="quo"te"}')).not.toEqual([]);
  });

  it('picks streams as a person writes it', () => {
    const matchers: Matcher[] = [
      { label: 'app', op: '=', value: 'scoring' },
      { label: 'level', op: '=~', value: 'warn|error' },
    ];
    expect(streamSelector(matchers)).toBe('{app="scoring",level=~"warn|error"}');
  });

  it.each([
    [[]],
    [[{ label: 'app', op: '=', value: '' }]],
    [[{ label: 'app', op: '=~', value: '.*' }]],
    [[{ label: 'app', op: '!=', value: 'x' }]],
  ] as ReadonlyArray<[Matcher[]]>)('refuses to read every stream there is: %j', (matchers) => {
    expect(() => streamSelector(matchers)).toThrow(/at least one label/);
  });

  it('refuses a label that Loki cannot have', () => {
    expect(() => streamSelector([{ label: 'http.route', op: '=', value: 'x' }])).toThrow(
      /"http\.route" cannot be a label/
    );
  });

  it('extracts the wanted fields and no others', () => {
    const extractions = [
      { alias: 'tm_amount', path: ['features', 'amount'] },
      { alias: 'tm_type', path: ['features', 'card.type'] },
    ];
    expect(parserStage('json', extractions)).toBe(
      ' | json tm_amount="features.amount", tm_type=`features["card.type"]`'
    );
    expect(parserStage('logfmt', extractions)).toBe(
      ' | logfmt tm_amount="features_amount", tm_type="features_card_type"'
    );
    expect(parserStage('json', [])).toBe('');
  });

  it('takes the first of several places that has a value', () => {
    expect(filterStage(['a'], { op: '=', value: '7' })).toBe(' | a="7"');
    expect(filterStage(['a', 'b'], { op: '!=', value: '7' })).toBe(' | ((a!="" and a!="7") or (a="" and b!="7"))');
    expect(firstOf(['a'])).toBe('{{.a}}');
    expect(firstOf(['a', 'b', 'c'])).toBe('{{if .a}}{{.a}}{{else if .b}}{{.b}}{{else}}{{.c}}{{end}}');
  });

  it.each([
    [3_600_000, '1h'],
    [5_400_000, '90m'],
    [1_500, '1500ms'],
    [30_000, '30s'],
    [0, '1ms'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(logqlDuration(ms)).toBe(text);
  });

  it('saves escapes where that is safe', () => {
    expect(logqlText('plain')).toBe('"plain"');
    expect(logqlText('a["b"]')).toBe('`a["b"]`');
    expect(logqlText('a`"')).toBe('"a`\\""');
    expect(logqlText('"\n')).toBe('"\\"\\n"');
  });
});
