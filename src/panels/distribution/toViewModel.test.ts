import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import { scores as catalogue } from '../../engine';
import { DEFAULT_OPTIONS, type DistributionOptions } from './options';
import { fabricateFrame, fabricateMany, type Fabricated } from './testing/fabricate';
import { toViewModel, viewModelMaker, type FeatureView } from './toViewModel';

const drifted: Fabricated = {
  feature: 'amount',
  edges: [10, 20, 1000],
  reference: [100, 400, 400, 100],
  current: [10, 10, 40, 140],
};

function features(frames: DataFrame[], options: Partial<DistributionOptions> = {}): readonly FeatureView[] {
  const view = toViewModel(frames, { ...DEFAULT_OPTIONS, ...options });
  if (view.state !== 'features') {
    throw new Error(`${view.title}: ${view.text}`);
  }
  return view.features;
}

function only(fabricated: Fabricated, bare = false): FeatureView {
  const [feature] = features([fabricateFrame([fabricated], { bare })]);
  if (feature === undefined) {
    throw new Error('no feature');
  }
  return feature;
}

describe('bins', () => {
  it('says what each numeric bin covers, open ones included, on an axis, as a condition and aloud', () => {
    expect(
      only(drifted).bins.map(({ label, condition, spoken, overflow }) => [label, condition, spoken, overflow])
    ).toEqual([
      ['≤ 10', 'amount ≤ 10', 'up to 10', 'below'],
      ['10 – 20', '10 < amount ≤ 20', 'above 10, up to 20', null],
      ['20 – 1k', '20 < amount ≤ 1k', 'above 20, up to 1k', null],
      ['> 1k', 'amount > 1k', 'above 1k', 'above'],
    ]);
  });

  it('says shares, counts, change and the part of the drift in one sentence', () => {
    expect(only(drifted).bins[3]?.sentence).toBe(
      'above 1k: reference 10 % (100), current 70 % (140); +60.0 points, 7 times as common; 56 % of the drift.'
    );
  });

  it('marks the fewest bins that explain the drift', () => {
    expect(only(drifted).bins.map(({ cause, direction }) => (cause ? direction : null))).toEqual([
      null,
      'less',
      null,
      'more',
    ]);
  });

  it.each([['ok'], ['insufficient']] as const)(
    'marks nothing where the verdict is %s, and calls no part of it drift',
    (verdict) => {
      const { bins } = only({ ...drifted, verdict });
      expect(bins.some(({ cause }) => cause)).toBe(false);
      expect(bins[3]?.shareText).toBe('56 % of the difference');
    }
  );

  it('says "rarer" of what became less, and nothing of what hardly changed', () => {
    const { bins } = only({ feature: 'x', edges: [1, 2], reference: [500, 300, 200], current: [500, 100, 400] });
    expect(bins.map(({ changeText }) => changeText)).toEqual([
      'no change',
      '−20.0 points, 3 times rarer',
      '+20.0 points, 2 times as common',
    ]);
  });

  it('recognises a category that the reference never saw', () => {
    const { bins, kind } = only({
      feature: 'country',
      categories: ['DE', 'FR', '(unseen)'],
      reference: [60, 40, 0],
      current: [50, 0, 50],
    });
    expect(kind).toBe('categorical');
    expect(bins.map(({ unseen }) => unseen)).toEqual([false, false, true]);
    expect(bins[2]?.sentence).toContain('never seen in the reference');
  });

  it.each([
    ['one', [{ category: 'crypto', count: 50 }], 'crypto', 'never seen in the reference'],
    [
      'several',
      ['a', '', 'c', 'd', 'e', 'f'].map((category, index) => ({ category, count: 20 - index })),
      '(unseen)',
      'never seen in the reference: a (20), (empty) (19), c (18), d (17) and 2 more',
    ],
  ])('names the categories never seen, where there is %s', (_, unseen, label, text) => {
    const { bins } = only({
      feature: 'method',
      categories: ['card', '(unseen)'],
      reference: [100, 0],
      current: [50, 50],
      unseen,
    });
    expect(bins.map((bin) => [bin.label, bin.unseenText])).toEqual([
      ['card', ''],
      [label, text],
    ]);
  });

  it('takes no numeric bin for unseen: an empty bin of the reference is a fact of its range', () => {
    expect(only({ ...drifted, reference: [100, 400, 400, 0] }).bins.some(({ unseen }) => unseen)).toBe(false);
  });
});

