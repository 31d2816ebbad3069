import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EXECUTABLE } from '../../scripts/lib/build';
import { GO } from '../lib/requirements';
import { command, describeWith } from '../lib/skip';

const run = promisify(execFile);

interface Check {
  readonly name: string;
  readonly error?: string;
}

/** Every check that the client makes, so that one which no longer runs is missed. */
const CLAIMS = [
  "the handshake is Grafana's: protocol version 2 over gRPC, every service dispensed",
  'the models of the sample come as a resource',
  'the features of the sample come as a resource, with their kinds',
  'an unknown resource is answered 404, with a message and a source',
  'health says OK on the sample',
  'health says ERROR where nobody answers, and names the address',
  "drift for alerts is numeric-multi to Grafana's dataplane reader, one value a label set",
  'every distance lies in its range, and at least one feature of the sample drifts while one stays',
  "drift as a table has a row a feature, the columns of the contract, and the alert frames' numbers",
  'the scores follow from the distributions shown, computed again in Go',
  "drift over time is a time series to Grafana's dataplane reader",
  'a bad query carries its own status and source, and leaves its neighbours whole',
  'an upstream that is down is a downstream error that names the address',
  'forty requests at once are all answered, and alike',
  "the plugin's own metrics are text that Prometheus' parser reads, and count its queries",
  'every line of the log is one JSON object as hclog writes it',
  "it leaves on Grafana's shutdown call, within the two seconds it is given, with 0",
];

// Lists what the client imports, and so downloads what this machine does not have yet.
const modules = () =>
  GO.present
    ? command(
        "Grafana's plugin SDK for Go",
        'go',
        ['-C', __dirname, 'list', '-deps', '.'],
        'It takes Go 1.25.7 or later and, on first use, a Go module proxy that answers.'
      )
    : { name: "Grafana's plugin SDK for Go", present: true, howToGet: '' };

describeWith([GO, modules()], "the executable, driven by Grafana's own plugin SDK", () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-goclient-'));
  let checks: readonly Check[] = [];

  beforeAll(async () => {
    const client = join(folder, 'goclient');
    await run('go', ['-C', __dirname, 'build', '-o', client, '.']);
    const { stdout } = await run(client, ['-executable', EXECUTABLE], { maxBuffer: 16 << 20 });
    checks = (JSON.parse(stdout) as { checks: Check[] }).checks;
    // The first build compiles the SDK and everything under it.
  }, 600_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(CLAIMS)('%s', (claim) => {
    const check = checks.find(({ name }) => name === claim);
    expect(check ?? 'the client did not make this check').toEqual(expect.objectContaining({ name: claim }));
    expect(check?.error ?? 'no error').toBe('no error');
  });

  it('makes no check that is not listed here', () => {
    expect(checks.map(({ name }) => name).filter((name) => !CLAIMS.includes(name))).toEqual([]);
  });
});
