import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { getTemplateSrv, locationService } from '@grafana/runtime';

const ALL = '$__all';

/** The variable that a click on a feature sets. */
export interface FeatureVariable {
  readonly name: string;
  /** What it is set to now; several, where it takes several. */
  readonly chosen: ReadonlySet<string>;
  /** Sets it to the feature; and back to all features, where it is that one already and has an "All". */
  readonly choose: (feature: string) => void;
}

const subscribe = (listener: () => void): (() => void) => locationService.getHistory().listen(listener);
const search = (): string => locationService.getLocation().search;

/** Undefined where the dashboard has no variable of that name; there is none in Explore. */
export function useFeatureVariable(name: string): FeatureVariable | undefined {
  // The address is where a dashboard keeps its variables. It changes without a new question, too, where the query of
  // this panel does not depend on them.
  const address = useSyncExternalStore(subscribe, search);
  const variable = name === '' ? undefined : variables().find((candidate) => candidate.name === name);
  const exists = variable !== undefined;
  const includesAll = variable !== undefined && 'includeAll' in variable && variable.includeAll;

  const chosen = useMemo(() => new Set(new URLSearchParams(address).getAll(`var-${name}`)), [address, name]);
  const choose = useCallback(
    (feature: string) => {
      const now = new URLSearchParams(search()).getAll(`var-${name}`);
      const isChosen = now.length === 1 && now[0] === feature;
      if (!isChosen || includesAll) {
        locationService.partial({ [`var-${name}`]: isChosen ? ALL : feature });
      }
    },
    [name, includesAll]
  );
  return useMemo(() => (exists ? { name, chosen, choose } : undefined), [exists, name, chosen, choose]);
}

/** Where a panel stands alone nobody has put a template service in place. */
function variables(): ReturnType<ReturnType<typeof getTemplateSrv>['getVariables']> {
  const service = getTemplateSrv() as ReturnType<typeof getTemplateSrv> | undefined;
  return service?.getVariables() ?? [];
}
