import { readReplayCommand } from './options';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const read = (...args: string[]) => readReplayCommand(['settings.yaml', ...args], NOW);

describe('npm run replay', () => {
  it('looks at the last week, unless it is told another time', () => {
    expect(read()).toMatchObject({ from: Date.parse('2026-11-19T12:00:00Z'), to: NOW, models: [], json: false });
    expect(read('--from', '2026-11-01T00:00:00Z', '--to', '1d')).toMatchObject({
      from: Date.parse('2026-11-01T00:00:00Z'),
      to: Date.parse('2026-11-25T12:00:00Z'),
    });
  });

  it('takes what might be set otherwise', () => {
    expect(
      read('--check', 'volume', '--threshold', '0.4', '--for', '0s', '--alpha', '0.01', '--pages', '2')
    ).toMatchObject({
      checks: ['volume'],
      threshold: 0.4,
      for: 0,
      alpha: 0.01,
      pages: 2,
    });
  });

  it.each([
    [['--from', 'yesterday'], /--from: "yesterday" is neither/],
    [['--from', '2027-01-01T00:00:00Z'], /--from: must lie before --to/],
    [['--to', '2027-01-01T00:00:00Z', '--from', '1d'], /--to: lies in the future/],
    [['--step', 'often'], /--step: "often" is no duration/],
    [['--alpha', '5'], /--alpha: must be above 0 and below 1/],
    [['--pages', 'few'], /--pages: "few" is no number/],
    [['--threshold', '0.3'], /name one with --check or --alert/],
    [['--without-grafana', '--alpha', '0.01'], /--alpha: rules of Prometheus and Loki have none/],
    [['--loki-rules', 'a.yml', '--pages', '4'], /--pages: thresholds are suggested for rules of Grafana alone/],
    [['--rules', 'a.yml', '--without-grafana'], /--without-grafana and --rules: one after the other/],
    [['--rules', 'a.yml', '--check', 'volume'], /name rules of a file with --alert/],
    [['--alertmanager', 'a.yml'], /--alertmanager: says who is told of a rule file/],
    [['--nonsense'], /nonsense/],
    [['another.yaml'], /Name one file/],
  ])('says of %j what is wrong', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});
