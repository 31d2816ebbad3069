import { toDataFrame } from '@grafana/data';
import { frameOf, goldenFrames, withValues } from '../testing/golden';
import { DEFAULT_OPTIONS } from './options';
import { overTimeView } from './overTimeView';
import { toViewModel, type AbsurdView } from './toViewModel';

const wrong = goldenFrames('absurd/confident-and-wrong');
const rows = goldenFrames('absurd/rows-and-repeats');

function ready(...args: Parameters<typeof toViewModel>): AbsurdView {
  const view = toViewModel(...args);
  if (view.state !== 'ready') {
    throw new Error(view.text);
  }
  return view;
}

const view = ready([...wrong, ...rows], DEFAULT_OPTIONS);

describe('the rate', () => {
  it('stands against what is expected, in words and in a plot', () => {
    expect(view.rate?.verdict).toBe('drift');
    expect(view.rate?.reason).toMatch(/^83 wrong of 1060 confident predictions, 9\.83 expected/);
    expect(view.rate?.plot?.text).toBe('7.8 % of the confident outputs were wrong (6.4 to 9.6 %); 0.93 % were to be.');
    expect(view.rate?.plot?.domain.from).toBe(0);
  });

  it('comes with the numbers behind it', () => {
    const facts = new Map(view.rate?.facts.map(({ name, value, note }) => [name, [value, note]]));
    expect(facts.get('Wrong')).toEqual(['83', 'of 1,060 confident']);
    expect(facts.get('Ratio')).toEqual(['8.44 ×', '4.55 to 17.2 ×, p < 0.001']);
    expect(facts.get('Opposed')).toEqual(['16', 'at most 21 expected']);
    expect(facts.get('Unlabelled')).toEqual(['1,254', '47.2 % of all have a label']);
    expect(facts.get('Confident from')).toEqual(['95.0 %', '']);
  });

  it('without labels has no plot and no ratio, and keeps what rules say', () => {
    const summary = withValues(frameOf(wrong, 'summary'), 0, {
      wrong: null,
      ratio: null,
      wrong_rate: null,
      expected_rate: null,
      verdict: 'insufficient',
      budget: null,
    });
    const { rate, budget, sections } = ready([summary], DEFAULT_OPTIONS);
    expect(rate?.plot).toBeUndefined();
    expect(rate?.verdict).toBe('insufficient');
    expect(rate?.facts.map(({ name }) => name)).not.toContain('Ratio');
    expect(rate?.facts.map(({ name }) => name)).toContain('Rule violations');
    expect(budget).toBeUndefined();
    expect([...sections]).toEqual(['verdict']);
  });
});

describe('the error budget', () => {
  it('says what may be wrong, what was, and how far beyond that is', () => {
    expect(view.budget).toMatchObject({
      text: '0.93 % of the confident outputs may be wrong: 9.8 of 1,060. 83 were.',
      usedText: '8.44 × the budget',
      used: 1,
      isOver: true,
      level: 'ok',
    });
  });

  it('burns against the limits of the rules, and what is not known is not zero', () => {
    expect(
      view.budget?.burns.map(({ name, valueText, limitText, isKnown }) => [name, valueText, limitText, isKnown])
    ).toEqual([
      ['1 hour', '0 ×', 'pages from 14.4 ×', true],
      ['6 hours', 'not known', 'pages from 6 ×', false],
      ['3 days', 'not known', 'ticket from 1 ×', false],
    ]);
  });

  it('is over its limit from the limit on', () => {
    const summary = withValues(frameOf(wrong, 'summary'), 0, { burn_fast: 14.4, burn_level: 'page', budget_left: 0.4 });
    const { budget } = ready([summary], DEFAULT_OPTIONS);
    expect(budget?.burns[0]).toMatchObject({ isOver: true, fill: 0.5 });
    expect(budget).toMatchObject({ levelText: 'Page somebody', usedText: '60.0 % used', isOver: false });
  });
});

describe('the reliability curve', () => {
  it('has a point a bucket, marks the confident ones, and says it in words', () => {
    expect(view.reliability?.points).toHaveLength(6);
    expect(view.reliability?.points.filter(({ isConfident }) => isConfident)).toMatchObject([
      { bucketText: '95.0 to 100 %', confidenceText: '98.8 %', accuracyText: '92.2 %', expectedText: '99.81 %' },
    ]);
    expect(view.reliability?.summary).toBe(
      'Accuracy by confidence, in 6 buckets. Confident outputs claim 98.8 % and are right in 92.2 %; 99.81 % were expected.'
    );
  });

  it('has one domain for both axes, which holds every interval, and the curve of the reference', () => {
    expect(view.reliability?.domain).toEqual({ from: 0.4, to: 1 });
    expect(view.reliability?.reference).toHaveLength(6);
    expect(view.reliability?.threshold).toBe(0.95);
  });
});

