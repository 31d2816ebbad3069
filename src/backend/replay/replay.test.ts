import type { ReplayAnswer, ReplayRequest, ReplayRule, RuleNode } from '../../model';
import { joinAnswers, knowsAlpha, readCourses, rejudged, runCourses } from '../../replay';
import { createBackend } from '../backend';
import { answerQueries } from '../query/answerQueries';
import { answerResource } from '../resources/answerResource';
import { PATIENT, pluginContext, recordingLog } from '../testing/requests';
import { replay } from './replay';

// The sample draws its days when they are first asked for.
jest.setTimeout(60_000);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const jsonData = {
  models: [
    {
      id: 'fraud',
      reference: { kind: 'offset', offset: '3d' },
      features: [{ name: 'amount', kind: 'numeric', importance: 0.7, range: [0, 100] }],
    },
  ],
};

const backend = createBackend({ log: recordingLog(), now: () => NOW });
const context = pluginContext({ jsonData });

function ask(refId: string, model: Readonly<Record<string, unknown>>, range = { from: 6 * 3600, to: 0 }): RuleNode {
  const query = { refId, format: 'alert', model: 'fraud', ...model };
  return { refId, datasourceUid: 'tidemark', relativeTimeRange: range, model: query };
}

const above = (expression: string, alert: number): RuleNode => ({
  refId: 'fires',
  datasourceUid: '__expr__',
  model: { type: 'threshold', expression, conditions: [{ evaluator: { type: 'gt', params: [alert] } }] },
});

const RULE: ReplayRule = {
  uid: 'drift',
  title: 'Card fraud',
  interval: 60,
  for: 0,
  keepFiring: 0,
  noData: 'KeepLast',
  onError: 'KeepLast',
  labels: { model: 'fraud' },
  condition: 'fires',
  nodes: [
    ask('psi', { queryType: 'drift', scores: ['psi'] }),
    ask('effect', { queryType: 'drift', scores: ['psi'], metrics: ['effect'] }),
    ask('drifted', { queryType: 'dataset', metrics: ['drifted_features'] }),
    ask('share', { queryType: 'dataset', metrics: ['weighted_share'] }),
    ask('moved', { queryType: 'dataset', metrics: ['moved_share'] }),
    ask('worst', { queryType: 'dataset', metrics: ['worst_feature'] }),
    {
      refId: 'score',
      datasourceUid: '__expr__',
      model: { type: 'math', expression: '$psi * ($effect >= 0) * (($drifted > 0) * ($share >= 0))' },
    },
    above('score', 0.25),
  ],
  route: { key: 'risk', receiver: 'risk', groupBy: ['model'], groupWait: 60, groupInterval: 300, repeatInterval: 3600 },
};

/** Over the hours in which a job changed the unit of the amount. */
const REQUEST: ReplayRequest = { from: NOW - 23 * HOUR, to: NOW - 17 * HOUR, step: 1800, rules: [RULE] };

async function run(request: ReplayRequest, budgetMs = Infinity): Promise<ReplayAnswer> {
  const instance = backend.instances.get(context);
  return replay(request, { instance, signal: new AbortController().signal, now: () => NOW, budgetMs });
}

/** What a rule would be answered at an instant, asked as Grafana asks it. */
async function really({ refId, model, relativeTimeRange }: RuleNode, at: number) {
  const { from = 0, to = 0 } = relativeTimeRange ?? {};
  const query = {
    refId,
    json: Buffer.from(JSON.stringify(model)),
    timeRange: { fromEpochMS: at - from * 1000, toEpochMS: at - to * 1000 },
    intervalMS: 1000,
    maxDataPoints: 43200,
    queryType: '',
  };
  const answers = await answerQueries(
    backend,
    { pluginContext: context, headers: { FromAlert: 'true' }, queries: [query] },
    PATIENT
  );
  const answer = answers.get(refId);
  return answer?.ok === true
    ? answer.frames.map(({ fields: [field] }) => ({ labels: field?.labels, value: field?.values[0] }))
    : answer?.error.message;
}

