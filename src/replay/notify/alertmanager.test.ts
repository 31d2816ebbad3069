import type { Inhibition, ReplayRoute } from '../../model';
import { labelsKey } from '../labels';
import { MINUTE, ROUTE } from '../testing/rules';
import { Alertmanager } from './alertmanager';

const HOUR = 60 * MINUTE;

interface Span {
  readonly feature: string;
  readonly from: number;
  readonly to: number;
  readonly check?: string;
}

/** Alerts that are said every minute from their beginning to their end, as a rule does. */
function told(
  spans: readonly Span[],
  until: number,
  { route = ROUTE, inhibitions = [] }: { route?: ReplayRoute; inhibitions?: readonly Inhibition[] } = {}
): readonly string[] {
  const alertmanager = new Alertmanager(inhibitions);
  for (let at = 0; at <= until; at += MINUTE) {
    for (const { feature, from, to, check = 'feature_drift' } of spans) {
      if (at >= from && at <= to) {
        const labels = { alertname: 'Card fraud', model: 'fraud', feature, check };
        alertmanager.put({ at, labels, startsAt: from, endsAt: at === to ? at : at + 4 * MINUTE }, route);
      }
    }
  }
  alertmanager.advance(until);
  return alertmanager.notifications.map(
    ({ at, kind, firing, resolved }) =>
      `${at / MINUTE} ${kind} ${firing.map(({ feature }) => feature).join()}/${resolved.map(({ feature }) => feature).join()}`
  );
}

describe('one group', () => {
  it('is told after its wait, and that it is over with the next of its intervals', () => {
    expect(told([{ feature: 'a', from: 0, to: 20 * MINUTE }], HOUR)).toEqual(['1 firing a/', '21 resolved /a']);
  });

  it('is one notification, also where its alerts come within the wait', () => {
    const both = [
      { feature: 'a', from: 0, to: 90 * MINUTE },
      { feature: 'b', from: MINUTE, to: 90 * MINUTE },
    ];
    expect(told(both, HOUR)).toEqual(['1 firing a,b/']);
  });

  it('tells what comes later with the next interval, and everything that fires with it', () => {
    const both = [
      { feature: 'a', from: 0, to: 90 * MINUTE },
      { feature: 'b', from: 2 * MINUTE, to: 90 * MINUTE },
    ];
    expect(told(both, HOUR)).toEqual(['1 firing a/', '6 firing a,b/']);
  });

  it('tells that some of it is over, and the rest', () => {
    const both = [
      { feature: 'a', from: 0, to: 10 * MINUTE },
      { feature: 'b', from: 0, to: 90 * MINUTE },
    ];
    expect(told(both, HOUR)).toEqual(['1 firing a,b/', '11 resolved b/a']);
  });

  it('tells nothing of what was over before its wait was', () => {
    const route = { ...ROUTE, groupWait: 300 };
    expect(told([{ feature: 'a', from: 0, to: 3 * MINUTE }], HOUR, { route })).toEqual([]);
  });

  // DedupStage.needsUpdate: the last one must lie more than the interval ago, so it is the first flush after it.
  it('is told again with the first of its intervals after the repeat interval', () => {
    const route = { ...ROUTE, repeatInterval: 600 };
    expect(told([{ feature: 'a', from: 0, to: 90 * MINUTE }], 40 * MINUTE, { route })).toEqual([
      '1 firing a/',
      '16 repeat a/',
      '31 repeat a/',
    ]);
  });

  it('is over where nothing more is heard of it', () => {
    const alertmanager = new Alertmanager();
    const labels = { alertname: 'Card fraud' };
    alertmanager.put({ at: 0, labels, startsAt: 0, endsAt: 4 * MINUTE }, ROUTE);
    alertmanager.advance(HOUR);
    expect(alertmanager.notifications.map(({ at, kind }) => [at / MINUTE, kind])).toEqual([
      [1, 'firing'],
      [6, 'resolved'],
    ]);
  });

  it('does not make wait what should have been told already', () => {
    const alertmanager = new Alertmanager();
    alertmanager.put({ at: HOUR, labels: {}, startsAt: 0, endsAt: 2 * HOUR }, ROUTE);
    alertmanager.advance(HOUR);
    expect(alertmanager.notifications.map(({ at }) => at)).toEqual([HOUR]);
  });
});

it('a group is what is alike in the labels that are grouped by', () => {
  const alertmanager = new Alertmanager();
  for (const [model, feature] of [
    ['fraud', 'a'],
    ['fraud', 'b'],
    ['eta', 'a'],
  ] as const) {
    const labels = { alertname: 'x', model, feature };
    alertmanager.put({ at: 0, labels, startsAt: 0, endsAt: HOUR }, { ...ROUTE, groupBy: ['model'] });
  }
  alertmanager.advance(MINUTE);
  expect(alertmanager.notifications.map(({ group, firing }) => [group, firing.length])).toEqual([
    [{ model: 'fraud' }, 2],
    [{ model: 'eta' }, 1],
  ]);
});

it('what is muted is told when the mute timing is over, unless it is over, too', () => {
  const route = { ...ROUTE, muted: [{ times: [{ start_time: '00:00', end_time: '00:30' }] }] };
  expect(told([{ feature: 'a', from: 0, to: 50 * MINUTE }], 40 * MINUTE, { route })).toEqual(['31 firing a/']);
  expect(told([{ feature: 'a', from: 0, to: 20 * MINUTE }], HOUR, { route })).toEqual([]);
});

it('what another alert explains is quiet as long as that fires', () => {
  const inhibitions = [
    { source: { check: ['job_failed', 'job_late'] }, target: { check: ['feature_drift'] }, equal: ['model'] },
  ];
  const spans = [
    { feature: 'job', check: 'job_late', from: 0, to: 30 * MINUTE },
    { feature: 'a', from: 0, to: 90 * MINUTE },
  ];
  expect(told(spans, HOUR, { inhibitions })).toEqual(['1 firing job/', '31 firing a/job']);
});

it('no alert is told twice without a reason, whatever happens', () => {
  let seed = 7;
  const random = (): number => ((seed = (seed * 16807) % 2147483647) - 1) / 2147483646;
  for (let round = 0; round < 200; round++) {
    const alertmanager = new Alertmanager();
    for (let minute = 0; minute < 120; minute++) {
      const at = minute * MINUTE;
      for (const feature of ['a', 'b', 'c']) {
        const isOver = random() < 0.3;
        alertmanager.put({ at, labels: { feature }, startsAt: at, endsAt: isOver ? at : at + 4 * MINUTE }, ROUTE);
      }
    }
    alertmanager.advance(5 * HOUR);
    let before = new Set<string>();
    let last = -Infinity;
    for (const { at, firing, resolved, kind } of alertmanager.notifications) {
      const now = new Set(firing.map(labelsKey));
      const news = [...now].some((key) => !before.has(key));
      // A group that was empty is forgotten, and the next one waits for its own wait alone.
      expect(at - last).toBeGreaterThanOrEqual(ROUTE.groupWait * 1000);
      expect(kind).toBe(news ? 'firing' : 'resolved');
      expect(news || resolved.length > 0).toBe(true);
      before = now;
      last = at;
    }
    // Everything that was said to fire is said to be over.
    expect(before.size).toBe(0);
  }
});
