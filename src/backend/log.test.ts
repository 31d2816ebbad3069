import { createLogger, describeThrown, formatLogLine } from './log';

const now = new Date('2026-11-23T12:00:00.123Z');

describe('formatLogLine', () => {
  it('is one line of JSON with the names and the six decimals that hclog reads', () => {
    const line = formatLogLine('info', 'ready', { port: 1 }, now);
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toEqual({
      '@level': 'info',
      '@message': 'ready',
      '@timestamp': '2026-11-23T12:00:00.123000Z',
      port: 1,
    });
  });

  it('hides credentials inside a URL, wherever it stands', () => {
    const line = formatLogLine(
      'error',
      'no answer of http://user:hunter2@host:9090/api',
      { cause: 'https://t@h' },
      now
    );
    expect(line).not.toContain('hunter2');
    expect(line).toContain('http://***@host:9090/api');
    expect(line).toContain('https://***@h');
  });

  it('stays under 64 KiB, whatever it is given', () => {
    const fields = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`field${i}`, '"\n'.repeat(50_000)]));
    expect(Buffer.byteLength(formatLogLine('error', 'x'.repeat(100_000), fields, now))).toBeLessThan(64 * 1024);
  });

  it('counts bytes, not characters', () => {
    const fields = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`field${i}`, '\u{1F6A8}'.repeat(50_000)]));
    expect(Buffer.byteLength(formatLogLine('error', 'alarm', fields, now))).toBeLessThan(64 * 1024);
  });
});

describe('createLogger', () => {
  it('leaves debug lines out unless asked for', () => {
    const lines: string[] = [];
    const log = createLogger((line) => lines.push(line));
    log.debug('detail');
    log.warn('careful');
    expect(lines).toHaveLength(1);
    createLogger((line) => lines.push(line), 'debug').debug('detail');
    expect(lines).toHaveLength(2);
  });
});

describe('describeThrown', () => {
  it('gives the stack and the cause of an error, and the text of anything else', () => {
    const fields = describeThrown(new Error('outer', { cause: new Error('inner') }));
    expect(fields['error']).toBe('outer');
    expect(fields['stack']).toContain('log.test');
    expect(fields['cause']).toContain('inner');
    expect(describeThrown('plain')).toEqual({ error: 'plain' });
  });
});
