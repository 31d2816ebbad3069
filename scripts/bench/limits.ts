/** What must hold; `npm run bench` fails where one does not. */
export const LIMITS = {
  /** A drift query against the two PromQL questions it stands for. */
  driftRatio: 1.5,
  /** The answer of 200 features against the buckets it was computed of, in bytes. */
  answerShare: 0.25,
  /** A drift query over lines of Loki against the cheapest plan of plain HTTP calls. */
  logsRatio: 1.3,
  /** While the distribution panel scrolls with 500 features: what is longer is felt as a jerk. */
  longestFrameMs: 50,
  /** From the beginning of a navigation until a page of the app can be used. */
  interactiveMs: 2_000,
  /** Of the fleet page, with two hundred models: until it lists them, until those in sight are judged, until it is sorted. */
  fleetListedMs: 2_000,
  fleetDataMs: 4_000,
  fleetInSightMs: 15_000,
  fleetSortedMs: 10_000,
  handshakeMs: 300,
  residentMb: 150,
  /** Of our process, while a thousand rules over a hundred models are evaluated every minute. */
  rulesCores: 0.5,
  rulesResidentMb: 250,
  /** Grafana spreads rules over the minute: at the borders of what was watched some stand on the other side. */
  rulesLacking: 0.05,
  /** While a million lines pass through a shadow query. */
  shadowResidentMb: 400,
  performanceResidentMb: 400,
  /** From a cancelled query to the end of its reading, and of its upstream requests. */
  cancelledMs: 1_000,
  /** Every score of the catalogue over 1,000 features of 20 buckets. */
  allScoresMs: 25,
  /** A heap that grows with calls would show far more than this. */
  heapGrowthMb: 2,
  /** Ours over theirs: no slower than numpy and SciPy, fifty times as fast as Evidently's report. */
  binningRatio: 1,
  ksRatio: 1,
  wassersteinRatio: 1,
  evidentlyRatio: 1 / 50,
  /** How far the false alarms of a verdict may be off alpha, and how many of the alarms of a family may be false. */
  falseAlarmPoints: 1,
  falseDiscoveriesPercent: 5,
  /** In a month of twenty models of fifty features in which nothing happens. */
  falsePages: 1,
  /** A shift of the whole model is one message, and not one a feature. */
  wholeModelMessages: 1,
  /** Messages of any one incident, but for repetitions of the same. */
  incidentMessages: 1,
  /** From an incident to the first message of it: the half of them is told of within less than a window. */
  delayWindows: 1,
} as const;

/** One number, and whether it holds. */
export interface Gate {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly holds: boolean;
}

export function gate(name: string, value: number, limit: number): Gate {
  return { name, value, limit, holds: value <= limit };
}
