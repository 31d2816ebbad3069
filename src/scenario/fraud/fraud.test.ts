import { drawBlock } from '../block';
import type { Block } from '../model';
import { releasesOf } from '../releases';
import { sceneAt, scenesOf } from '../story';
import { DAY, HOUR, SLOT_MS, slotOf } from '../time';
import { AT, FEATURES } from './features';
import { FRAUD } from './fraud';

const END = Date.UTC(2026, 10, 23, 12);
const scenes = scenesOf(FRAUD.script, END);

function blocks(hours: number, agoMs: number): readonly Block[] {
  const last = slotOf(END - agoMs);
  return Array.from({ length: hours * 6 }, (_, i) => {
    const slot = last - i;
    return drawBlock('tidemark', FRAUD, slot, sceneAt(scenes, slot * SLOT_MS + 1));
  });
}

interface Standing {
  n: number;
  wrong: number;
  fraud: number;
  expectedFraud: number;
  confident: number;
  confidentWrong: number;
  expectedWrong: number;
  beyond: number;
  latency: number;
  failed: number;
}

/** How a version did, on the requests that pass. */
function standing(all: readonly Block[], version: string, passes: (block: Block, row: number) => boolean = () => true) {
  const sum: Standing = {
    ...{ n: 0, wrong: 0, fraud: 0, expectedFraud: 0, confident: 0, confidentWrong: 0 },
    ...{ expectedWrong: 0, beyond: 0, latency: 0, failed: 0 },
  };
  for (const block of all) {
    for (const { row, score, error, latency } of block.answers.filter((answers) => answers.version === version)) {
      row.forEach((request, i) => {
        if (!passes(block, request)) {
          return;
        }
        sum.latency += latency[i] ?? 0;
        sum.n += 1;
        if (error[i] !== 0) {
          sum.failed += 1;
          return;
        }
        const p = score[i] ?? NaN;
        const truth = block.truth[request] ?? NaN;
        const wrong = (p >= 0.5 ? 1 : 0) !== truth;
        const confidence = Math.max(p, 1 - p);
        sum.fraud += truth;
        sum.expectedFraud += p;
        sum.wrong += wrong ? 1 : 0;
        sum.beyond += confidence > 1 ? 1 : 0;
        if (confidence >= 0.95) {
          sum.confident += 1;
          sum.confidentWrong += wrong ? 1 : 0;
          sum.expectedWrong += 1 - Math.min(1, confidence);
        }
      });
    }
  }
  return sum;
}

const inSegment = ({ country, columns }: Block, row: number): boolean =>
  country[row] === 3 && columns[AT.paymentMethod]?.[row] === 0;
const outside = (block: Block, row: number): boolean => !inSegment(block, row);

describe('the fraud model', () => {
  const calm = blocks(16, 30 * HOUR);
  const changed = blocks(16, HOUR);

  it('is calibrated while all is calm, and the shadow is the better one', () => {
    const [live, shadow] = [standing(calm, '7'), standing(calm, '8')];
    for (const { n, fraud, expectedFraud, confidentWrong, expectedWrong } of [live, shadow]) {
      expect(n).toBeGreaterThan(15_000);
      expect(Math.abs(expectedFraud / fraud - 1)).toBeLessThan(0.08);
      // As many confident errors as the confidences let expect, within four standard deviations and a tenth.
      expect(confidentWrong).toBeLessThan(1.1 * expectedWrong + 4 * Math.sqrt(expectedWrong));
    }
    expect(live.wrong / live.n).toBeGreaterThan(shadow.wrong / shadow.n);
    expect(live.wrong / live.n).toBeLessThan(0.065);
  });

  it('turns absurd in one segment when the unit changes: sure of itself, and wrong', () => {
    const segment = standing(changed, '7', inSegment);
    expect(segment.n).toBeGreaterThan(2_000);
    expect(segment.confidentWrong / segment.n).toBeGreaterThan(0.6);
    expect(segment.confidentWrong).toBeGreaterThan(100 * segment.expectedWrong);
    expect(segment.beyond).toBeGreaterThan(20);
    const rest = standing(changed, '7', outside);
    expect(rest.confidentWrong).toBeLessThan(1.2 * rest.expectedWrong);
    expect(rest.beyond).toBe(0);
    const before = standing(calm, '7', inSegment);
    expect(before.confidentWrong / before.n).toBeLessThan(0.02);
  });

  it('has a shadow that keeps its head there', () => {
    const [live, shadow] = [standing(changed, '7', inSegment), standing(changed, '8', inSegment)];
    expect(shadow.wrong / shadow.n).toBeLessThan(0.4 * (live.wrong / live.n));
    expect(shadow.confidentWrong / shadow.n).toBeLessThan(0.08);
  });

  it('had a bad version for three hours, which was wrong twice as often, slow, and failed often', () => {
    const bad = blocks(3, 5 * DAY - 3 * HOUR);
    const before = blocks(3, 5 * DAY);
    const [worse, good] = [standing(bad, '6.1'), standing(before, '6')];
    expect(worse.n).toBeGreaterThan(5_000);
    expect(standing(bad, '6').n).toBe(0);
    expect(worse.wrong / worse.n).toBeGreaterThan((1.8 * good.wrong) / good.n);
    expect(worse.latency / worse.n).toBeGreaterThan((2.5 * good.latency) / good.n);
    expect(worse.failed / worse.n).toBeCloseTo(0.03, 2);
  });

  it('sees some inputs again and again, and some amounts below zero, in that segment alone', () => {
    const seen = new Map<string, number>();
    let negative = 0;
    for (const block of changed.slice(0, 30)) {
      for (let row = 0; row < block.rows; row += 1) {
        const inputs = FEATURES.map((_, place) => block.columns[place]?.[row]).join();
        seen.set(inputs, (seen.get(inputs) ?? 0) + 1);
        negative += (block.columns[AT.amount]?.[row] ?? 0) < 0 ? 1 : 0;
        if ((seen.get(inputs) ?? 0) > 1 || (block.columns[AT.amount]?.[row] ?? 0) < 0) {
          expect(inSegment(block, row)).toBe(true);
        }
      }
    }
    const repeated = [...seen.values()].filter((times) => times > 1);
    expect(repeated.length).toBeLessThanOrEqual(6);
    expect(Math.max(...repeated)).toBeGreaterThan(15);
    expect(negative).toBeGreaterThan(3);
    expect(calm.every(({ columns }) => columns[AT.amount]?.every((amount) => amount > 0))).toBe(true);
  });

  it('has a release for each change of versions in its script', () => {
    const releases = releasesOf(FRAUD, END);
    for (const { from, live, shadow } of scenes.slice(1).filter(({ changed: is }) => !is)) {
      const [started] = releases.filter(
        ({ time, stage, version }) =>
          stage === 'deployed' && (version === live || version === shadow?.version) && Math.abs(time - from) <= 20_000
      );
      expect(started).toBeDefined();
    }
    expect(releases.map(({ time }) => time)).toEqual(releases.map(({ time }) => time).sort((a, b) => a - b));
  });
});
