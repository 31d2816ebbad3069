/** Grafana's own limit for uids. */
const LONGEST = 40;
const HASH_LENGTH = 8;

/** FNV-1a, 32 bits: short, and the same on every machine. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  }
  return value.toString(16).padStart(HASH_LENGTH, '0');
}

/**
 * A uid that is the same as long as its parts are, and that a person can read: `tidemark-fraud-feature_drift`. Where the
 * parts hold what Grafana takes in no uid, or are too long for one, a hash of them keeps two uids from meeting.
 */
export function uidOf(...parts: readonly string[]): string {
  const plain = parts.join('-');
  const clean = plain.replace(/[^A-Za-z0-9_-]+/g, '-');
  // A part with a dash in it may meet another list of parts; there are few, and they get a hash, too.
  const ambiguous = parts.slice(1).some((part) => part.includes('-'));
  if (clean === plain && clean.length <= LONGEST && !ambiguous) {
    return clean;
  }
  return `${clean.slice(0, LONGEST - HASH_LENGTH - 1)}-${hash(JSON.stringify(parts))}`;
}
