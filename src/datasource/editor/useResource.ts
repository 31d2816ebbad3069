import type { TimeRange } from '@grafana/data';
import { useEffect, useState } from 'react';
import type { ResourceParams, ResourcePath } from '../../model/resources';
import type { TidemarkDataSource } from '../DataSource';
import { describeError } from '../describeError';
import type { ResourceAnswers } from '../resources';

/** What an editor knows of a resource. While it is asked again, the last answer stays on offer. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly loading: boolean;
  /** Why it could not be had: what to change. */
  readonly failure: string | undefined;
}

interface Answer<T> {
  /** What was asked. */
  readonly of: string;
  readonly value?: T;
  readonly failure?: string;
}

/** Asks a resource of the backend and keeps the answer; `params` undefined: there is nothing to ask yet. */
export function useResource<P extends ResourcePath>(
  datasource: Pick<TidemarkDataSource, 'ask'>,
  path: P,
  params: ResourceParams | undefined,
  range: TimeRange | undefined
): Loaded<ResourceAnswers[P]> {
  const [answer, setAnswer] = useState<Answer<ResourceAnswers[P]>>();
  const times = range && { from: range.from.valueOf(), to: range.to.valueOf() };
  const asked = params === undefined ? undefined : JSON.stringify({ ...params, ...times });

  useEffect(() => {
    if (asked === undefined) {
      return;
    }
    let stale = false;
    datasource.ask(path, JSON.parse(asked) as ResourceParams).then(
      (value) => stale || setAnswer({ of: asked, value }),
      (error: unknown) => stale || setAnswer({ of: asked, failure: describeError(error) })
    );
    return () => {
      stale = true;
    };
  }, [datasource, path, asked]);

  return asked === undefined
    ? { value: undefined, loading: false, failure: undefined }
    : { value: answer?.value, loading: answer?.of !== asked, failure: answer?.failure };
}
