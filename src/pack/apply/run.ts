import type { Request, Step } from './change';
import { isRecord, textOf } from './objects';
import { isOk, readSecrets, refusalOf, type Door, type Refusal } from './read';

/** A step that was taken, with what takes it back: the secrets that Grafana had are in it, and nowhere else. */
export interface Done {
  readonly step: Step;
  readonly undo: readonly Request[];
  /** Whether a secret was written over that the person may not read, and that cannot be put back. */
  readonly forgets: boolean;
}

export interface Outcome {
  readonly done: readonly Done[];
  /** Left as they are, because nobody could have put them back: the person may not read their secrets. */
  readonly kept: readonly Step[];
  /** Where it ended, if not at the end. */
  readonly failed?: { readonly step: Step; readonly refusal: Refusal };
}

/** Puts secrets into the requests of an undo in place of what Grafana shows instead of them. */
function withSecrets(undo: readonly Request[], secrets: ReadonlyMap<string, object>): readonly Request[] {
  return undo.map((request) => {
    const { body } = request;
    const settings = isRecord(body) ? secrets.get(textOf(body, 'uid')) : undefined;
    return settings === undefined || !isRecord(body) ? request : { ...request, body: { ...body, settings } };
  });
}

/** Takes the steps of a plan one after the other, and none after one that was refused. */
export async function runSteps(
  steps: readonly Step[],
  door: Door,
  onDone: (count: number) => void = () => undefined
): Promise<Outcome> {
  const done: Done[] = [];
  const kept: Step[] = [];
  for (const step of steps) {
    if (step.last === true && kept.length > 0) {
      // The note of what was made still names what was kept.
      continue;
    }
    const secrets = step.secretsOf === undefined ? undefined : await readSecrets(door, step.secretsOf);
    const forgets = step.secretsOf !== undefined && secrets === undefined;
    if (forgets && step.what === 'remove') {
      kept.push(step);
      continue;
    }
    const answer = await door.send(step.request);
    if (!isOk(answer)) {
      return { done, kept, failed: { step, refusal: refusalOf(step.request, answer) } };
    }
    done.push({ step, undo: secrets === undefined ? step.undo : withSecrets(step.undo, secrets), forgets });
    onDone(done.length);
  }
  return { done, kept };
}

/**
 * Takes back what was done, the last first. One that is refused keeps none of the others from being taken back; what is
 * gone already is as it is to be.
 */
export async function runUndo(
  done: ReadonlyArray<Pick<Done, 'undo'>>,
  door: Door,
  onDone: (count: number) => void = () => undefined
): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  let count = 0;
  for (const { undo } of [...done].reverse()) {
    for (const request of undo) {
      const answer = await door.send(request);
      if (!isOk(answer) && !(request.method === 'DELETE' && answer.status === 404)) {
        refusals.push(refusalOf(request, answer));
      }
    }
    count += 1;
    onDone(count);
  }
  return refusals;
}
