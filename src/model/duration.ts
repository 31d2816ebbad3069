/**
 * Durations as Prometheus and Grafana write them: `90s`, `15m`, `1h30m`, `7d`, `2w`.
 * A day is 24 hours and a week 7 days, as in PromQL; months are left out, because their length is not fixed.
 */
const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_536_000_000 } as const;
type Unit = keyof typeof UNIT_MS;

const PART = /(\d+)(ms|s|m|h|d|w|y)/gy;

/** @returns milliseconds, or undefined where the text is no duration or is zero. */
export function parseDuration(text: string): number | undefined {
  let total = 0;
  let end = 0;
  PART.lastIndex = 0;
  for (let part = PART.exec(text); part !== null; part = PART.exec(text)) {
    total += Number(part[1]) * UNIT_MS[part[2] as Unit];
    end = PART.lastIndex;
  }
  return end === text.length && total > 0 && Number.isSafeInteger(total) ? total : undefined;
}

/** Writes milliseconds with the largest units that fit: 5_400_000 is `1h30m`. Zero is `0s`. */
export function formatDuration(ms: number): string {
  const units: Unit[] = ['w', 'd', 'h', 'm', 's', 'ms'];
  let rest = Math.round(ms);
  let text = '';
  for (const unit of units) {
    const count = Math.floor(rest / UNIT_MS[unit]);
    if (count > 0) {
      text += `${count}${unit}`;
      rest -= count * UNIT_MS[unit];
    }
  }
  return text === '' ? '0s' : text;
}
