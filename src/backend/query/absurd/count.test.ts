import { ask, frameOf, made, MIDDLE, right, rowsOf, summaryOf, tableOf } from './testing/ask';

describe('impossible by a rule', () => {
  const model = {
    absurd: {
      rules: [
        { name: 'negative price', when: 'prediction < 0' },
        { name: 'too old', when: 'features.age > 130' },
      ],
    },
  };

  it('counts outputs, each rule, and what could not be decided, and needs no label', async () => {
    const events = [
      ...made(97, { prediction: 5, features: { age: 30 } }),
      ...made(1, { prediction: -1, features: { age: 30 } }),
      ...made(1, { prediction: -1, features: { age: 131 } }),
      ...made(1, { prediction: 5, features: {} }),
    ];
    const { frames, asked } = await ask(events, { model, query: { frames: ['rules'] } });
    expect(rowsOf(frameOf(frames, 'rules'))).toEqual([
      {
        name: 'negative price',
        when: 'prediction < 0',
        violations: 2,
        share: 0.02,
        share_lower: expect.any(Number),
        share_upper: expect.any(Number),
        unevaluable: 0,
        why: null,
        last_seen: MIDDLE,
      },
      expect.objectContaining({
        name: 'too old',
        violations: 1,
        share: expect.closeTo(1 / 99, 9),
        unevaluable: 1,
        why: 'age is not in the line',
      }),
    ]);
    expect(asked.map(({ question: { event } }) => event)).toEqual(['prediction']);
    const { summary, said } = await summaryOf(events, { model });
    expect(summary).toMatchObject({ rule_violations: 2, verdict: 'warning', confident: 0, wrong: null, ratio: null });
    expect(summary['reason']).toContain('2 of 100 outputs break a rule.');
    expect(said).toContain(
      'The rule "too old" could not be decided for 1 predictions, for example: age is not in the line.'
    );
    expect(said).toContain('No label ever came for this model');
  });

  it('many violations are drift, none is ok where no label is ever written', async () => {
    const broken = await summaryOf([...made(90, { prediction: 5 }), ...made(10, { prediction: -1 })], { model });
    expect(broken.summary['verdict']).toBe('drift');
    const sound = await summaryOf(made(50, { prediction: 5, features: { age: 3 } }), { model });
    expect(sound.summary).toMatchObject({ verdict: 'ok', rule_violations: 0 });
    expect(sound.said).toContain('No label ever came');
  });

  it('has no number of violations where there is no rule', async () => {
    expect((await summaryOf(right(3))).summary['rule_violations']).toBeNull();
  });

  it('takes the rules of a query before those of the model', async () => {
    const { rows } = await tableOf(made(3, { prediction: 5 }), 'rules', {
      model,
      query: { absurd: { rules: [{ name: 'five', when: 'prediction == 5' }] } },
    });
    expect(rows).toMatchObject([{ name: 'five', violations: 3 }]);
  });

  it('reads the features that rules speak of, and shows none of them', async () => {
    const { frames, asked } = await ask(made(2, { prediction: -1, features: { age: 30, name: 'Ada' } }), {
      model,
      query: { frames: ['rows'] },
    });
    expect(asked.at(-1)?.question.features).toEqual([{ kind: 'exact', name: 'age' }]);
    const frame = frameOf(frames, 'rows');
    expect(frame.fields.map(({ name }) => name)).not.toContain('age');
    expect(rowsOf(frame)).toMatchObject([{ rule: 'negative price', signs: 'rule' }, { rule: 'negative price' }]);
  });

  it('that reads private features can never be decided, and that is said', async () => {
    const { rows, said } = await tableOf(made(3, { prediction: 5, features: { age: 131 } }), 'rules', {
      model: { ...model, privateFields: ['features.age'] },
    });
    expect(rows[1]).toMatchObject({ violations: 0, unevaluable: 3 });
    expect(said).toContain('"too old": these rules read features that privateFields keeps unread');
  });

  it('that does not parse is refused with its name, place and what to change, in settings and in queries', async () => {
    const rules = [{ name: 'cheap', when: 'prediction = 0' }];
    const told = 'the rule "cheap" cannot be read, at character 12: "=" cannot be read here; compare with ==, not =';
    await expect(ask([], { model: { absurd: { rules } } })).rejects.toThrow(`models[0].absurd.rules[0].when: ${told}`);
    await expect(ask([], { query: { absurd: { rules } } })).rejects.toThrow(`absurd.rules[0].when: ${told}`);
  });
});
