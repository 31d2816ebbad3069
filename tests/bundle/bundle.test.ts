import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EXECUTABLE } from '../../scripts/lib/build';
import { UNSIGNED_PLUGINS } from '../../scripts/lib/grafana';
import { ABSURD_PANEL_ID, APP_ID, DATASOURCE_ID, DISTRIBUTION_PANEL_ID, SHADOW_PANEL_ID } from '../../src/model/ids';
import {
  bundledPackages,
  chunksBefore,
  DIST,
  externalsOf,
  files,
  gzipped,
  gzippedTogether,
  gzippedWithChunks,
  plugins,
  read,
} from './dist';

const KB = 1000;

/** What Grafana gives to a plugin at run time, of what we use. */
const GIVEN = [
  '@emotion/css',
  '@grafana/data',
  '@grafana/runtime',
  '@grafana/ui',
  'i18next',
  'module',
  'react',
  'react-dom',
  'react-router',
  'react/jsx-runtime',
  'rxjs',
];

const entries = plugins.map(({ folder }) => join(folder, 'module.js'));

describe('the built frontend', () => {
  it("keeps the app's entry under 15 kB, because every page of Grafana may load it", () => {
    expect(gzipped('module.js')).toBeLessThan(15 * KB);
  });

  it.each(plugins.filter(({ json }) => json.type === 'panel').map(({ folder }) => folder))(
    "keeps a panel's own code under 60 kB, with all that it can load: %s",
    (folder) => {
      expect(gzippedWithChunks(join(folder, 'module.js'))).toBeLessThan(60 * KB);
    }
  );

  it.each([
    'app/fleet/FleetPage.tsx',
    'app/model/ModelPage.tsx',
    'app/setup/SetupPage.tsx',
    'app/references/ReferencesPage.tsx',
    'app/alerts/AlertsPage.tsx',
    'app/replay/ReplayPage.tsx',
    'app/teams/TeamsPage.tsx',
    'app/apply/ApplyPage.tsx',
    'app/configuration/ConfigurationPage.tsx',
  ])('keeps all that is loaded for a page under 80 kB: %s', (source) => {
    const chunks = chunksBefore(source);
    expect(chunks.size).toBeGreaterThan(0);
    expect(gzippedTogether(chunks)).toBeLessThan(80 * KB);
  });

  it('keeps every piece that is loaded later still under 80 kB, such as what reads a file', () => {
    const heavy = files.filter((path) => /^\d+\.js$/.test(path)).filter((path) => gzipped(path) >= 80 * KB);
    expect(heavy).toEqual([]);
  });

  it('counts the chunks of an entry, not the entry alone', () => {
    expect(gzippedWithChunks('module.js')).toBeGreaterThan(gzipped('module.js'));
  });

  it('holds nothing of React or Grafana', () => {
    const packages = [...bundledPackages()];
    expect(packages).toContain('zod');
    // The one of Grafana's packages that each plugin has a copy of: it keeps which plugin's texts are meant.
    const given = /^(react|react-dom|react-router.*|scheduler|@grafana\/(?!i18n$).*)$/;
    expect(packages.filter((name) => given.test(name))).toEqual([]);
  });

  it('holds nothing of the backend', () => {
    const packages = [...bundledPackages()];
    // The language of rules is the model's: an editor checks a rule as the backend does.
    const backend = /^(@grpc\/.*|apache-arrow|@bufbuild\/(?!cel$).*|prom-client)$/;
    expect(packages.filter((name) => backend.test(name))).toEqual([]);
  });

  it.each(entries)('asks Grafana for nothing but what it gives: %s', (entry) => {
    const externals = externalsOf(entry);
    expect(externals).toContain('react');
    expect(externals.filter((name) => !GIVEN.includes(name))).toEqual([]);
  });
});

