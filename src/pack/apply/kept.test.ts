import { compilePack } from '../compile';
import { RememberingGrafana } from '../testing/RememberingGrafana';
import { SETTINGS } from '../testing/settings';
import { desiredOf, nothingOf, type Desired } from './desired';
import { changedSince, keptOf, keptText, leftOf, readKept, stepsOf, type KeptUndo } from './kept';
import type { Snapshot } from './objects';
import { planOf } from './plan';
import { readSnapshot } from './read';
import { runSteps, runUndo } from './run';
import { changedBetween } from './verify';

const VALUES = { RISK_URL: 'https://chat.example.com/hooks/secret-of-risk', DATA_KEY: 'secret-of-data' };

async function read(grafana: RememberingGrafana): Promise<Snapshot> {
  const answer = await readSnapshot(grafana);
  if (!answer.ok) {
    throw new Error(answer.refusal.message);
  }
  return answer.snapshot;
}

/** Applies, and gives back what is kept of it, as it comes out of a storage of texts. */
async function kept(
  grafana: RememberingGrafana,
  wanted: Desired,
  values = {}
): Promise<{ text: string; of: KeptUndo }> {
  const before = await read(grafana);
  const plan = planOf(wanted, before, { values });
  const outcome = await runSteps(plan.steps, grafana);
  const made = keptOf({ plan, before, after: await read(grafana), outcome }, 1000);
  const text = made === undefined ? '' : keptText(made);
  const of = readKept(text);
  if (of === undefined) {
    throw new Error('nothing was kept');
  }
  return { text, of };
}

function desired(): Desired {
  const packed = compilePack(SETTINGS, 'tidemark');
  if (!packed.ok) {
    throw new Error(JSON.stringify(packed.problems));
  }
  return desiredOf(packed.pack);
}

describe('what is kept of an apply', () => {
  it('takes it back after the page is gone, and holds no secret', async () => {
    const grafana = new RememberingGrafana();
    const before = await read(grafana);
    const { text, of } = await kept(grafana, desired(), VALUES);
    expect(text).not.toMatch(/secret-of/);
    expect(changedSince(of, await read(grafana))).toEqual([]);
    expect(await runUndo(stepsOf(of), grafana)).toEqual([]);
    expect(changedBetween(before, await read(grafana))).toEqual([]);
    expect(leftOf(of, await read(grafana))).toEqual([]);
  });

  it('sees what somebody has changed since', async () => {
    const grafana = new RememberingGrafana();
    const { of } = await kept(grafana, desired(), VALUES);
    const [rule] = grafana.rules;
    grafana.rules = grafana.rules.map((one) => (one === rule ? { ...one, for: '3h' } : one));
    expect(changedSince(of, await read(grafana))).toEqual([`rule ${String(rule?.['uid'])}`]);
  });

  it('says whose secrets it cannot bring back, and leaves those out rather than make them without', async () => {
    const grafana = new RememberingGrafana();
    await kept(grafana, desired(), VALUES);
    const { text, of } = await kept(grafana, nothingOf('tidemark'));
    expect(text).not.toMatch(/secret-of|REDACTED/);
    expect(of.lost.length).toBeGreaterThan(0);
    await runUndo(stepsOf(of), grafana);
    expect(leftOf(of, await read(grafana)).some((key) => key.startsWith('contact point'))).toBe(true);
  });

  it('is nothing where the text is of another form, or none', () => {
    expect(['', null, undefined, 'x', '{"form":2}'].map(readKept)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