let whole: ReplayAnswer;
beforeAll(async () => {
  whole = await run({ ...REQUEST, evidence: true });
});

describe('a replay', () => {
  it('asks at each evaluation what the rule would have been answered then', async () => {
    const courses = readCourses(whole);
    const queries = whole.rules[0]?.queries ?? {};
    for (const node of RULE.nodes.slice(0, 3)) {
      const one = courses.byId.get(queries[node.refId] ?? '');
      expect(one?.course.instants).toHaveLength(13);
      for (const place of [0, 5, 12]) {
        const answer = one?.answers[place];
        expect(answer?.ok === true && answer.samples).toEqual(await really(node, one?.course.instants[place] ?? 0));
      }
    }
  });

  it('says when the rule fired, and who was told how often', () => {
    const amount = whole.firings.find(({ labels }) => labels['feature'] === 'amount');
    expect(amount?.labels).toMatchObject({ model: 'fraud', alertname: 'Card fraud' });
    expect(amount?.peak).toBeGreaterThan(0.25);
    expect(whole.notifications.length).toBeGreaterThan(1);
    expect(whole.notifications.every(({ receiver }) => receiver === 'risk')).toBe(true);
    expect(whole).toMatchObject({ next: null, until: REQUEST.to, asked: 78 });
  });

  it('leaves what takes too long to the next request, which goes on where it ended', async () => {
    let joined: ReplayAnswer | undefined;
    let requests = 0;
    for (let next: number | null = REQUEST.from; next !== null; requests += 1) {
      // Each has time for the first evaluation alone.
      const answer: ReplayAnswer = await run({ ...REQUEST, from: next, evidence: true }, 0);
      joined = joined === undefined ? answer : joinAnswers(joined, answer);
      next = answer.next;
    }
    expect(requests).toBe(13);
    expect(joined?.courses).toEqual(whole.courses);
    expect(joined === undefined ? undefined : runCourses([RULE], readCourses(joined))).toEqual({
      firings: whole.firings,
      notifications: whole.notifications,
    });
  });

  it('holds what verdicts rest on, so that they can be said again at another alpha, threshold or none', async () => {
    const courses = readCourses(whole);
    const queries = whole.rules[0]?.queries ?? {};
    for (const refId of ['effect', 'drifted', 'share', 'moved', 'worst']) {
      const given = courses.byId.get(queries[refId] ?? '');
      const evidence = courses.byId.get(queries[`${refId}:evidence`] ?? '');
      const node = RULE.nodes.find((one) => one.refId === refId);
      for (const [place, at] of (given?.course.instants ?? []).entries()) {
        const answer = given?.answers[place];
        const rest = evidence?.answers[place];
        if (answer === undefined || rest === undefined || node === undefined) {
          throw new Error('nothing to compare');
        }
        expect(rejudged(answer, rest, { alpha: 0.05, drift: undefined })).toEqual(answer);
        if (place % 6 === 0) {
          const stricter = { ...node, model: { ...node.model, alpha: 1e-9 } };
          const again = rejudged(answer, rest, { alpha: 1e-9, drift: undefined });
          expect(again.ok && again.samples).toEqual(await really(stricter, at));
        }
      }
    }
  });

  it('holds the same of shares of the rows, such as those without a value', async () => {
    const node = ask('worse', {
      queryType: 'drift',
      scores: ['missing_rate', 'out_of_range', 'new_categories'],
      metrics: ['effect'],
    });
    const rules = [{ ...RULE, nodes: [node, above('worse', 0.1)] }];
    const answered = await run({ ...REQUEST, step: 2 * 3600, rules, evidence: true });
    const courses = readCourses(answered);
    const queries = answered.rules[0]?.queries ?? {};
    const given = courses.byId.get(queries['worse'] ?? '');
    const evidence = courses.byId.get(queries['worse:evidence'] ?? '');
    let moved = 0;
    for (const [place, at] of (given?.course.instants ?? []).entries()) {
      const answer = given?.answers[place];
      const rest = evidence?.answers[place];
      if (answer === undefined || rest === undefined) {
        throw new Error('nothing to compare');
      }
      expect(rejudged(answer, rest, { alpha: 0.05, drift: undefined })).toEqual(answer);
      const strict = rejudged(answer, rest, { alpha: 1e-20, drift: undefined });
      expect(strict.ok && strict.samples).toEqual(
        await really({ ...node, model: { ...node.model, alpha: 1e-20 } }, at)
      );
      moved += JSON.stringify(strict) === JSON.stringify(answer) ? 0 : 1;
    }
    expect(moved).toBeGreaterThan(0);
    expect(knowsAlpha(RULE.uid, courses)).toBe(true);
  });

  it('keeps an error as what it is: the rule keeps its last state', async () => {
    const nodes = [ask('x', { queryType: 'drift', model: 'nobody' }), above('x', 1)];
    const answer = await run({ ...REQUEST, to: REQUEST.from + HOUR, rules: [{ ...RULE, nodes }] });
    expect(answer.courses[0]?.errors[0]?.message).toMatch(/No model "nobody"/);
    expect(answer.firings).toEqual([]);
  });

  it('ends with its request', async () => {
    const controller = new AbortController();
    const instance = backend.instances.get(context);
    const running = replay(REQUEST, { instance, signal: controller.signal, now: () => NOW, budgetMs: Infinity });
    controller.abort(new Error('gone'));
    await expect(running).rejects.toThrow();
  });
});

