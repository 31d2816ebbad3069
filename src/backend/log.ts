/** What a log line says beside its message. Values are ours: never a setting, a header or a body as it came. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** Grafana breaks up what is longer than 64 KiB; one field is cut long before that. */
const LONGEST_FIELD = 8_192;
const LONGEST_LINE = 60_000;

/** Credentials inside a URL (`http://user:password@host`), wherever a library put them into a message. */
const CREDENTIALS_IN_URL = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi;

function presentable(value: string): string {
  const text = value.replace(CREDENTIALS_IN_URL, '$1***@');
  return text.length > LONGEST_FIELD ? `${text.slice(0, LONGEST_FIELD)}... (${text.length} characters)` : text;
}

/**
 * One line as Grafana reads it from a plugin's stderr (hclog's JSON). The instant has six decimals, because hclog's
 * reader refuses any other number of them, and then shows the raw line.
 */
export function formatLogLine(level: LogLevel, message: string, fields: LogFields, now: Date): string {
  const line: Record<string, unknown> = {
    '@level': level,
    '@message': presentable(message),
    '@timestamp': now.toISOString().replace('Z', '000Z'),
  };
  let length = Buffer.byteLength(JSON.stringify(line));
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) {
      continue;
    }
    const shown = typeof value === 'string' ? presentable(value) : value;
    length += Buffer.byteLength(JSON.stringify({ [key]: shown }));
    if (length > LONGEST_LINE) {
      line['cut'] = true;
      break;
    }
    line[key] = shown;
  }
  return `${JSON.stringify(line)}\n`;
}

/** Writes structured lines; `debug` lines only where asked for, because Grafana keeps all it gets. */
export function createLogger(write: (line: string) => void, lowest: LogLevel = 'info'): Logger {
  const from = LEVELS.indexOf(lowest);
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (LEVELS.indexOf(level) >= from) {
        write(formatLogLine(level, message, fields, new Date()));
      }
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Fields that tell what was thrown, with the stack: for the log alone, never for an answer. */
export function describeThrown(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) {
    return { error: String(thrown) };
  }
  const cause = thrown.cause instanceof Error ? (thrown.cause.stack ?? thrown.cause.message) : thrown.cause;
  return {
    error: thrown.message,
    stack: thrown.stack,
    ...(cause === undefined ? {} : { cause: String(cause) }),
  };
}
