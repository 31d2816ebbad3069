import type { DataFrame } from '@grafana/data';
import { t } from '../shared/translate';
import { toFeatureView, type FeatureView, type Verdict } from './featureView';
import type { DistributionOptions } from './options';
import { inOrder } from './order';
import { readFrames, type FeatureRows, type FramesRead } from './readFrames';
import { same } from '../shared/same';

export type { BinView } from './binView';
export type { FeatureView, Verdict } from './featureView';
export type { ScoreView } from './scoreViews';

export interface MessageView {
  readonly state: 'message';
  readonly tone: 'info' | 'error';
  readonly title: string;
  readonly text: string;
}

export interface FeaturesView {
  readonly state: 'features';
  readonly features: readonly FeatureView[];
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly referenceText: string;
  /** Sentences above the charts: frames that were left out. */
  readonly notices: readonly string[];
}

export type ViewModel = MessageView | FeaturesView;

/** The whole of what the panel shows, from frames and options alone. O(rows). */
export function toViewModel(
  frames: readonly DataFrame[],
  options: Pick<DistributionOptions, 'sort' | 'scores'>
): ViewModel {
  return viewModelMaker()(frames, options);
}

/**
 * `toViewModel` for a panel that lives on: of a feature that is told as before it gives the very view that it gave
 * before, so that nothing of it has to be drawn again.
 */
export function viewModelMaker(): typeof toViewModel {
  let known = new Map<string, { readonly read: FeatureRows; readonly context: object; readonly view: FeatureView }>();
  return (frames, options) => {
    const read = readFrames(frames);
    if (read.features.length === 0) {
      return nothingToDraw(frames, read);
    }
    const repeated = repeatedKeys(read.features);
    const next: typeof known = new Map();
    const features = read.features.map((rows): FeatureView => {
      const context = { scores: options.scores, showQuery: repeated.has(keyOf(rows)) };
      const key = `${rows.refId} ${keyOf(rows)}`;
      const before = known.get(key);
      const entry =
        before !== undefined && same(before.context, context) && same(before.read, rows)
          ? before
          : { read: rows, context, view: toFeatureView(rows, context) };
      next.set(key, entry);
      return entry.view;
    });
    known = next;
    const verdicts: Partial<Record<Verdict, number>> = {};
    for (const { verdict } of features) {
      if (verdict !== null) {
        verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
      }
    }
    return {
      state: 'features',
      features: inOrder(features, options.sort),
      verdicts,
      referenceText: read.referenceText ?? '',
      notices: read.foreign.map(({ name, missing }) =>
        t('notice.foreign', '“{{name}}” is no distribution (it has no field {{missing}}) and is left out.', {
          name,
          missing: list(missing),
        })
      ),
    };
  };
}

function nothingToDraw(frames: readonly DataFrame[], read: FramesRead): MessageView {
  const howToAsk = t('message.how-to-ask', 'In the query, choose the kind “Distribution” of a Tidemark data source.');
  const [foreign] = read.foreign;
  if (foreign !== undefined) {
    const what = t(
      'message.no-distribution-text',
      'The panel draws a row a feature and bin, and “{{name}}” has no field {{missing}}.',
      {
        name: foreign.name,
        missing: list(foreign.missing),
      }
    );
    return {
      state: 'message',
      tone: 'info',
      title: t('message.no-distribution', 'This query answers no distribution'),
      text: `${what} ${howToAsk}`,
    };
  }
  const title = t('message.no-data', 'No data');
  return frames.length === 0
    ? { state: 'message', tone: 'info', title, text: `${t('message.no-answer', 'Nothing was answered.')} ${howToAsk}` }
    : {
        state: 'message',
        tone: 'info',
        title,
        text: t(
          'message.no-rows',
          'The query answered no rows: check its model, features and filters, and that the time range holds data.'
        ),
      };
}

function list(names: readonly string[]): string {
  const quoted = names.map((name) => `“${name}”`);
  return quoted.length > 1
    ? t('message.and', '{{first}} and {{last}}', { first: quoted.slice(0, -1).join(', '), last: quoted.at(-1) ?? '' })
    : (quoted[0] ?? '');
}

function keyOf({ feature, group }: FeatureRows): string {
  return JSON.stringify([feature, group]);
}

function repeatedKeys(features: readonly FeatureRows[]): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const feature of features) {
    const key = keyOf(feature);
    (seen.has(key) ? repeated : seen).add(key);
  }
  return repeated;
}
