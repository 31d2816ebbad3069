import { type Answer, type NoAnswerReason } from '../answer';
import { align } from '../distribution/align';
import { type AlignedPair, type CategoricalPair, type NumericPair } from '../distribution/pair';
import { type Repair, type RepairKind } from '../repair';

/** The value of an answer that must be there. */
export function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) {
    throw new Error(`no answer: ${answer.reason}: ${answer.detail}`);
  }
  return answer.value;
}

/** The reason of an answer that must not be there. */
export function reasonOf(answer: Answer<unknown>): NoAnswerReason {
  if (answer.ok) {
    throw new Error(`an answer: ${JSON.stringify(answer.value)}`);
  }
  return answer.reason;
}

export function repairsOf(answer: Answer<unknown>): readonly Repair[] {
  return answer.ok ? answer.repairs : [];
}

export function repairKinds(answer: Answer<unknown>): RepairKind[] {
  return repairsOf(answer).map((repair) => repair.kind);
}

/** Two numeric histograms on these edges. */
export function numericPair(
  edges: readonly number[],
  reference: readonly number[],
  current: readonly number[]
): NumericPair {
  return valueOf(align({ kind: 'numeric', edges, counts: reference }, { kind: 'numeric', edges, counts: current }));
}

/** Two numeric histograms on the edges 1, 2, 3, ... */
export function pair(reference: readonly number[], current: readonly number[]): NumericPair {
  return numericPair(
    reference.slice(1).map((_, i) => i + 1),
    reference,
    current
  );
}

/** Two categorical histograms on the categories c0, c1, c2, ... */
export function categoricalPair(reference: readonly number[], current: readonly number[]): CategoricalPair {
  const categories = reference.map((_, i) => `c${i}`);
  return valueOf(
    align({ kind: 'categorical', categories, counts: reference }, { kind: 'categorical', categories, counts: current })
  );
}

/** A pair as a stranger may hand it over: not through `align`, so with any counts. */
export function rawPair(reference: readonly number[], current: readonly number[]): AlignedPair {
  return {
    ...pair(
      reference.map(() => 1),
      reference.map(() => 1)
    ),
    reference,
    current,
  };
}