describe('a frame without summaries', () => {
  it('has no verdict, and shows PSI as the sum of its terms', () => {
    const feature = only(drifted, true);
    const [psi] = feature.scores;
    expect([feature.verdict, feature.scores.length, psi?.id]).toEqual([null, 1, 'psi']);
    // Worked by hand: sum (q - p) ln(q / p) for p = .1 .4 .4 .1 and q = .05 .05 .2 .7.
    expect(psi?.value).toBeCloseTo(
      -0.05 * Math.log(0.5) - 0.35 * Math.log(0.125) - 0.2 * Math.log(0.5) + 0.6 * Math.log(7),
      12
    );
  });

  it('tells numbers from categories by their bounds', () => {
    expect(only(drifted, true).kind).toBe('numeric');
    expect(only({ feature: 'c', categories: ['a'], reference: [1], current: [1] }, true).kind).toBe('categorical');
  });

  it('marks causes from the usual warning threshold on', () => {
    const marked = (current: readonly number[]) => only({ ...drifted, current }, true).bins.some(({ cause }) => cause);
    expect(marked([10, 10, 40, 140])).toBe(true);
    expect(marked([20, 79, 81, 20])).toBe(false);
  });

  it('makes proportions of counts where the frame has only those', () => {
    const frame = fabricateFrame([drifted], { bare: true });
    frame.fields = frame.fields.filter(({ name }) => name !== 'reference' && name !== 'current');
    expect(features([frame])[0]?.bins.map(({ reference, current }) => [reference, current])).toEqual([
      [0.1, 0.05],
      [0.4, 0.05],
      [0.4, 0.2],
      [0.1, 0.7],
    ]);
  });

  it('shows no PSI rather than that of a part, where a term is missing', () => {
    const frame = fabricateFrame([drifted], { bare: true });
    frame.fields.find(({ name }) => name === 'contribution')!.values[1] = null;
    const [feature] = features([frame]);
    expect(feature?.scores).toEqual([]);
    expect(feature?.bins.every(({ share }) => share === null)).toBe(true);
  });
});

describe('scores', () => {
  const scored = (scores: Fabricated['scores'] & {}, options: Partial<DistributionOptions> = {}) =>
    features([fabricateFrame([{ ...drifted, scores }])], options)[0]?.scores;

  it('come with the sentence of the catalogue', () => {
    expect(scored([{ id: 'psi', value: 0.4123 }])).toEqual([
      expect.objectContaining({ label: 'PSI', text: '0.412', explanation: catalogue.psi.explanation }),
    ]);
  });

  it('that cannot be computed say why, and are a dash', () => {
    expect(scored([{ id: 'ks', value: null, why: 'Categories have no order.' }])).toEqual([
      expect.objectContaining({ value: null, text: '–', explanation: 'Categories have no order.' }),
    ]);
  });

  it('of which only bounds are known say them', () => {
    expect(scored([{ id: 'ks', value: 0.2, lower: 0.2, upper: 0.31 }])?.[0]?.boundsText).toBe(
      'Known from buckets to lie between 0.200 and 0.310.'
    );
  });

  it('can be narrowed down by an option', () => {
    const both = [
      { id: 'psi', value: 0.4 },
      { id: 'js', value: 0.3 },
    ];
    expect(scored(both, { scores: ['js'] })?.map(({ id }) => id)).toEqual(['js']);
    expect(scored(both, { scores: [] })?.map(({ id }) => id)).toEqual(['psi', 'js']);
  });

  it('of a later version are shown by their id', () => {
    expect(scored([{ id: 'toString', value: 1 }])?.[0]?.label).toBe('toString');
  });
});

describe('a feature without values', () => {
  it('shows its reason in place of a chart', () => {
    const feature = only({ ...drifted, reference: [0, 0, 0, 0], current: [0, 0, 0, 0], reason: 'Nothing came in.' });
    expect(feature.emptyText).toBe('Nothing came in.');
    expect(feature.summary).toContain('Nothing came in.');
  });

  it('has words of its own where no reason is given', () => {
    const feature = only({ ...drifted, reference: [0, 0, 0, 0], current: [0, 0, 0, 0] }, true);
    expect(feature.emptyText).toBe('Neither the reference nor the current window has values of this feature.');
  });

  it('still draws the side that has values', () => {
    const feature = only({ ...drifted, current: [0, 0, 0, 0] });
    expect(feature.emptyText).toBeUndefined();
    expect(feature.bins[0]?.currentText).toBe('no values');
  });
});

describe('order', () => {
  const names = (options: Partial<DistributionOptions>) =>
    features(
      [
        fabricateFrame([
          { ...drifted, feature: 'f10', verdict: 'ok', scores: [{ id: 'psi', value: 9 }] },
          { ...drifted, feature: 'f2', verdict: 'drift', scores: [{ id: 'psi', value: 0.3 }] },
          { ...drifted, feature: 'f1', verdict: 'drift', scores: [{ id: 'psi', value: 0.5 }] },
          { ...drifted, feature: 'f3', verdict: 'insufficient', scores: [{ id: 'psi', value: null }] },
          { ...drifted, feature: 'f4', verdict: 'warning', scores: [{ id: 'psi', value: 0.2 }] },
        ]),
      ],
      options
    ).map(({ name }) => name);

  it('is by verdict and then by the first score: what cannot be told stands before what is fine', () => {
    expect(names({ sort: 'worst' })).toEqual(['f1', 'f2', 'f4', 'f3', 'f10']);
  });

  it('by name counts as people count', () => {
    expect(names({ sort: 'name' })).toEqual(['f1', 'f2', 'f3', 'f4', 'f10']);
  });

  it('can stay as given', () => {
    expect(names({ sort: 'given' })).toEqual(['f10', 'f2', 'f1', 'f3', 'f4']);
  });
});

