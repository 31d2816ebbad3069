import type { TimeRange } from '@grafana/data';
import { useEffect, useState } from 'react';
import type { ResourceParams, ResourcePath } from '../../model/resources';
import type { TidemarkSource } from '../source';
import { describeError } from '../describeError';
import { roundTime, type ResourceAnswers } from '../resources';

/** What an editor knows of a resource. While it is asked again, the last answer stays on offer. */
export interface Loaded<T> {
  readonly value: T | undefined;
  /** It takes so long that it is worth showing. */
  readonly loading: boolean;
  /** Why it could not be had: what to change. */
  readonly failure: string | undefined;
}

/**
 * Most answers are here sooner. Grafana's icons also stay a spinner for ever where they are told to be one and something
 * else again before the picture of the spinner has arrived.
 */
const WORTH_SHOWING_MS = 500;

interface Answer<T> {
  /** What was asked. */
  readonly of: string;
  readonly value?: T;
  readonly failure?: string;
}

/** Asks a resource of the backend and keeps the answer; `params` undefined: there is nothing to ask yet. */
export function useResource<P extends ResourcePath>(
  datasource: Pick<TidemarkSource, 'ask'>,
  path: P,
  params: ResourceParams | undefined,
  range: TimeRange | undefined
): Loaded<ResourceAnswers[P]> {
  const [answer, setAnswer] = useState<Answer<ResourceAnswers[P]>>();
  const [slow, setSlow] = useState<string>();
  // Explore hands over a range that ends a little later at every render: without rounding, each would be a new question.
  const times = range && { from: roundTime('from', range.from.valueOf()), to: roundTime('to', range.to.valueOf()) };
  const asked = params === undefined ? undefined : JSON.stringify({ ...params, ...times });

  useEffect(() => {
    if (asked === undefined) {
      return;
    }
    let stale = false;
    const timer = setTimeout(() => setSlow(asked), WORTH_SHOWING_MS);
    datasource.ask(path, JSON.parse(asked) as ResourceParams).then(
      (value) => stale || setAnswer({ of: asked, value }),
      (error: unknown) => stale || setAnswer({ of: asked, failure: describeError(error) })
    );
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [datasource, path, asked]);

  return asked === undefined
    ? { value: undefined, loading: false, failure: undefined }
    : { value: answer?.value, loading: answer?.of !== asked && slow === asked, failure: answer?.failure };
}
