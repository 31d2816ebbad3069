import type { DataSourceInstanceSettings } from '@grafana/data';
import type { Problem } from '../../model/parse';
import type { ReplayRule } from '../../model/replay';
import { parseSettings } from '../../model/settings';
import { checks } from '../../pack/checks';
import { compilePack } from '../../pack/compile';
import { replayRules } from '../../pack/replayRules';
import { isHeavy } from '../../replay';

/** A rule that can be replayed, with what a person calls it. */
export interface NamedRule {
  readonly rule: ReplayRule;
  readonly model: string;
  readonly modelTitle: string;
  readonly check: string;
  /** `feature drift`, and its threshold where a model has several. */
  readonly title: string;
  readonly heavy: boolean;
  /** Made by somebody, and not by the pack. */
  readonly own?: boolean;
}

export type PackOf =
  | { readonly ok: true; readonly rules: readonly NamedRule[]; readonly folder: string }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The rules of the alert pack of a data source, by its settings as everybody may read them. */
export function packOf({ uid, jsonData }: Pick<DataSourceInstanceSettings, 'uid' | 'jsonData'>): PackOf {
  const settings = parseSettings(jsonData);
  if (!settings.ok) {
    return settings;
  }
  const packed = compilePack(settings.value, uid);
  if (!packed.ok) {
    return packed;
  }
  const { pack } = packed;
  const byUid = new Map(replayRules(pack).map((rule) => [rule.uid, rule]));
  const rules = pack.rules.flatMap(({ uid: own, model, check, part }): NamedRule[] => {
    const rule = byUid.get(own);
    return rule === undefined
      ? []
      : [
          {
            rule,
            model: model.id,
            modelTitle: model.title ?? model.id,
            check,
            title: part === undefined ? checks[check].title : `${checks[check].title} (${part})`,
            heavy: isHeavy(rule),
          },
        ];
  });
  return { ok: true, rules, folder: pack.options.folder };
}
