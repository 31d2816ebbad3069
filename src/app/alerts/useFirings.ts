import { useEffect, useState } from 'react';
import type { TimeRange } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { errorText } from '../ask/errorText';
import { firingsOf, type Firing, type StateChange } from './firings';

export type Known =
  | { readonly is: 'loading' }
  | { readonly is: 'failed'; readonly why: string }
  | { readonly is: 'done'; readonly firings: readonly Firing[]; readonly cut: boolean };

const LOADING: Known = { is: 'loading' };
/** Changes of state of all rules of this Grafana, the latest. */
const LIMIT = 5000;

/** What Grafana remembers of the alerts of all models: it finds alerts by none of their labels. */
export function useFirings(range: TimeRange): Known {
  const [answer, setAnswer] = useState<{ readonly of: string; readonly known: Known }>();
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  const of = `${from} ${to}`;
  useEffect(() => {
    let gone = false;
    const say = (known: Known): void => {
      if (!gone) {
        setAnswer({ of, known });
      }
    };
    getBackendSrv()
      .get<StateChange[]>('/api/annotations', { type: 'alert', from, to, limit: LIMIT }, undefined, {
        showErrorAlert: false,
      })
      .then(
        (changes) => {
          const all = Array.isArray(changes) ? changes : [];
          say({ is: 'done', firings: firingsOf(all), cut: all.length >= LIMIT });
        },
        (thrown: unknown) => say({ is: 'failed', why: errorText(thrown) })
      );
    return () => {
      gone = true;
    };
  }, [from, to, of]);
  return answer?.of === of ? answer.known : LOADING;
}
