import { startLoki, type RunningLoki } from '../../scripts/lib/loki';

const COUNT = 100;
const numbered = (letter: string, i: number): string => `${letter}-${String(i).padStart(3, '0')}`;

/** A prediction that is impossible, and a request on which live and shadow disagree: late ones, which stand on top. */
export const IMPOSSIBLE = numbered('p', 90);
export const DISAGREED = numbered('r', 85);

/** The model whose log it is. */
export const LOGGED_MODEL = {
  id: 'm',
  task: 'binary',
  absurd: { rules: [{ name: 'negative amount', when: 'features.amount < 0' }] },
} as const;

/**
 * A Loki with a hundred answers of the last half hour, of live and of its shadow; each tenth request pays a negative amount,
 * which no card can, and on as many others the two disagree.
 */
export async function startRowsLog(): Promise<RunningLoki> {
  const loki = await startLoki();
  const now = Date.now();
  const stream = (role: 'live' | 'shadow', letter: string) => ({
    labels: { model: LOGGED_MODEL.id, role, event: 'prediction' },
    lines: Array.from({ length: COUNT }, (_, i) => {
      const prediction = role === 'shadow' && i % 10 === 5 ? 'legit' : 'fraud';
      const ids = { prediction_id: numbered(letter, i), request_id: numbered('r', i), version: role };
      const features = { amount: i % 10 === 0 ? -5 : 10 + i, country: 'DE' };
      return [
        BigInt(now - 1_800_000 + i * 15_000) * 1_000_000n,
        JSON.stringify({ ...ids, features, prediction, confidence: 0.99, latency_ms: 5 }),
      ] as const;
    }),
  });
  await loki.push([stream('live', 'p'), stream('shadow', 's')]);
  return loki;
}
