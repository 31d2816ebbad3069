import type { ReplayRequest, ReplayRule } from '../model';
import { answersOf, joinAnswers } from './course';
import { partsOf, replayParts } from './parts';
import { niceStep } from './step';
import { answerOf } from './testing/courses';
import { MINUTE, RULE } from './testing/rules';

const DAY = 86_400_000;
const RANGE = { from: 0, to: 7 * DAY, evaluations: 1000, heavyEvaluations: 50 };

function rule(uid: string, model: string, queryType: string): ReplayRule {
  const nodes = RULE.nodes.map((node) =>
    node.refId === 'value' ? { ...node, model: { ...node.model, queryType } } : node
  );
  return { ...RULE, uid, nodes, labels: { model } };
}

const RULES = [
  rule('a', 'fraud', 'drift'),
  rule('b', 'fraud', 'performance'),
  rule('c', 'eta', 'drift'),
  rule('d', 'fraud', 'dataset'),
];

describe('the parts of a replay', () => {
  it('are the light rules of a model together, and each heavy one on its own, less often', () => {
    const parts = partsOf(RULES, RANGE);
    expect(parts.map(({ rules, step }) => [rules.map(({ uid }) => uid).join(), step])).toEqual([
      ['a,d', 900],
      ['c', 900],
      ['b', 14_400],
    ]);
    expect(partsOf(RULES, { ...RANGE, step: 60 }).every(({ step }) => step === 60)).toBe(true);
  });

  it('are asked for until all has been evaluated; one that fails leaves the others whole', async () => {
    const asked: Array<[string, number]> = [];
    const shares: number[] = [];
    const { answer, failed } = await replayParts(
      partsOf(RULES, RANGE),
      { from: 0, to: MINUTE },
      {},
      async ({ rules, from }: ReplayRequest) => {
        const [first] = rules;
        asked.push([first?.uid ?? '', from]);
        if (first?.uid === 'c') {
          throw new Error('No answer within 25 s.');
        }
        return { ...answerOf([from], from), next: from === 0 ? MINUTE : null };
      },
      { signal: new AbortController().signal, progress: (share) => shares.push(share) }
    );
    expect(asked).toEqual([
      ['a', 0],
      ['a', MINUTE],
      ['c', 0],
      ['b', 0],
      ['b', MINUTE],
    ]);
    expect(failed.map(({ rules, message }) => [rules[0]?.uid, message])).toEqual([['c', 'No answer within 25 s.']]);
    expect(answer?.courses.map(({ id, instants }) => [id, instants])).toEqual([
      ['0.q1', [0, MINUTE]],
      ['1.q1', [0, MINUTE]],
    ]);
    expect(shares.at(-1)).toBe(1);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
  });

  it('end when they are cancelled', async () => {
    const controller = new AbortController();
    const running = replayParts(partsOf(RULES, RANGE), RANGE, {}, async () => {
      controller.abort(new Error('enough'));
      return { ...answerOf([1]), next: 1 };
    }, { signal: controller.signal, progress: () => undefined }); // prettier-ignore
    await expect(running).rejects.toThrow('enough');
  });
});

it('two answers one after the other are one, and what was absent in one of them is absent there', () => {
  const first = answerOf([1, null]);
  const second = answerOf([3], 2 * MINUTE);
  const other = {
    ...second,
    courses: second.courses.map((course) => ({
      ...course,
      series: [{ labels: { feature: 'age' }, values: [7] }],
      errors: [],
    })),
  };
  const [course] = joinAnswers(first, other).courses;
  expect(course === undefined ? [] : answersOf(course)).toEqual([
    { ok: true, samples: [{ labels: { feature: 'amount' }, value: 1 }] },
    { ok: true, samples: [{ labels: { feature: 'amount' }, value: null }] },
    { ok: true, samples: [{ labels: { feature: 'age' }, value: 7 }] },
  ]);
});

it.each([
  [DAY, 1000, 120],
  [7 * DAY, 1000, 900],
  [30 * DAY, 1000, 3600],
  [60_000, 1000, 60],
  [4000 * DAY, 1000, 4 * 86_400],
])('%p ms in %p evaluations are %p s apart', (span, evaluations, step) => {
  expect(niceStep(span, evaluations)).toBe(step);
});
