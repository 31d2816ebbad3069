import { readOptions, UsageError } from './options';

const NOW = Date.UTC(2026, 10, 23, 12, 7);
const HOUR = 3_600_000;
const read = (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) => readOptions(args, env, NOW);

describe('the options of the demo', () => {
  it('play the whole story from now on, at the pace of our time, with no log', () => {
    expect(read()).toEqual({
      loki: undefined,
      tenant: undefined,
      structuredMetadata: false,
      host: '127.0.0.1',
      port: 9464,
      seed: 'tidemark',
      speed: 1,
      start: Date.UTC(2026, 10, 23, 12),
      from: -8 * 24 * HOUR,
    });
  });

  it('come from flags, and from the environment where there is no flag', () => {
    const env = { DEMO_LOKI: 'http://loki:3100/', DEMO_SPEED: '60', DEMO_PORT: '1', DEMO_STRUCTURED_METADATA: 'true' };
    expect(read(['--port', '2', '--from', '26h', '--tenant', 'a'], env)).toMatchObject({
      loki: 'http://loki:3100',
      speed: 60,
      port: 2,
      from: -26 * HOUR,
      tenant: 'a',
      structuredMetadata: true,
    });
  });

  it('take a start as an instant or as a time ago, down to the last tick of the story', () => {
    expect(read(['--start', '2026-11-20T10:15:00Z']).start).toBe(Date.UTC(2026, 10, 20, 10));
    expect(read(['--start', '8d']).start).toBe(Date.UTC(2026, 10, 15, 12));
    expect(read(['--start=-90m']).start).toBe(Date.UTC(2026, 10, 23, 10, 30));
  });

  it.each([
    [['--start', 'yesterday'], 'no instant'],
    [['--start', '2030-01-01T00:00:00Z'], 'in the future'],
    [['--speed', '0'], '--speed 0'],
    [['--speed', 'fast'], '--speed fast'],
    [['--port', '70000'], '--port 70000'],
    [['--loki', 'loki:3100'], 'write http://loki:3100'],
    [['--from', 'begin'], '--from begin'],
    [['--healed', 'soon'], '--healed soon'],
    [['--nothing'], '--nothing'],
  ])('refuse %j, and say what to write', (args, message) => {
    expect(() => read(args)).toThrow(UsageError);
    expect(() => read(args)).toThrow(message);
  });
});