describe('the built plugins', () => {
  it('are those of the design, each once', () => {
    expect(plugins.map(({ json }) => json.id).sort()).toEqual(
      [APP_ID, DATASOURCE_ID, DISTRIBUTION_PANEL_ID, SHADOW_PANEL_ID, ABSURD_PANEL_ID].sort()
    );
  });

  it('are all let in where they are unsigned', () => {
    expect([...UNSIGNED_PLUGINS].sort()).toEqual(plugins.map(({ json }) => json.id).sort());
  });

  it.each(plugins)('have code, logos, a version and a date: $json.id', ({ folder, json }) => {
    const { version, updated, logos } = json.info;
    for (const path of ['module.js', logos.small, logos.large]) {
      expect(files).toContain(join(folder, path));
    }
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(updated).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(json.dependencies.grafanaDependency).toBe('>=12.4.0');
  });

  it('are all listed by the app, under paths that exist', () => {
    const includes = plugins.find(({ json }) => json.type === 'app')?.json.includes ?? [];
    const listed = includes.filter(({ type }) => type !== 'page').map(({ path }) => path);
    expect(listed.filter((path) => !files.includes(path))).toEqual([]);
    const nested = plugins.filter(({ json }) => json.type !== 'app').map(({ folder }) => `${folder}/plugin.json`);
    const dashboards = files.filter((path) => /^dashboards\/.*\.json$/.test(path));
    expect([...listed].sort()).toEqual([...nested, ...dashboards].sort());
    for (const { path } of includes.filter(({ type }) => type === 'page')) {
      expect(path).toMatch(new RegExp(`^/a/${APP_ID}/`));
    }
  });

  it('bring dashboards that Grafana can import without asking', () => {
    for (const path of files.filter((file) => file.startsWith('dashboards/'))) {
      const dashboard = JSON.parse(read(path)) as Record<string, unknown>;
      expect(dashboard).not.toHaveProperty('__inputs');
      expect(dashboard).toMatchObject({ uid: expect.any(String), title: expect.any(String) });
    }
  });
});

describe('the built executables', () => {
  const executables = files.filter((path) => basename(path).startsWith('gpx_'));

  it('stand where the data source looks for them, this machine’s among them', () => {
    const source = plugins.find(({ json }) => json.id === DATASOURCE_ID);
    const expected = join(source?.folder ?? '', source?.json.executable ?? '');
    expect(executables).toContain(basename(EXECUTABLE));
    for (const path of executables) {
      expect(dirname(path)).toBe(dirname(expected));
      expect(basename(path)).toMatch(/^gpx_tidemark_(linux|darwin)_(amd64|arm64)$|^gpx_tidemark_windows_amd64\.exe$/);
    }
  });

  it.each(executables)('may be run by everyone: %s', (path) => {
    expect((statSync(join(DIST, path)).mode & 0o777).toString(8)).toBe('755');
  });
});

describe('the build as a whole', () => {
  it('holds the documents that a plugin is shipped with', () => {
    expect(files).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'LICENSE']));
  });

  it('holds no test, no fixture, and no JSON but plugins, dashboards and texts', () => {
    expect(files.filter((path) => /\.test\.|fixture|golden|testing|tsconfig/i.test(path))).toEqual([]);
    const json = files.filter((path) => path.endsWith('.json'));
    expect(
      json.filter(
        (path) => !/(^|\/)plugin\.json$|^dashboards\/[^/]+\.json$|(^|\/)locales\/[\w-]+\/[\w-]+\.json$/.test(path)
      )
    ).toEqual([]);
  });

  it('has every template variable replaced', () => {
    const texts = files.filter((path) => path.endsWith('plugin.json') || path === 'README.md');
    expect(texts.filter((path) => /%(VERSION|TODAY|PLUGIN_ID)%/.test(read(path)))).toEqual([]);
  });

  it('has a source map for each piece of code, so that an error in the field can be read', () => {
    const code = files.filter((path) => path.endsWith('.js'));
    expect(code.filter((path) => !existsSync(join(DIST, `${path}.map`)))).toEqual([]);
  });
});