describe('the resource', () => {
  const resource = (body: unknown, method = 'POST') =>
    answerResource(
      backend,
      {
        pluginContext: context,
        path: 'replay',
        url: 'replay',
        method,
        headers: {},
        body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      },
      PATIENT
    );

  it('answers the same', async () => {
    const { status, body } = await resource({ ...REQUEST, to: REQUEST.from + HOUR });
    expect(status).toBe(200);
    expect((body as ReplayAnswer).courses.map(({ instants }) => instants.length)).toEqual([3, 3, 3, 3]);
  });

  it.each<readonly [string, unknown, RegExp]>([
    ['no JSON', '{', /not JSON/],
    ['no rules', { ...REQUEST, rules: [] }, /rules: give at least one rule/],
    ['an end before its start', { ...REQUEST, to: 0 }, /to: must not lie before "from"/],
    ['the future', { ...REQUEST, to: NOW + 1 }, /to: lies in the future/],
    [
      'a query that is none',
      { ...REQUEST, rules: [{ ...RULE, nodes: [ask('psi', { queryType: 'drfit' }), above('psi', 1)] }] },
      /rules: drift: psi: queryType: unknown query kind "drfit"/,
    ],
    [
      'another data source',
      { ...REQUEST, rules: [{ ...RULE, nodes: [{ ...ask('psi', {}), datasourceUid: 'other' }, above('psi', 1)] }] },
      /psi asks the data source "other"/,
    ],
    [
      'an expression that cannot be read',
      {
        ...REQUEST,
        rules: [
          {
            ...RULE,
            condition: 'm',
            nodes: [{ refId: 'm', datasourceUid: '__expr__', model: { type: 'math', expression: '$a +' } }],
          },
        ],
      },
      /rules: drift: m: unexpected the end/,
    ],
    [
      'a state that there is not',
      { ...REQUEST, rules: [{ ...RULE, noData: 'Maybe' }] },
      /rules\[0\]\.noData: must be one of OK/,
    ],
  ])('says of %s what to change', async (_, body, message) => {
    const { status, body: said } = await resource(body);
    expect(status).toBe(400);
    expect((said as { message: string }).message).toMatch(message);
  });

  it('is asked with POST alone', async () => {
    expect(await resource('', 'GET')).toMatchObject({
      status: 405,
      body: { message: expect.stringContaining('POST') },
    });
  });
});
