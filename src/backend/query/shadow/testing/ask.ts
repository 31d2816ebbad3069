import { querySchema, type DriftQuery, type Settings } from '../../../../model';
import { TidemarkError } from '../../../errors';
import type { Frame } from '../../../frames/frame';
import type { EventUpstream } from '../../../upstream/events';
import { tableUpstream, type CounterEntry, type Entry } from '../../testing/tableUpstream';
import { tableEvents, type GivenEvent } from '../../testing/tableEvents';
import { shadow } from '../shadow';

const HOUR = 3_600_000;
export const NOW = Date.parse('2026-11-23T12:00:00Z');
export const range = { from: NOW - HOUR, to: NOW };

interface Said {
  readonly at?: number;
  readonly live?: string | number;
  readonly shadow?: string | number;
  readonly label?: string | number;
  readonly confidences?: readonly [number, number];
  readonly latencies?: readonly [number, number];
  readonly errors?: readonly [string | undefined, string | undefined];
  readonly features?: Readonly<Record<string, string | number>>;
  readonly shadowLate?: number;
}

/** The lines of one request: what each role answered, and the truth where it is known. */
export function request(id: string, said: Said): readonly GivenEvent[] {
  const {
    at = NOW - HOUR / 2,
    confidences = [0.9, 0.9],
    latencies = [10, 12],
    errors = [undefined, undefined],
    features = {},
  } = said;
  const line = (role: 'live' | 'shadow', place: 0 | 1): readonly GivenEvent[] => {
    const error = errors[place];
    return said[role] === undefined && error === undefined
      ? []
      : [
          {
            event: 'prediction',
            time: role === 'live' ? at : at + (said.shadowLate ?? 5),
            requestId: id,
            predictionId: `${id}/${role}`,
            role,
            version: role === 'live' ? '7' : '8',
            prediction: said[role],
            confidence: confidences[place],
            latencyMs: latencies[place],
            error,
            features,
          },
        ];
  };
  const label: readonly GivenEvent[] =
    said.label === undefined
      ? []
      : [{ event: 'label', time: at + 86_400_000, predictionId: `${id}/live`, label: said.label }];
  return [...line('live', 0), ...line('shadow', 1), ...label];
}

/** So many requests alike. */
export function requests(count: number, said: Said, prefix: string): readonly GivenEvent[] {
  return Array.from({ length: count }, (_, i) => request(`${prefix}${i}`, said)).flat();
}

interface Asked {
  readonly settings?: Settings;
  readonly fromAlert?: boolean;
  readonly now?: number;
  readonly signal?: AbortSignal;
  readonly entries?: readonly Entry[];
  readonly counters?: readonly CounterEntry[];
}

export function ask(
  events: EventUpstream | readonly GivenEvent[] | undefined,
  query: Partial<DriftQuery> = {},
  { settings = {}, fromAlert = false, now = NOW + 3 * 86_400_000, signal, entries = [], counters = [] }: Asked = {}
): Promise<readonly Frame[]> {
  return shadow(
    {
      query: querySchema.parse({ queryType: 'shadow', model: 'fraud', ...query }),
      range,
      intervalMs: 600_000,
      fromAlert,
    },
    {
      instance: {
        settings,
        upstream: tableUpstream(entries, { counters }),
        events: events === undefined || 'read' in events ? events : tableEvents(events),
      },
      signal: signal ?? new AbortController().signal,
      now: () => now,
    }
  );
}

export function frame(frames: readonly Frame[], name: string): Frame {
  const found = frames.find((one) => one.name === name);
  if (found === undefined) {
    throw new Error(`no frame ${name} among ${frames.map((one) => one.name).join(', ')}`);
  }
  return found;
}

/** A frame as rows, so that a test reads as the table does. */
export function rows(frames: readonly Frame[], name: string): ReadonlyArray<Readonly<Record<string, unknown>>> {
  const { fields } = frame(frames, name);
  return Array.from({ length: fields[0]?.values.length ?? 0 }, (_, i) =>
    Object.fromEntries(fields.map((field) => [field.name, field.values[i]]))
  );
}

export function said(frames: readonly Frame[]): string {
  return frames
    .flatMap(({ meta }) => meta.notices ?? [])
    .map(({ text }) => text)
    .join('\n');
}

export async function refusal(asked: Promise<unknown>): Promise<string> {
  const thrown: unknown = await asked.then(
    () => undefined,
    (error: unknown) => error
  );
  if (!(thrown instanceof TidemarkError)) {
    throw new Error(`expected a refusal, got ${String(thrown)}`);
  }
  return `${thrown.code}: ${thrown.message}`;
}

/** 40 agree on ok, 10 on bad, 5 flip one way and 5 the other; Cohen's kappa by hand: (50/60 - 2125/3600) / (1475/3600). */
export const FLIPS = [
  ...requests(40, { live: 'ok', shadow: 'ok' }, 'a'),
  ...requests(10, { live: 'bad', shadow: 'bad' }, 'b'),
  ...requests(5, { live: 'ok', shadow: 'bad' }, 'c'),
  ...requests(5, { live: 'bad', shadow: 'ok' }, 'd'),
];
