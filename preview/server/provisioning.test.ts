import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProvisioningError, expand, readProvisioning, uidOfName } from './provisioning';

const TYPE = 'tidemark-drift-datasource';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'provisioning-'));
  mkdirSync(join(folder, 'datasources'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): void => writeFileSync(join(folder, 'datasources', name), text);
const read = (env: Record<string, string> = {}) => readProvisioning(folder, [TYPE], env, 1_700_000_000_000);

describe('provisioning files', () => {
  it('gives a data source as its file says, with values out of the environment', () => {
    write(
      'a.yaml',
      `apiVersion: 1
datasources:
  - name: Tidemark
    uid: tidemark
    type: ${TYPE}
    isDefault: true
    jsonData:
      prometheus: { url: "http://$HOST:9090", user: "\${USER_NAME}" }
    secureJsonData: { prometheusPassword: $SECRET }
`
    );
    const { dataSources } = read({ HOST: 'db', USER_NAME: 'eve', SECRET: 'hush' });
    expect(dataSources).toHaveLength(1);
    expect(dataSources[0]).toMatchObject({
      uid: 'tidemark',
      isDefault: true,
      readOnly: true,
      jsonData: { prometheus: { url: 'http://db:9090', user: 'eve' } },
      secureJsonData: { prometheusPassword: 'hush' },
    });
  });

  it('lets a data source be edited only where its file says "editable"', () => {
    write('a.yaml', `datasources: [{ name: A, type: ${TYPE}, editable: true }, { name: B, type: ${TYPE} }]`);
    expect(read().dataSources.map(({ name, readOnly }) => [name, readOnly])).toEqual([
      ['A', false],
      ['B', true],
    ]);
  });

  it('makes the same uid of a name as Grafana does', () => {
    // What a Grafana gives to a provisioned data source named "Prometheus" that names no uid.
    expect(uidOfName('Prometheus')).toBe('PBFA97CFB590B2093');
  });

  it('has no data source where there is no folder, and says nothing', () => {
    rmSync(join(folder, 'datasources'), { recursive: true });
    expect(read()).toEqual({ dataSources: [], others: [], notes: [] });
  });

  it('names a data source of another type instead of hiding it', () => {
    write('a.yaml', 'datasources: [{ name: Metrics, type: prometheus }]');
    expect(read()).toEqual({
      dataSources: [],
      others: [expect.objectContaining({ name: 'Metrics', type: 'prometheus' })],
      notes: ['a.yaml: "Metrics" is of the type "prometheus", which the preview does not run.'],
    });
  });

  it.each([
    ['broken YAML', 'datasources: [', /a\.yaml: this is no valid YAML/],
    ['a list at the top', '- a', /must be a mapping with "apiVersion: 1"/],
    ['a mapping of data sources', 'datasources: { a: 1 }', /"datasources" must be a list/],
    ['a data source without a name', `datasources: [{ type: ${TYPE} }]`, /datasources\[0\] has no name/],
    ['a data source without a type', 'datasources: [{ name: A }]', /"A"\) has no type: for Tidemark write/],
    [
      'settings that are text',
      `datasources: [{ name: A, type: ${TYPE}, jsonData: x }]`,
      /"jsonData" must be a mapping/,
    ],
    [
      'a uid that stands twice',
      `datasources: [{ name: A, uid: x, type: ${TYPE} }, { name: B, uid: x, type: ${TYPE} }]`,
      /the uid "x" is taken by "A" in a\.yaml/,
    ],
    [
      'two defaults',
      `datasources: [{ name: A, type: ${TYPE}, isDefault: true }, { name: B, type: ${TYPE}, isDefault: true }]`,
      /more than one data source is marked/,
    ],
  ])('refuses %s, and says what to change', (_, text, message) => {
    write('a.yaml', text);
    expect(read).toThrow(ProvisioningError);
    expect(read).toThrow(message);
  });
});

describe('values out of the environment', () => {
  it.each([
    ['$A', '1'],
    ['${A}x', '1x'],
    ['$__env{A}', '1'],
    ['$$A', '$A'],
    ['a$MISSING-b', 'a-b'],
    ['plain', 'plain'],
  ])('%s becomes %s', (text, expected) => {
    expect(expand(text, { A: '1' })).toBe(expected);
  });
});
