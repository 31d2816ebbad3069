/** What must hold; `npm run bench` fails where one does not. */
export const LIMITS = {
  /** A drift query against the two PromQL questions it stands for. */
  driftRatio: 1.5,
  /** The answer of 200 features against the buckets it was computed of, in bytes. */
  answerShare: 0.25,
  handshakeMs: 300,
  residentMb: 150,
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
