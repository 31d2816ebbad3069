import { useEffect, useState } from 'react';
import type { TimeRange } from '@grafana/data';
import type { QueryKind } from '../../model/query';
import { ask, type Answer, type Question } from '../ask/ask';
import { Lane } from '../ask/Lane';

/** Kinds that join predictions with labels or with a shadow: they must not stand before those that are answered at once. */
const SLOW: ReadonlySet<QueryKind> = new Set(['performance', 'absurd', 'shadow']);
const quick = new Lane(2);
const slow = new Lane(1);

/** A question that several parts of the page share is asked once; it is given up when the last of them has left. */
interface Shared {
  readonly answer: Promise<Answer | undefined>;
  readonly giveUp: () => void;
  users: number;
}
const shared = new Map<string, Shared>();

function join(text: string, start: (signal: AbortSignal) => Promise<Answer | undefined>): Shared {
  const known = shared.get(text);
  if (known !== undefined) {
    known.users += 1;
    return known;
  }
  const gone = new AbortController();
  const made = { answer: start(gone.signal), giveUp: () => gone.abort(), users: 1 };
  shared.set(text, made);
  return made;
}

function leave(text: string, one: Shared): void {
  one.users -= 1;
  if (one.users === 0) {
    one.giveUp();
    if (shared.get(text) === one) {
      shared.delete(text);
    }
  }
}

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
    let gone = false;
    const one = join(text, (signal) =>
      (SLOW.has(question.queryType) ? slow : quick)
        .run(() => ask(uid, [question], range, { interval, signal }), signal)
        .then((answers) => answers.get(question.refId))
    );
    void one.answer.then((answer) => {
      if (!gone && answer !== undefined) {
        setKnown({ of: text, answer });
      }
    });
    return () => {
      gone = true;
      leave(text, one);
    };
    // The text holds all that the question is made of.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text, wanted]);
  return { answer: known?.answer, loading: wanted && known?.of !== text };
}