describe('several frames', () => {
  it('are drawn together, and the same feature of two queries says which is which', () => {
    const frames = [fabricateFrame([drifted]), fabricateFrame([drifted, { ...drifted, feature: 'b' }], { refId: 'B' })];
    expect(features(frames, { sort: 'given' }).map(({ name, tags }) => [name, tags])).toEqual([
      ['amount', ['query A']],
      ['amount', ['query B']],
      ['b', []],
    ]);
  });

  it('say which of them is left out', () => {
    const other = toDataFrame({ name: 'up', fields: [{ name: 'Value', type: FieldType.number, values: [1] }] });
    const view = toViewModel([fabricateFrame([drifted]), other], DEFAULT_OPTIONS);
    expect(view).toMatchObject({
      state: 'features',
      notices: [
        '“up” is no distribution (it has no field “feature”, “bin”, “reference” and “current”) and is left out.',
      ],
    });
  });
});

describe('nothing to draw', () => {
  const other = toDataFrame({ refId: 'A', fields: [{ name: 'feature', type: FieldType.string, values: ['x'] }] });

  it.each([
    ['no frames', [], 'No data', 'choose the kind “Distribution”'],
    ['an empty frame', [toDataFrame({ fields: [] })], 'No data', 'time range holds data'],
    ['a distribution without rows', [fabricateFrame([])], 'No data', 'time range holds data'],
    ['another query', [other], 'This query answers no distribution', 'has no field “bin”, “reference” and “current”'],
  ])('with %s says what to change', (_, frames, title, text) => {
    expect(toViewModel(frames, DEFAULT_OPTIONS)).toEqual({
      state: 'message',
      tone: 'info',
      title,
      text: expect.stringContaining(text),
    });
  });
});

it('counts features by verdict, and names the reference', () => {
  const view = toViewModel([fabricateFrame([drifted, { ...drifted, feature: 'b', verdict: 'ok' }])], DEFAULT_OPTIONS);
  expect(view).toMatchObject({ verdicts: { drift: 1, ok: 1 }, referenceText: '7 days earlier' });
});

it('holds no NaN and no undefined in any text, for features of every kind', () => {
  const view = toViewModel([fabricateFrame(fabricateMany(60))], DEFAULT_OPTIONS);
  const bins = view.state === 'features' ? view.features.flatMap((feature) => feature.bins) : [];
  const texts = bins.flatMap(({ condition, sentence, referenceText, currentText, changeText }) => [
    condition,
    sentence,
    referenceText,
    currentText,
    changeText,
  ]);
  const text = JSON.stringify([view, texts]);
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
});

it('summarises a feature for somebody who does not see it', () => {
  expect(only(drifted).summary).toMatch(
    /^amount: Drift\. PSI 2\.07\. 1,000 values in the reference, 200 now\. p < 0\.001, < 0\.001 over all features\. The change lies in 10 – 20 \(\d+ % of the drift\), > 1k \(56 % of the drift\)\.$/
  );
});

it('says of a feature what was repaired to whoever does not see the note', () => {
  expect(only({ ...drifted, repairs: ['Smoothed: 1 bin is empty on one side.'] }).summary).toMatch(
    /Smoothed: 1 bin is empty on one side\.$/
  );
});

describe('categories that are gone', () => {
  const gone = (reference: readonly number[], current: readonly number[]) =>
    only({ feature: 'country', categories: ['DE', 'FR'], reference, current }).bins;

  it('say so', () => {
    const [, fr] = gone([60, 40], [50, 0]);
    expect(fr?.vanished).toBe(true);
    expect(fr?.sentence).toContain('not seen in the current window');
  });

  it('are none where the current window has no values at all', () => {
    expect(gone([60, 40], [0, 0]).some(({ vanished }) => vanished)).toBe(false);
  });
});

describe('the same answer once more', () => {
  const twice = (change: (feature: Fabricated) => Fabricated, options = DEFAULT_OPTIONS) => {
    const toView = viewModelMaker();
    const [first, second] = [
      fabricateMany(5),
      fabricateMany(5).map((feature, i) => (i === 2 ? change(feature) : feature)),
    ]
      .map((given) => toView([fabricateFrame(given)], options))
      .map((view) => (view.state === 'features' ? view.features : []));
    return (first ?? []).map((feature) => (second ?? []).includes(feature));
  };

  it('gives the very views of before, so that nothing is drawn again', () => {
    expect(twice((feature) => feature)).toEqual([true, true, true, true, true]);
  });

  it('gives a new view to what changed, and to nothing else', () => {
    const same = twice((feature) => ({ ...feature, reason: 'Another reason.' }));
    expect(same.filter((kept) => !kept)).toHaveLength(1);
  });
});
