import type { TimeRange } from '../upstream';
import type { Samples } from '../windows';
import { randomFrom, seedAt } from './random';
import { pickCountry, scenarioSeed } from './scenario';
import { phasesOf, type Series } from './series';

/** How often the sample's gauges are read, as a scrape would. */
const SCRAPE_MS = 30_000;

/** What the gauge showed at each scrape in `(from, to]`: the value of the last row, one random row a scrape. */
export function samplesOf(series: Series, range: TimeRange, now: number): Samples {
  const { feature, stream } = series;
  const times: number[] = [];
  const values: number[] = [];
  const seed = scenarioSeed('last', feature.name, stream.role);
  if (feature.kind === 'numeric') {
    for (const { from, to, phase } of phasesOf(series, range, now)) {
      for (let tick = Math.floor(from / SCRAPE_MS) + 1; tick * SCRAPE_MS <= to; tick += 1) {
        const random = randomFrom(seedAt(seed, tick));
        times.push(tick * SCRAPE_MS);
        values.push(feature.shape(phase, pickCountry(random())).draw(random));
      }
    }
  }
  return { times, values };
}
