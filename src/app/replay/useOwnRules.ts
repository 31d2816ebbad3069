import { useEffect, useState } from 'react';
import { getBackendSrv } from '@grafana/runtime';
import { isHeavy, rulesOfRuler, type GivenRule } from '../../replay';
import type { NamedRule } from './packOf';

/** Where Grafana tells its rules whole, to whom may read them. */
const RULER_URL = '/api/ruler/grafana/api/v1/rules';
const POLICIES_URL = '/api/v1/provisioning/policies';
const TIMINGS_URL = '/api/v1/provisioning/mute-timings';

/** Undefined where somebody may not read it, or there is no alerting. */
async function read(url: string): Promise<unknown> {
  try {
    return await getBackendSrv().get<unknown>(url, undefined, undefined, { showErrorAlert: false });
  } catch {
    return undefined;
  }
}

async function rulesThatAsk(uid: string): Promise<readonly GivenRule[]> {
  const [rules, policies, timings] = await Promise.all([read(RULER_URL), read(POLICIES_URL), read(TIMINGS_URL)]);
  return rulesOfRuler(rules, uid, { policies, timings });
}

/**
 * The rules that people have made themselves, in any folder, and that ask a data source; undefined until Grafana has told.
 * None where there are none that the viewer may see.
 *
 * @param uid of the data source; rules of its pack are told apart by the caller.
 */
export function useOwnRules(uid: string | undefined): readonly GivenRule[] | undefined {
  const [known, setKnown] = useState<{ readonly of: string; readonly rules: readonly GivenRule[] }>();
  useEffect(() => {
    let gone = false;
    if (uid !== undefined) {
      void rulesThatAsk(uid).then((rules) => !gone && setKnown({ of: uid, rules }));
    }
    return () => {
      gone = true;
    };
  }, [uid]);
  return uid === undefined ? [] : known?.of === uid ? known.rules : undefined;
}

/** What the address calls a rule that is no check of the pack. */
export const ownCheck = (uid: string): string => `rule:${uid}`;

/** Rules of people, beside those of the pack. */
export function namedOwn(
  given: readonly GivenRule[],
  titles: ReadonlyMap<string, string>
): { readonly rules: readonly NamedRule[]; readonly refused: ReadonlyArray<Extract<GivenRule, { ok: false }>> } {
  return {
    rules: given.flatMap((one): NamedRule[] => {
      if (!one.ok) {
        return [];
      }
      const { rule } = one;
      const models = [
        ...new Set(rule.nodes.flatMap(({ model }) => (typeof model['model'] === 'string' ? model['model'] : []))),
      ];
      const [model = ''] = models.length === 1 ? models : [];
      return [
        {
          rule,
          model,
          modelTitle: titles.get(model) ?? (model === '' ? one.folder : model),
          check: ownCheck(one.uid),
          title: one.title,
          heavy: isHeavy(rule),
          own: true,
        },
      ];
    }),
    refused: given.filter((one): one is Extract<GivenRule, { ok: false }> => !one.ok),
  };
}
