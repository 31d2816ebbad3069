import { fractionFor, inSample, isSampled } from './sampling';

const IDS = Array.from({ length: 20_000 }, (_, i) => `req-${i}`);

describe('a sample by the hash of an id', () => {
  it.each([0.5, 0.1, 0.01])('holds about %d of consecutive ids', (fraction) => {
    const kept = IDS.filter((id) => inSample(id, fraction)).length;
    // Five standard deviations of a binomial count.
    expect(Math.abs(kept - fraction * IDS.length)).toBeLessThan(5 * Math.sqrt(IDS.length * fraction * (1 - fraction)));
  });

  it('holds everything at 1', () => {
    expect(IDS.every((id) => inSample(id, 1))).toBe(true);
  });

  it('is part of every larger sample', () => {
    expect(IDS.filter((id) => inSample(id, 0.1)).every((id) => inSample(id, 0.3))).toBe(true);
  });

  it('takes both partners of a request or neither', () => {
    for (const requestId of IDS.slice(0, 500)) {
      const live = isSampled({ requestId, predictionId: `${requestId}-live` }, { by: 'requestId', fraction: 0.2 });
      const shadow = isSampled({ requestId, predictionId: `${requestId}-shadow` }, { by: 'requestId', fraction: 0.2 });
      expect(live).toBe(shadow);
    }
  });

  it('leaves out an event without the id, unless everything is asked for', () => {
    expect(isSampled({ predictionId: 'p' }, { by: 'requestId', fraction: 0.99 })).toBe(false);
    expect(isSampled({ predictionId: 'p' }, { by: 'requestId', fraction: 1 })).toBe(true);
  });

  it('is as large as the limit lets through', () => {
    expect(fractionFor(50, 100)).toBe(1);
    expect(fractionFor(400, 100)).toBe(0.25);
    expect(fractionFor(0, 100)).toBe(1);
  });
});
