import { parseArgs } from 'node:util';
import { HISTORY_MS, MINUTE, SEED, tickAt } from '../src/scenario';

/** What the demo is told to do. */
export interface DemoOptions {
  /** Where its log goes; undefined: nowhere. */
  readonly loki: string | undefined;
  /** Loki's tenant, sent as X-Scope-OrgID. */
  readonly tenant: string | undefined;
  /** Puts the version beside each line, as structured metadata. */
  readonly structuredMetadata: boolean;
  readonly host: string;
  readonly port: number;
  readonly seed: string;
  /** How many seconds of the scenario pass in one of ours. */
  readonly speed: number;
  /** The instant at which playing begins, in milliseconds since the epoch; what lies behind is caught up with. */
  readonly start: number;
  /** Where in the story it begins: milliseconds, from its end. */
  readonly from: number;
  /** Where in the story the inputs are as they were again, in the same way; undefined: never. */
  readonly healed?: number | undefined;
}

/** Something that the person who typed the command can mend: one sentence, and no stack. */
export class UsageError extends Error {}

export const USAGE = `npm run demo -- [options]            each can be set as DEMO_<OPTION>, too: DEMO_LOKI=http://loki:3100
  --loki URL               push the log there; without it only metrics are served
  --tenant NAME            Loki's tenant
  --structured-metadata    put the version beside each line, as structured metadata
  --host 127.0.0.1  --port 9464
  --seed tidemark          another text tells another story of the same kind
  --speed 1                60: an hour of the scenario in a minute
  --start now              when the first line is stamped: an instant (2026-11-23T12:00:00Z) or a time ago (8d, 30m);
                           what lies behind is caught up with at once
  --from 8d                where in the story to begin, before its end: 26h is shortly before the inputs change
  --healed 20h             when inputs and jobs are as they were again, before its end; never, without it`;

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE };

function duration(text: string): number | undefined {
  const [, amount, unit] = /^-?(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * (UNITS[unit ?? ''] ?? NaN);
}

function instant(text: string, now: number): number {
  const ago = duration(text);
  const at = text === 'now' ? now : ago === undefined ? Date.parse(text) : now - ago;
  if (Number.isNaN(at) || !/^now$|[smhdZ]$/.test(text)) {
    throw new UsageError(
      `--start ${JSON.stringify(text)} is no instant: write now, a time ago such as 8d, or 2026-11-23T12:00:00Z.`
    );
  }
  if (at > now) {
    throw new UsageError(`--start ${text} lies in the future: the demo can catch up with the past, but not wait.`);
  }
  return at;
}

function http(text: string): string {
  if (!/^https?:\/\/[^\s/]+/.test(text)) {
    throw new UsageError(`--loki ${JSON.stringify(text)} is no URL: write http://loki:3100.`);
  }
  return text.replace(/\/+$/, '');
}

type Given = Readonly<Record<string, string | boolean | undefined>>;

const TEXTS = ['loki', 'tenant', 'host', 'port', 'seed', 'speed', 'start', 'from', 'healed'] as const;

function given(args: readonly string[]): Given {
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...Object.fromEntries(TEXTS.map((name) => [name, { type: 'string' as const }])),
        'structured-metadata': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** Reads flags, and the environment where there is no flag. @throws UsageError that says what to write instead. */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  now: number
): DemoOptions {
  const flags = given(args);
  if (flags['help'] === true) {
    throw new UsageError('');
  }
  const text = (name: (typeof TEXTS)[number]): string | undefined => {
    const value = flags[name] ?? env[`DEMO_${name.toUpperCase()}`];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const port = Number(text('port') ?? '9464');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port ${text('port')} is no port: give a number from 0 to 65535 (0 picks a free one).`);
  }
  const speed = Number(text('speed') ?? '1');
  if (!(speed > 0 && speed <= 10_000)) {
    throw new UsageError(`--speed ${text('speed')} is no speed: give a number above 0, at most 10000.`);
  }
  const from = duration(text('from') ?? `${HISTORY_MS / UNITS['d']!}d`);
  if (from === undefined) {
    throw new UsageError(`--from ${text('from')} is no time: write how long before the end of the story, such as 26h.`);
  }
  const healed = text('healed') === undefined ? undefined : duration(text('healed') ?? '');
  if (text('healed') !== undefined && healed === undefined) {
    throw new UsageError(
      `--healed ${text('healed')} is no time: write how long before the end of the story, such as 20h.`
    );
  }
  const loki = text('loki');
  return {
    loki: loki === undefined ? undefined : http(loki),
    tenant: text('tenant'),
    structuredMetadata: flags['structured-metadata'] === true || env['DEMO_STRUCTURED_METADATA'] === 'true',
    host: text('host') ?? '127.0.0.1',
    port,
    seed: text('seed') ?? SEED,
    speed,
    // The story moves in ticks, and so must its end.
    start: tickAt(instant(text('start') ?? 'now', now)),
    from: -tickAt(from),
    ...(healed === undefined ? {} : { healed: -tickAt(healed) }),
  };
}
