import { answeredOf, answeredShare } from './answered';
import { readCourses, runCourses } from './course';
import { compareIncidents, incidentsOf, sumsOf } from './incidents';
import { suggestThreshold } from './suggest';
import { answerOf } from './testing/courses';
import { MINUTE, RULE } from './testing/rules';
import { changedRule, levelOf, whatIf } from './whatIf';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Thirty days in which the value rises ten times for two hours, each time a little higher: to 11, 12, ... 20. */
const STEP = 10 * MINUTE;
const month = Array.from({ length: (30 * DAY) / STEP }, (_, step) => {
  const day = Math.floor((step * STEP) / DAY);
  const inDay = (step * STEP) % DAY;
  return day % 3 === 0 && inDay >= 10 * HOUR && inDay < 12 * HOUR ? 11 + day / 3 : 1;
});
const courses = readCourses(answerOf(month, 0, STEP));

describe('incidents', () => {
  const result = runCourses([RULE], courses);
  const incidents = incidentsOf(result, [RULE]);

  it('are what fired together, with its messages', () => {
    expect(incidents).toHaveLength(10);
    expect(incidents[0]).toMatchObject({ receiver: 'risk chat', from: 10 * HOUR, to: 12 * HOUR });
    expect(incidents.map(({ notifications }) => notifications.map(({ kind }) => kind))).toEqual(
      incidents.map(() => ['firing', 'resolved'])
    );
  });

  it('come to so many pages a month', () => {
    expect(sumsOf(incidents, result.notifications, 30 * DAY, 1)).toEqual({
      incidents: 10,
      notifications: 20,
      pages: 10,
      repeats: 0,
      pagesAMonth: 10,
    });
    expect(sumsOf(incidents, result.notifications, 15 * DAY, 1).pagesAMonth).toBe(20);
  });

  it('come to no rate where too little was answered or no time passed, and not to 0', () => {
    const rate = (span: number, answered: number): unknown => {
      const { pagesAMonth, reason } = sumsOf([], [], span, answered);
      return reason ?? pagesAMonth;
    };
    expect(sumsOf([], [], DAY, 0)).toMatchObject({ pages: 0, pagesAMonth: null, reason: 'unanswered' });
    expect([rate(DAY, 0.07), rate(DAY, 0.49), rate(0, 1)]).toEqual(['unanswered', 'unanswered', 'no_time']);
    expect([rate(DAY, 0.5), rate(DAY, 1)]).toEqual([0, 0]);
  });

  it('of another setting are missed, late or more', () => {
    const after = incidentsOf(whatIf([RULE], courses, new Map([['rule', { threshold: 15 }]])), [RULE]);
    const compared = compareIncidents(incidents, after);
    expect(compared.missed.map(({ firings }) => firings[0]?.peak)).toEqual([11, 12, 13, 14, 15]);
    expect([compared.late, compared.added]).toEqual([[], []]);
    expect(compareIncidents(after, incidents).added).toHaveLength(5);
  });

  it('are told later where the rule waits longer', () => {
    const waits = { ...RULE, for: 600 };
    const before = incidentsOf(runCourses([waits], courses), [waits]);
    const after = incidentsOf(whatIf([waits], courses, new Map([['rule', { for: 3600 }]])), [waits]);
    expect(compareIncidents(before, after).late.map(({ by }) => by / MINUTE)).toEqual(before.map(() => 50));
  });
});

describe('another threshold', () => {
  it('ends as far below, in proportion, as before', () => {
    expect(levelOf(changedRule(RULE, { threshold: 20 }))).toEqual({ alert: 20, recover: 10, falls: false });
  });

  it('leaves a rule of the pack alone that does not wait, where another time to wait is tried', () => {
    const ofPack = { ...RULE, labels: { ...RULE.labels, __grafana_origin: 'plugin/tidemark-drift-app' } };
    expect(changedRule(ofPack, { for: 600 }).for).toBe(0);
    expect(changedRule(RULE, { for: 600 }).for).toBe(600);
    expect(changedRule({ ...RULE, for: 60 }, { for: 600 }).for).toBe(600);
  });
});

describe('a suggested threshold', () => {
  const suggest = (pages: number) => {
    const suggested = suggestThreshold(RULE, courses, pages);
    return suggested.ok ? suggested.suggestion : suggested.reason;
  };

  // Of peaks at 11, 12, ... 20 three lie above 17.
  it('is the most sensitive one with so many pages a month, and says what it costs', () => {
    const three = suggest(3);
    expect(three).toMatchObject({ threshold: 17, sums: { pages: 3 } });
    expect(typeof three === 'string' ? three : three.compared.missed).toHaveLength(7);
    expect(suggest(10)).toMatchObject({ threshold: 10, sums: { pages: 10 } });
  });

  it('may be one that nothing has reached', () => {
    expect(suggest(0)).toMatchObject({ threshold: 20, sums: { pages: 0 } });
  });

  it('is none where the condition is no level, or nothing ever changed', () => {
    const zero = changedRule(RULE, { threshold: 0 });
    expect(suggestThreshold(zero, courses, 3)).toEqual({ ok: false, reason: 'no_threshold' });
    expect(suggestThreshold(RULE, readCourses(answerOf([0, 0, 0])), 3)).toEqual({ ok: false, reason: 'flat' });
  });

  it('is none where too little of what the rule asks was answered, though what was is quiet', () => {
    const answer = answerOf(month, 0, STEP);
    const unanswered = (share: number) =>
      readCourses({
        ...answer,
        courses: answer.courses.map((one) => ({
          ...one,
          errors: month.slice(0, share * month.length).map((_, at) => ({ at, message: 'no answer' })),
        })),
      });
    expect(suggestThreshold(RULE, unanswered(0.9), 3)).toEqual({ ok: false, reason: 'unanswered' });
    expect(suggestThreshold(RULE, unanswered(0.1), 3)).toMatchObject({ ok: true });
    expect(answeredOf(RULE, unanswered(0.25))).toBe(0.75);
    // A rule that was not replayed was not answered either.
    expect(answeredShare([RULE, { ...RULE, uid: 'another' }], unanswered(0))).toBe(0.5);
  });
});
