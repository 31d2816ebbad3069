import { TELEMETRY } from '../../../model';
import { COUNTRIES, METRIC, MODELS, oldestAt, type Role, type Scene, type ScenarioModel } from '../../../scenario';
import type { Counted, Labels, Layout } from './layout';
import type { SampleMetric } from './metrics';
import type { Slots } from './slots';

export const COUNTRY_LABEL = 'country';

/** What a series shows. */
export type Content =
  | { readonly kind: 'counted'; readonly counted: Counted; readonly country: number }
  /** The value of a feature in the last row, wherever it came from. */
  | { readonly kind: 'last'; readonly feature: number }
  /** Always 1: what it tells is in its labels. */
  | { readonly kind: 'info' };

/** One set of labels of a metric (less those of its bins), and the stretch of time in which it was there. */
export interface Series {
  readonly model: ScenarioModel;
  readonly role: Role;
  readonly labels: Labels;
  readonly from: number;
  readonly to: number;
  readonly content: Content;
}

interface Shown {
  readonly labels: Labels;
  readonly content: Content;
}

/** What a metric shows of one model, version and role, with the labels that go with it. */
function contents(
  metric: SampleMetric,
  model: ScenarioModel,
  counted: readonly Counted[],
  version: string
): readonly Shown[] {
  if (metric.name === METRIC.last) {
    return model.features.flatMap(({ kind, name }, feature) =>
      kind === 'numeric'
        ? [{ labels: { [TELEMETRY.featureLabel]: name }, content: { kind: 'last' as const, feature } }]
        : []
    );
  }
  if (metric.name === TELEMETRY.info) {
    const known = model.versions[version]?.hyperparameters ?? {};
    const labels = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, String(value)]));
    return [{ labels: { ...labels, stage: 'deployed' }, content: { kind: 'info' } }];
  }
  return counted
    .filter((one) => one.metric === metric.name)
    .flatMap((one) =>
      COUNTRIES.map((country, place) => ({
        labels: { ...one.labels, [COUNTRY_LABEL]: country },
        content: { kind: 'counted' as const, counted: one, country: place },
      }))
    );
}

/** When which version answered in which role, seen from `now`. */
function stretchesOf(
  scenes: readonly Scene[],
  now: number
): ReadonlyArray<Pick<Series, 'role' | 'from' | 'to'> & { readonly version: string }> {
  const oldest = oldestAt(now);
  return (['live', 'shadow'] as const).flatMap((role) => {
    const stretches: Array<{ role: Role; version: string; from: number; to: number }> = [];
    for (const { from, to, live, shadow } of scenes) {
      const version = role === 'live' ? live : shadow?.version;
      const last = stretches.at(-1);
      if (last !== undefined && last.version === version && last.to >= from) {
        last.to = Math.min(to, now);
      } else if (version !== undefined && to > oldest && from < now) {
        stretches.push({ role, version, from: Math.max(from, oldest), to: Math.min(to, now) });
      }
    }
    return stretches;
  });
}

/** Hundreds of labels, the same with each question: made anew, they were most of the garbage of a query. */
const SHOWN = new WeakMap<Layout, Map<string, readonly Shown[]>>();

/** What a metric shows of one model, version and role, with all labels. */
function shownBy(
  metric: SampleMetric,
  model: ScenarioModel,
  layout: Layout,
  version: string,
  role: Role
): readonly Shown[] {
  const known = SHOWN.get(layout) ?? new Map<string, readonly Shown[]>();
  SHOWN.set(layout, known);
  const key = `${metric.name} ${role} ${version}`;
  let shown = known.get(key);
  if (shown === undefined) {
    const common = {
      __name__: metric.kind === 'histogram' ? `${metric.name}_bucket` : metric.name,
      [TELEMETRY.modelLabel]: model.id,
      [TELEMETRY.versionLabel]: version,
      [TELEMETRY.roleLabel]: role,
    };
    shown = contents(metric, model, layout.counted, version).map(({ labels, content }) => ({
      content,
      labels: { ...common, ...labels },
    }));
    known.set(key, shown);
  }
  return shown;
}

/** All series of a metric, seen from `now`: each role is one version in one scene, and another in the next. */
export function seriesOf(metric: SampleMetric, slots: Slots, now: number): readonly Series[] {
  return MODELS.flatMap((model) => {
    const own = slots.of(model);
    return stretchesOf(own.scenesAt(now), now).flatMap(({ version, role, from, to }) =>
      shownBy(metric, model, own.layout, version, role).map(({ labels, content }) => ({
        model,
        role,
        from,
        to,
        content,
        labels,
      }))
    );
  });
}
