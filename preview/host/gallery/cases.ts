import type { DataFrame } from '@grafana/data';
import { fabricateFrame, fabricateMany, fabricateOverTime } from '../../../src/panels/distribution/testing/fabricate';
import { framesOfAnswer } from '../../../src/panels/testing/framesOfAnswer';

type Read = () => Promise<{ readonly default: unknown }>;

/** Some or all of the frames of answers that were written down, as if one query had brought them. */
const written =
  (...files: readonly Read[]) =>
  async (): Promise<DataFrame[]> =>
    (await Promise.all(files.map((read) => read()))).flatMap(({ default: answer }) =>
      framesOfAnswer(answer as Parameters<typeof framesOfAnswer>[0])
    );

const fabricated = (count: number, kind?: 'numeric' | 'categorical') => async (): Promise<DataFrame[]> => {
  const features = fabricateMany(count * (kind === undefined ? 1 : 6))
    .filter(({ edges }) => kind === undefined || (edges === undefined) === (kind === 'categorical'))
    .slice(0, count);
  return Promise.resolve([fabricateFrame(features), fabricateOverTime(features)]);
};

/** What each panel is shown with: its cases by name, the first of which is the usual one. */
export const CASES = {
  distribution: {
    '60 features': fabricated(60),
    '1 feature': fabricated(1),
    '12 features': fabricated(12),
    '500 features': fabricated(500),
    'numbers only': fabricated(60, 'numeric'),
    'categories only': fabricated(60, 'categorical'),
  },
  shadow: {
    'with labels': written(
      () => import('../../../tests/goldens/shadow/summary/frames.json'),
      () => import('../../../tests/goldens/shadow/segments-and-time/frames.json'),
      () => import('../../../tests/goldens/shadow/rows/frames.json')
    ),
    'without labels': written(() => import('../../../tests/goldens/shadow/without-labels/frames.json')),
    'metrics alone': written(() => import('../../../tests/goldens/shadow/from-metrics/frames.json')),
    'predicted numbers': written(() => import('../../../tests/goldens/shadow/predicted-numbers/frames.json')),
  },
  absurd: {
    'with labels': written(
      () => import('../../../tests/goldens/absurd/confident-and-wrong/frames.json'),
      () => import('../../../tests/goldens/absurd/rows-and-repeats/frames.json')
    ),
    'without labels': written(() => import('../../../tests/goldens/absurd/without-labels/frames.json')),
    'rules alone': written(() => import('../../../tests/goldens/absurd/rules-alone/frames.json')),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, () => Promise<DataFrame[]>>>>>;

export type PanelName = keyof typeof CASES;

export const PANEL_NAMES = Object.keys(CASES) as PanelName[];

/** The named case of a panel, or its usual one. */
export function caseOf(panel: PanelName, name: string | null): { name: string; read: () => Promise<DataFrame[]> } {
  const cases: ReadonlyArray<readonly [string, () => Promise<DataFrame[]>]> = Object.entries(CASES[panel]);
  const [found, read] = cases.find(([known]) => known === name) ?? cases[0] ?? ['', () => Promise.resolve([])];
  return { name: found, read };
}
