import { type Answer, answered, noAnswer } from '../answer';
import { confidenceOf, type EstimateOptions } from '../metric';
import { benjaminiHochberg } from '../verdict/benjaminiHochberg';
import { faultOfNamedCounts } from './counts';
import { moreHits } from './moreHits';
import { wilsonBounds } from './wilson';

/** A slice of the traffic: how many of its `n` observations are hits (confident errors, disagreements, ...). */
export interface SegmentCounts {
  readonly segment: string;
  readonly hits: number;
  readonly n: number;
}

export interface SegmentConcentration extends SegmentCounts {
  readonly share: number;
  readonly lower: number;
  readonly upper: number;
  /** The share of hits in all other segments together; null where they hold nothing. */
  readonly elsewhere: number | null;
  /** Share here over share elsewhere; null where there is no hit elsewhere. */
  readonly ratio: number | null;
  /** Chance of so many hits here if the segment were as all others; null where there are no others. */
  readonly pValue: number | null;
  /** Benjamini-Hochberg over all segments handed over together. */
  readonly pAdjusted: number | null;
}

/**
 * In which segments do hits (confident errors, disagreements) concentrate?
 *
 * Each segment against all others together: Fisher's exact test, one-sided for "more here" (the pooled z test above
 * 100,000 observations), corrected with Benjamini-Hochberg over the segments, and Wilson's interval of its share. In
 * the order of the input. A segment without observations has no place here and is an error of the query.
 * No segments give no answer; one segment has nothing to be compared with, and p null. O(segments x smaller margin).
 *
 * @example
 * concentration([{ segment: 'DE', hits: 2, n: 2 }, { segment: 'FR', hits: 0, n: 2 }]).value[0].pAdjusted // => 1 / 3
 */
export function concentration(
  segments: readonly SegmentCounts[],
  options?: EstimateOptions
): Answer<readonly SegmentConcentration[]> {
  const confidence = confidenceOf(options);
  let allHits = 0;
  let all = 0;
  for (const { segment, hits, n } of segments) {
    const fault = faultOfNamedCounts({ [`hits of ${segment}`]: hits, [`all of ${segment}`]: n });
    if (fault !== null) {
      return fault;
    }
    if (hits > n || n === 0) {
      return noAnswer('invalid_count', `Segment "${segment}" has ${hits} hits of ${n}: leave empty segments out.`);
    }
    allHits += hits;
    all += n;
  }
  if (segments.length === 0) {
    return noAnswer('too_few_observations', 'There is no segment to compare: group by a label that the rows carry.');
  }
  const fault = faultOfNamedCounts({ all });
  if (fault !== null) {
    return fault;
  }
  const pValues = segments.map(({ hits, n }) => (n === all ? null : moreHits(hits, n, allHits - hits, all - n)));
  const adjusted = benjaminiHochberg(pValues);
  return answered(
    segments.map(({ segment, hits, n }, i) => {
      const elsewhere = n === all ? null : Math.max(0, allHits - hits) / (all - n);
      return {
        segment,
        hits,
        n,
        share: hits / n,
        ...wilsonBounds(hits, n, confidence),
        elsewhere,
        ratio: elsewhere === null || elsewhere === 0 ? null : hits / n / elsewhere,
        pValue: pValues[i] ?? null,
        pAdjusted: adjusted[i] ?? null,
      };
    })
  );
}
