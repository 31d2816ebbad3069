import { parseQuery, parseSettings, type DriftQuery } from '../../../../model';
import { TidemarkError } from '../../../errors';
import type { Field, Frame } from '../../../frames/frame';
import type { PredictionEvent } from '../../../upstream/events';
import { tableEvents, type GivenEvent } from '../../testing/tableEvents';
import { tableUpstream } from '../../testing/tableUpstream';
import { absurd } from '../absurd';

export const HOUR = 3_600_000;
export const NOW = Date.parse('2026-11-23T12:00:00Z');
export const range = { from: NOW - HOUR, to: NOW };
export const REFERENCE_MIDDLE = NOW - 1.5 * HOUR;
export const MIDDLE = NOW - 0.5 * HOUR;

let ids = 0;
/** An id that no other prediction of these tests has. */
export const nextId = (): number => ids++;
/** `n` predictions of one kind, each with its label where one is given. */
export function made(
  n: number,
  {
    label,
    labelAfter = 60_000,
    time = MIDDLE,
    ...event
  }: Partial<PredictionEvent> & { readonly label?: string | number; readonly labelAfter?: number } = {}
): readonly GivenEvent[] {
  return Array.from({ length: n }, (_, i) => {
    const id = event.predictionId ?? `p${nextId()}`;
    const at = time + i;
    const prediction: GivenEvent = {
      event: 'prediction',
      predictionId: id,
      requestId: `r-${id}`,
      version: '7',
      prediction: 'fraud',
      confidence: 0.98,
      ...event,
      time: at,
    };
    return label === undefined
      ? [prediction]
      : [prediction, { event: 'label' as const, time: at + labelAfter, predictionId: id, label }];
  }).flat();
}

interface Asked {
  readonly query?: Record<string, unknown>;
  readonly model?: Record<string, unknown>;
  readonly settings?: Record<string, unknown>;
  readonly fromAlert?: boolean;
  readonly over?: { readonly from: number; readonly to: number };
  readonly intervalMs?: number;
}

export function parsed(query: Record<string, unknown>): DriftQuery {
  const answer = parseQuery({ queryType: 'absurd', model: 'fraud', ...query });
  if (!answer.ok) {
    throw new Error(answer.problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
  return answer.value;
}

export async function ask(
  events: readonly GivenEvent[],
  { query = {}, model = {}, settings = {}, fromAlert = false, over = range, intervalMs = 60_000 }: Asked = {}
) {
  const read = parseSettings({ models: [{ id: 'fraud', task: 'binary', ...model }], ...settings });
  if (!read.ok) {
    throw new Error(read.problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
  const log = tableEvents(events, { batch: 50 });
  const frames = await absurd(
    { query: parsed(query), range: over, intervalMs, fromAlert },
    {
      instance: { settings: read.value, upstream: tableUpstream([]), events: log },
      signal: new AbortController().signal,
      now: () => NOW,
    }
  );
  return { frames, asked: log.asked };
}

export function rowsOf({ fields }: Pick<Frame, 'fields'>): ReadonlyArray<Record<string, unknown>> {
  const length = fields[0]?.values.length ?? 0;
  return Array.from({ length }, (_, i) =>
    Object.fromEntries(fields.map((field: Field) => [field.name, field.values[i] ?? null]))
  );
}

export function frameOf(frames: readonly Frame[], name: string): Frame {
  const frame = frames.find((one) => one.name === name);
  if (frame === undefined) {
    throw new Error(`no frame ${name} among ${frames.map((one) => one.name).join(', ')}`);
  }
  return frame;
}

export async function tableOf(events: readonly GivenEvent[], name: string, asked: Asked = {}) {
  const { frames } = await ask(events, { ...asked, query: { frames: [name], ...asked.query } });
  const frame = frameOf(frames, name);
  const notices = (frames[0]?.meta.notices ?? []).map(({ text }) => text);
  return { rows: rowsOf(frame), frame, notices, said: notices.join('\n') };
}

export async function summaryOf(events: readonly GivenEvent[], asked: Asked = {}) {
  const { rows, ...rest } = await tableOf(events, 'summary', asked);
  return { ...rest, summary: rows[0] as Record<string, unknown> };
}

export async function refusal(asking: Promise<unknown>): Promise<{ code: string; message: string }> {
  const thrown: unknown = await asking.then(
    () => undefined,
    (error: unknown) => error
  );
  if (!(thrown instanceof TidemarkError)) {
    throw new Error(`expected a refusal, got ${String(thrown)}`);
  }
  return { code: thrown.code, message: thrown.message };
}

export const right = (n: number, more: Parameters<typeof made>[1] = {}) => made(n, { label: 'fraud', ...more });
export const wrong = (n: number, more: Parameters<typeof made>[1] = {}) => made(n, { label: 'fine', ...more });
