/**
 * The dashboard on the built-in sample, from its JSON to what each panel gets: Grafana's own transformations on the
 * frames that the backend answers. It fails where a title of a column changes on one side alone.
 */
import { transferableAbortController } from 'node:util';
import {
  getFieldDisplayName,
  standardTransformers,
  standardTransformersRegistry,
  toDataFrame,
  transformDataFrame,
  type DataFrame,
} from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { handlers } from '../backend/query/handlers';
import { createSampleUpstream } from '../backend/upstream/sample';
import { interpolateQuery } from '../datasource/interpolate';
import type { TidemarkQuery } from '../datasource/types';
import { verdictChanges } from '../datasource/annotations/verdictChanges';
import { describeProblems, parseQuery, VERDICT_LOOK, VERDICTS_BY_GRAVITY } from '../model';
import { parseOptions } from '../panels/distribution/options';
import { toViewModel } from '../panels/distribution/toViewModel';
import { ours, readDashboard, replaceWith } from './testing/readDashboard';

const NOW = Date.UTC(2026, 10, 18, 12);
const DAY = 86_400_000;
/** Node's own: jsdom's does not have all that the backend asks of one. */
const { signal } = transferableAbortController();

const dashboard = readDashboard('model-drift.json');
const upstream = createSampleUpstream({ now: () => NOW });

async function answer(target: TidemarkQuery): Promise<DataFrame[]> {
  const parsed = parseQuery(ours(interpolateQuery(target, replaceWith(dashboard.templating.list))));
  if (!parsed.ok) {
    throw new Error(describeProblems(parsed.problems));
  }
  const frames = await handlers[parsed.value.queryType](
    { query: parsed.value, range: { from: NOW - DAY, to: NOW }, intervalMs: 15 * 60_000, fromAlert: false },
    { instance: { settings: {}, upstream }, signal, now: () => NOW }
  );
  return frames.map((frame) => toDataFrame({ ...frame, refId: target.refId }));
}

/** What a panel gets: its query's answer, after its transformations. */
async function framesOf(title: string): Promise<DataFrame[]> {
  const panel = dashboard.panels.find((candidate) => candidate.title === title);
  const [target] = panel?.targets ?? [];
  if (panel === undefined || target === undefined) {
    throw new Error(`no panel "${title}" with a query`);
  }
  return lastValueFrom(transformDataFrame([...(panel.transformations ?? [])], await answer(target)));
}

const names = (frame: DataFrame | undefined): string[] =>
  frame === undefined ? [] : frame.fields.map((field) => getFieldDisplayName(field, frame));

beforeAll(() => {
  // Some of them stand twice in that table, under an older name.
  standardTransformersRegistry.setInit(() =>
    [...new Set(Object.values(standardTransformers))].map((transformation) => ({
      id: transformation.id,
      name: transformation.name,
      transformation,
      editor: () => null,
      imageDark: '',
      imageLight: '',
    }))
  );
});

describe('the tiles', () => {
  const counted = async (title: string): Promise<number> => {
    const [frame] = await framesOf(title);
    const panel = dashboard.panels.find((candidate) => candidate.title === title);
    const { fields } = panel?.options?.['reduceOptions'] as { fields: string };
    const pattern = new RegExp(fields.slice(1, -1));
    return frame?.fields.find((_, index) => pattern.test(names(frame)[index] ?? ''))?.values.length ?? -1;
  };

  it('count every feature of the sample once: two drift, one warns, ten are fine', async () => {
    // A tile is called as its verdict is called everywhere else.
    const words = VERDICTS_BY_GRAVITY.map((verdict) => VERDICT_LOOK[verdict].word);
    expect(dashboard.panels.filter(({ type }) => type === 'stat').map(({ title }) => title)).toEqual(words);
    expect(await Promise.all(words.map(counted))).toEqual([2, 1, 0, 10]);
  });
});

describe('the table', () => {
  it('has its columns in the order in which they are read, and names no column that is not there', async () => {
    const [frame] = await framesOf('Verdict of each feature');
    const table = dashboard.panels.find(({ title }) => title === 'Verdict of each feature');
    expect(names(frame)).toEqual([
      'Feature',
      'Verdict',
      'PSI',
      // Before the other scores: on a narrow page those are what is out of sight.
      'Reason',
      'Jensen-Shannon distance',
      'Kolmogorov-Smirnov',
      'Wasserstein distance',
      'p adjusted',
    ]);
    for (const { matcher } of table?.fieldConfig?.overrides ?? []) {
      expect(names(frame)).toContain(matcher.options);
    }
  });
});

describe('drift over time', () => {
  it('is a series a feature, calm at first and above the threshold since', async () => {
    const frames = await framesOf('Drift over time (PSI)');
    const amount = frames.find(({ fields }) => fields[1]?.labels?.['feature'] === 'amount');
    const values = (amount?.fields[1]?.values ?? []) as Array<number | null>;
    expect(frames).toHaveLength(13);
    expect(values[0]).toBeLessThan(0.1);
    expect(values.at(-1)).toBeGreaterThan(0.25);
  });

  it('marks where the verdicts of the three features that move change', async () => {
    const target = dashboard.annotations.list.find(({ builtIn }) => builtIn !== 1)?.target;
    const events = verdictChanges(target === undefined ? [] : await answer(target));
    expect(new Set(events.map(({ tags }) => tags?.[0]))).toEqual(
      new Set(['amount', 'clock_skew_seconds', 'payment_method'])
    );
  });
});

describe('the distributions', () => {
  it('show what drifts first, with the new category and the shifted amounts marked', async () => {
    const frames = await framesOf('Distributions of the worst features');
    const options = dashboard.panels.find(({ title }) => title === 'Distributions of the worst features')?.options;
    const view = toViewModel(frames, parseOptions(options).options);
    if (view.state !== 'features') {
      throw new Error(view.text);
    }
    const [method, amount] = view.features;
    expect(view.features.slice(0, 3).map(({ name, verdict }) => [name, verdict])).toEqual([
      ['payment_method', 'drift'],
      ['amount', 'drift'],
      ['clock_skew_seconds', 'warning'],
    ]);
    expect(method?.bins.filter(({ cause }) => cause).map(({ unseen }) => unseen)).toEqual([true]);
    expect(amount?.bins.filter(({ cause }) => cause).length).toBeGreaterThan(2);
    expect(view.referenceText).toBe('the same time 3d earlier');
  });
});