describe('segments', () => {
  it('are in the order of the answer, with what is elsewhere and how clear it is', () => {
    expect(view.segments[0]).toMatchObject({
      name: 'country = IN',
      signText: 'Wrong',
      shareText: '42.6 %',
      countText: '78 of 183',
      elsewhereText: '0.57 %',
      ratioText: '74.8 ×',
      verdict: 'drift',
      finding: 'Much more often',
      why: '35.7 to 49.9 %. Against elsewhere: p < 0.001, corrected over all segments.',
    });
  });

  it('of one sign share an axis, those of another have their own', () => {
    const domains = new Map(view.segments.map(({ signText, domain }) => [signText, domain]));
    for (const { signText, domain } of view.segments) {
      expect(domain).toBe(domains.get(signText));
    }
    expect(new Set(domains.values()).size).toBe(3);
  });

  it('where the share elsewhere is zero have no ratio, which is said and not infinite', () => {
    expect(view.segments[1]?.ratioText).toBe('–');
  });
});

describe('over time', () => {
  it('draws the rate with what is expected, the burn with its limit, and no chart without values', () => {
    expect(view.overTime.map(({ id }) => id)).toEqual(['rate', 'burn', 'violations', 'labels']);
    const burn = view.overTime[1]?.frame.fields[1]?.config;
    expect(burn?.thresholds?.steps.at(-1)).toEqual({ value: 1, color: 'red' });
    expect(burn?.custom).toMatchObject({ thresholdsStyle: { mode: 'dashed' } });
  });

  it('draws a line a group where the windows of groups stand one after the other', () => {
    const long = toDataFrame({
      name: 'over_time',
      fields: [
        { name: 'time', type: 'time', values: [1, 1, 2] },
        { name: 'country', type: 'string', values: ['DE', 'IN', 'IN'] },
        { name: 'wrong_rate', type: 'number', values: [0.1, 0.4, 0.5], config: { displayNameFromDS: 'Wrong rate' } },
        { name: 'expected_rate', type: 'number', values: [0.01, 0.01, 0.01] },
      ],
    } as Parameters<typeof toDataFrame>[0]);
    const [rate] = overTimeView(long);
    expect(rate?.frame.length).toBe(2);
    expect(rate?.frame.fields.map(({ name, values }) => [name, values])).toEqual([
      ['time', [1, 2]],
      ['DE', [0.1, null]],
      ['IN', [0.4, 0.5]],
    ]);
  });
});

describe('parts', () => {
  it('are all for which the queries bring something, or those that the options choose', () => {
    expect([...view.sections]).toEqual([
      'verdict',
      'budget',
      'reliability',
      'over_time',
      'segments',
      'rules',
      'repeats',
      'rows',
    ]);
    expect([...ready(wrong, { ...DEFAULT_OPTIONS, sections: ['segments'] }).sections]).toEqual(['segments']);
  });

  it('of a second answer are not mixed into the first, and that is said', () => {
    const other = wrong.map((frame) => ({ ...frame, refId: 'B' }));
    expect(ready([...wrong, ...other], DEFAULT_OPTIONS).notices).toEqual([
      'Several queries look for absurd outputs; shown is the first. Give B a panel of its own.',
    ]);
  });
});

describe('hostile input', () => {
  it('no frame at all is a message, and so are frames of another kind, by name', () => {
    expect(toViewModel([], DEFAULT_OPTIONS)).toMatchObject({ state: 'message', title: 'Nothing to judge yet' });
    const foreign = toDataFrame({ name: 'drift', fields: [{ name: 'psi', values: [1] }] });
    expect(toViewModel([foreign], DEFAULT_OPTIONS)).toMatchObject({
      state: 'message',
      text: expect.stringContaining('answers drift instead'),
    });
  });

  it('tables without rows are a message that says what to do', () => {
    const empty = wrong.map((frame) => ({
      ...frame,
      length: 0,
      fields: frame.fields.map((field) => ({ ...field, values: [] })),
    }));
    expect(toViewModel(empty, DEFAULT_OPTIONS)).toMatchObject({
      state: 'message',
      text: expect.stringContaining('longer time range'),
    });
  });
});
