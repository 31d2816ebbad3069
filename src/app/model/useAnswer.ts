import { useEffect, useState } from 'react';
import type { TimeRange } from '@grafana/data';
import { ask, type Answer, type Question } from '../ask/ask';
import { Lane } from '../ask/Lane';

/** One page asks at most so much at once; what stands above on it is asked first. */
const lane = new Lane(2);

/**
 * The answer to a question, once `wanted`; undefined until it is there.
 * What was answered before stays until something newer is known.
 */
export function useAnswer(
  uid: string,
  question: Question,
  range: TimeRange,
  interval: string,
  wanted = true
): { readonly answer: Answer | undefined; readonly loading: boolean } {
  const [known, setKnown] = useState<{ readonly of: string; readonly answer: Answer }>();
  const text = JSON.stringify([uid, question, range.from.valueOf(), range.to.valueOf(), interval]);
  useEffect(() => {
    if (!wanted) {
      return undefined;
    }
    const gone = new AbortController();
    const { signal } = gone;
    void lane
      .run(() => ask(uid, [question], range, { interval, signal }), signal)
      .then((answers) => {
        const answer = answers.get(question.refId);
        if (!signal.aborted && answer !== undefined) {
          setKnown({ of: text, answer });
        }
      });
    return () => gone.abort();
    // The text holds all that the question is made of.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text, wanted]);
  return { answer: known?.answer, loading: wanted && known?.of !== text };
}
