import { describeRuleFault, parseRule, WRONG_VARIABLES } from './rule';

function faultOf(text: string): string {
  const reading = parseRule(text);
  return reading.ok ? 'none' : `${reading.at}: ${reading.message}`;
}

function readsOf(text: string) {
  const reading = parseRule(text);
  if (!reading.ok) {
    throw new Error(reading.message);
  }
  const { variables, features } = reading.rule;
  return { variables: [...variables], features: features === 'all' ? features : [...features] };
}

describe('a rule is read', () => {
  it.each([
    'prediction < 0',
    'prediction == "fraud" && confidence > 0.99',
    'features.age > 130 || features.age < 0',
    'has(features.country) && !(features.country in ["DE", "FR"])',
    'probabilities.exists(k, probabilities[k] < 0.0)',
    'abs(prediction - features.last_price) > 1000',
    'version.startsWith("7.") && latency_ms > 2000',
    'role == "live" ? prediction < 0 : prediction < -1',
    'features.is_test',
    'features.name.matches("^[a-z]+$")',
    'size(features) < 3',
    'true',
  ])('%s', (text) => {
    expect(faultOf(text)).toBe('none');
  });

  it('with the features that it reads, those within others and those whose name is no identifier', () => {
    expect(readsOf('features.age > 1 && features["card-age"] > features.card.limit').features).toEqual([
      'age',
      'card-age',
      'card.limit',
    ]);
    expect(readsOf('prediction < 0').features).toEqual([]);
    expect(readsOf('prediction < 0 && confidence > 0.5').variables).toEqual(['prediction', 'confidence']);
  });

  it('as one that reads all features where it does not name them', () => {
    expect(readsOf('features.all(k, features[k] != "")').features).toBe('all');
    expect(readsOf('size(features) > 3 && features.age > 1').features).toBe('all');
    expect(readsOf('features[version] > 1').features).toBe('all');
  });

  it('with names of its own inside exists, all, map and filter', () => {
    expect(readsOf('probabilities.all(features, probabilities[features] <= 1.0)').features).toEqual([]);
  });
});

describe('what is no rule is refused with its place and what to change', () => {
  it.each([
    ['prediction = 1', 12, 'compare with ==, not ='],
    ['prediction === 1', 12, 'compare with == or !='],
    ['prediction <> 1', 12, 'compare with !='],
    ['prediction < 0 and confidence > 0.9', 16, 'write && for "and"'],
    ['prediction < 0 OR confidence > 0.9', 16, 'write || for "or"'],
    ['not prediction < 0', 5, 'write ! for "not"'],
    ['features.age is null', 14, 'ask has(features.name)'],
    ['prediction <', 12, 'something is missing at its end'],
    ['', 1, 'it ends too early'],
    ['prediction # 3', 12, 'write a condition, such as'],
  ])('%s', (text, at, told) => {
    const fault = faultOf(text);
    expect(fault).toContain(told);
    expect(fault).toMatch(new RegExp(`^${at}: `));
  });

  it.each([
    ['age > 130', 'there is no age; write features.age for a feature'],
    ['confidence > 0.9 && amount > 3', '21: there is no amount'],
    ['prediction != label', 'a rule cannot know the label'],
    ['sqrt(prediction) > 2', 'there is no function sqrt'],
    ['timestamp("2026-01-01T00:00:00Z") < timestamp("2026-01-02T00:00:00Z")', 'there is no function timestamp'],
    ['google.protobuf.Int32Value{value: 3} == 3', 'there is no type'],
    ['prediction', 'it is a value, not a condition'],
    ['prediction - 3', 'it is a value, not a condition'],
    ['"fraud"', 'it is a value, not a condition'],
    ['constructor.name == "x"', 'there is no constructor'],
    ['__proto__ == 1', 'there is no __proto__'],
  ])('%s', (text, told) => {
    expect(faultOf(text)).toContain(told);
  });

  it('where it would keep the evaluator busy: passes within passes, depth, length', () => {
    expect(faultOf('[1,2].all(x, [1,2].all(y, x < y))')).toContain('cannot stand within another');
    expect(faultOf(`${'(1 + '.repeat(60)}prediction${')'.repeat(60)} < 0`)).toContain('nested deeper');
    expect(faultOf(`prediction < ${'1'.repeat(1000)}`)).toContain('longer than 1000');
  });

  it('with an equals sign or a word inside quotes taken for what it is', () => {
    expect(faultOf('features.name == "a = b and c"')).toBe('none');
    expect(faultOf('features.name == "a = b" #')).toContain('write a condition');
  });

  it('whatever is thrown at it, it answers', () => {
    for (const text of ['(((', ')))', '"', "'", '\\', '\0', '💥', '1 ? 2', '{', '[', 'a.b.', '..', '!!', '\n\n<']) {
      expect(typeof faultOf(text)).toBe('string');
      expect(faultOf(text)).not.toBe('none');
    }
  });
});

describe('what says that an output was wrong', () => {
  it('can speak of the label', () => {
    expect(parseRule('abs(label - prediction) > 50', WRONG_VARIABLES).ok).toBe(true);
  });
});

it('a fault is told with the name of the rule', () => {
  expect(describeRuleFault('negative price', { at: 12, message: 'compare with ==, not =' })).toBe(
    'the rule "negative price" cannot be read, at character 12: compare with ==, not ='
  );
});
