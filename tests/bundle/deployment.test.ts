import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { ROOT } from '../../scripts/lib/build';
import { UNSIGNED_PLUGINS } from '../../scripts/lib/grafana';
import { readCommand } from '../../scripts/pack/options';
import { runPack } from '../../scripts/pack/run';
import { parseQuery, parseSettings } from '../../src/model';
import { LOKI } from '../lib/requirements';
import { describeWith } from '../lib/skip';

const yaml = (path: string): unknown => load(readFileSync(join(ROOT, path), 'utf8'));

interface Service {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly healthcheck?: unknown;
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

interface Stack {
  readonly services: Record<string, Service>;
  readonly volumes: Record<string, unknown>;
}

describe('docker-compose.yaml', () => {
  const { services, volumes } = yaml('docker-compose.yaml') as Stack;

  it('pins every image and checks the health of each service', () => {
    for (const { image, healthcheck } of Object.values(services)) {
      expect(image).toMatch(/:(\$\{\w+:-)?v?\d+\.\d+\.\d+/);
      expect(healthcheck).toBeDefined();
    }
  });

  it('runs the demo with the Bun that npm installs', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    expect(services['demo']?.image).toBe(`oven/bun:\${BUN_VERSION:-${devDependencies['bun']}}`);
  });

  it('waits only for services that are there', () => {
    const waits = Object.values(services).flatMap((service) => Object.keys(service.depends_on ?? {}));
    expect(waits.filter((name) => !(name in services))).toEqual([]);
  });

  it('mounts only what exists: the build, files of the repository, and its own volumes', () => {
    const sources = Object.values(services).flatMap((service) =>
      (service.volumes ?? []).map((line) => line.split(':')[0] ?? '')
    );
    const paths = sources.filter((source) => source.startsWith('./'));
    expect(paths).toContain('./dist');
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(sources.filter((source) => !source.startsWith('./') && !(source in volumes))).toEqual([]);
  });

  it('lets the unsigned plugins in', () => {
    expect(services['grafana']?.environment?.['GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS']).toBe(
      UNSIGNED_PLUGINS.join(',')
    );
  });
});

describe('docker-compose.scalable.yaml', () => {
  const base = yaml('docker-compose.yaml') as Stack;
  const { services, volumes } = yaml('docker-compose.scalable.yaml') as Stack;
  const all = (name: string): Partial<Service> => ({ ...base.services[name], ...services[name] });

  it('pins every image, and checks the health of each service', () => {
    for (const name of Object.keys(services)) {
      expect([name, all(name).image]).toEqual([
        name,
        expect.stringMatching(/:(\$\{\w+:-)?(v?\d+\.\d+\.\d+|RELEASE\.\d{4})/),
      ]);
      expect([name, all(name).healthcheck]).toEqual([name, expect.anything()]);
    }
  });

  it('waits only for services that are there, and mounts only what exists', () => {
    const names = Object.keys({ ...base.services, ...services });
    const waits = Object.values(services).flatMap((service) => Object.keys(service.depends_on ?? {}));
    expect(waits.filter((name) => !names.includes(name))).toEqual([]);
    const sources = Object.values(services).flatMap((service) =>
      (service.volumes ?? []).map((line) => line.split(':')[0] ?? '')
    );
    expect(sources.filter((one) => one.startsWith('./') && !existsSync(join(ROOT, one)))).toEqual([]);
    expect(sources.filter((one) => !one.startsWith('./') && !(one in volumes))).toEqual([]);
  });

  it('routes at the gateway to parts of Loki that are there', () => {
    const gateway = readFileSync(join(ROOT, 'demo/compose/scalable/gateway.conf'), 'utf8');
    const parts = [...gateway.matchAll(/set \$(\w+) http:\/\/([\w-]+):3100;/g)].map(([, name, host]) => [name, host]);
    expect(parts).toEqual([
      ['read', 'loki-read'],
      ['write', 'loki-write'],
      ['backend', 'loki-backend'],
    ]);
    expect(parts.every(([, host]) => host !== undefined && host in services)).toBe(true);
    expect(gateway).toMatch(/location = \/loki\/api\/v1\/push \{\s+proxy_pass \$write/);
    expect(gateway).toMatch(/location \/ \{\s+proxy_pass \$read/);
    // Each block is closed.
    expect(gateway.match(/\{/g)?.length).toBe(gateway.match(/\}/g)?.length);
  });

  it('reads Mimir and the gateway with settings that the data source takes', () => {
    const { datasources } = yaml('provisioning/compose/scalable.yaml') as {
      datasources: ReadonlyArray<{ jsonData: { prometheus: { url: string }; loki: { url: string } } }>;
    };
    for (const { jsonData } of datasources) {
      expect(parseSettings(jsonData)).toMatchObject({ ok: true });
      expect([jsonData.prometheus.url, jsonData.loki.url]).toEqual([
        'http://mimir:9009/prometheus',
        'http://loki:3100',
      ]);
    }
  });
});

describeWith(LOKI, 'the configuration of a Loki in parts', () => {
  it.each(['read', 'write', 'backend'])('is one for the part %s', (part) => {
    const args = ['-config.file=demo/compose/scalable/loki.yaml', '-config.expand-env=true', `-target=${part}`];
    const env = { ...process.env, S3_PASSWORD: 'secret' };
    const { status, stderr } = spawnSync('loki', [...args, '-verify-config'], { cwd: ROOT, env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});

describe('provisioning', () => {
  const files = readdirSync(join(ROOT, 'provisioning'), { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => join('provisioning', path));

  it.each(files)('is YAML in the version that Grafana reads: %s', (path) => {
    expect(yaml(path)).toMatchObject({ apiVersion: 1 });
  });

  const sources = files.flatMap(
    (path) =>
      (yaml(path) as { datasources?: Array<{ name: string; type: string; jsonData: unknown }> }).datasources ?? []
  );

  it.each(sources)('gives $name settings that the plugin accepts', ({ type, jsonData }) => {
    expect(type).toBe('tidemark-drift-datasource');
    expect(parseSettings(jsonData)).toMatchObject({ ok: true });
  });

  it('gives its alert rules queries that the plugin accepts, and says what they do on errors and without data', () => {
    const { groups } = yaml('provisioning/alerting/tidemark.yaml') as {
      groups: Array<{
        rules: Array<{
          execErrState?: string;
          noDataState?: string;
          notification_settings?: { receiver: string };
          data: Array<{ datasourceUid: string; model: unknown }>;
        }>;
      }>;
    };
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(0);
    for (const rule of rules) {
      expect(rule).toMatchObject({
        execErrState: expect.any(String),
        noDataState: expect.any(String),
        notification_settings: { receiver: expect.any(String) },
      });
      const queries = rule.data.filter(({ datasourceUid }) => datasourceUid !== '__expr__');
      expect(queries.length).toBeGreaterThan(0);
      for (const { model } of queries) {
        expect(parseQuery(model)).toMatchObject({ ok: true });
      }
    }
  });

  it('has the alert rules that npm run pack writes today; run npm run pack:provisioning where this fails', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const words = (scripts['pack:provisioning'] ?? '').split(' ').slice(2);
    const outcome = runPack({ ...readCommand(words), check: true }, {}, ROOT);
    expect(outcome.ok && outcome.files.map(({ file }) => file)).toEqual(['provisioning/alerting/tidemark.yaml']);
    for (const { file, text } of outcome.ok ? outcome.files : []) {
      expect(readFileSync(join(ROOT, file), 'utf8')).toBe(text);
    }
  });

  it('leaves the notification policies of the organisation alone', () => {
    for (const path of files) {
      expect(yaml(path)).not.toHaveProperty('policies');
    }
  });
});
