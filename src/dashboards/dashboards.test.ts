import { readFileSync } from 'node:fs';
import path from 'node:path';
import { driftScore } from '../engine';
import {
  ABSURD_PANEL_ID,
  DATASOURCE_ID,
  DISTRIBUTION_PANEL_ID,
  parseQuery,
  RESOURCES,
  SHADOW_PANEL_ID,
} from '../model';
import { interpolateQuery } from '../datasource/interpolate';
import { VARIABLE_KINDS } from '../datasource/types';
import { parseOptions as parseAbsurd } from '../panels/absurd/options';
import { parseOptions as parseDistribution } from '../panels/distribution/options';
import { parseOptions as parseShadow } from '../panels/shadow/options';
import { dashboardFiles as files, ours, readDashboard, readDashboardText, replaceWith } from './testing/readDashboard';

const plugin = JSON.parse(readFileSync(path.join(__dirname, '../plugin.json'), 'utf8')) as {
  includes: Array<{ type: string; name: string; path?: string }>;
};

/** How each panel of ours reads its options. */
const PARSERS: Readonly<Record<string, (options: unknown) => unknown>> = {
  [DISTRIBUTION_PANEL_ID]: parseDistribution,
  [SHADOW_PANEL_ID]: parseShadow,
  [ABSURD_PANEL_ID]: parseAbsurd,
};

const showsData = ({ type }: { readonly type: string }): boolean => type !== 'text' && type !== 'row';

it('every bundled dashboard is listed in plugin.json, and no other', () => {
  const listed = plugin.includes.filter(({ type }) => type === 'dashboard').map(({ path: file }) => file);
  expect(listed.sort()).toEqual(files.map((name) => `dashboards/${name}`).sort());
});

describe.each(files)('%s', (file) => {
  const text = readDashboardText(file);
  const dashboard = readDashboard(file);
  const variables = dashboard.templating.list;
  const replace = replaceWith(variables);
  const annotations = dashboard.annotations.list.filter(({ builtIn }) => builtIn !== 1);
  const targets = [
    ...dashboard.panels.flatMap(({ targets: own = [], title }) => own.map((target) => [title, target] as const)),
    ...annotations.flatMap(({ target }) => (target === undefined ? [] : [['annotation', target] as const])),
  ];

  it('asks nothing on import: no __inputs, no id, a fixed uid', () => {
    expect(dashboard).not.toHaveProperty('__inputs');
    expect(dashboard.id).toBeNull();
    expect(dashboard.uid).toMatch(/^tidemark-[a-z-]{1,31}$/);
    expect(text).not.toMatch(/\$\{DS_/);
  });

  it('has the schema version of Grafana 12.4, so that nothing is migrated on load', () => {
    expect(dashboard.schemaVersion).toBe(42);
  });

  it('is named in plugin.json as it names itself', () => {
    expect(plugin.includes.find(({ path: listed }) => listed === `dashboards/${file}`)?.name).toBe(dashboard.title);
  });

  it('gives each panel an id of its own', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('reads everything through the data source variable', () => {
    expect(variables[0]).toMatchObject({ type: 'datasource', name: 'datasource', query: DATASOURCE_ID });
    const used = [
      ...dashboard.panels.filter(showsData).map(({ datasource }) => datasource),
      ...targets.map(([, target]) => target.datasource),
      ...annotations.map(({ datasource }) => datasource),
      ...variables.filter(({ type }) => type === 'query').map(({ datasource }) => datasource),
    ];
    for (const ref of used) {
      expect(ref).toEqual({ type: DATASOURCE_ID, uid: '${datasource}' });
    }
  });

  it.each(targets)('the query of "%s" is valid with the values that the dashboard starts with', (_, target) => {
    const query = ours(interpolateQuery(target, replace));
    expect(parseQuery(query)).toMatchObject({ ok: true });
    expect(JSON.stringify(query)).not.toContain('$');
  });

  it.each(targets)('the query of "%s" names no variable that is not there', (_, target) => {
    const named = [...JSON.stringify(target).matchAll(/\$\{?(\w+)/g)].map(([, name]) => name);
    expect(variables.map(({ name }) => name)).toEqual(expect.arrayContaining([...new Set(named)]));
  });

  it('looks at all versions of the live role, and drops what stands at All', () => {
    for (const [, target] of targets) {
      const { filters, features = [], queryType = '' } = interpolateQuery(target, replace);
      // A shadow is compared with live, so that both roles are read; jobs and releases are of the model as a whole.
      const whole = ['shadow', 'pipeline'].includes(queryType) || (queryType === 'models' && filters === undefined);
      expect(filters).toEqual(whole ? undefined : { role: 'live' });
      expect(features.filter((name) => /\.\*|__all/.test(name))).toEqual([]);
    }
  });

  it('offers no reference that is no duration', () => {
    const reference = variables.find(({ name }) => name === 'reference');
    const offered = (reference?.options ?? []).map(({ value }) => value);
    expect(reference === undefined || offered.includes(String(reference.current.value))).toBe(true);
    for (const value of offered) {
      expect(
        parseQuery({ queryType: 'drift', model: 'fraud', reference: { kind: 'offset', offset: value } })
      ).toMatchObject({ ok: true });
    }
  });

  it('asks in its variables only what the data source can list, and a model only after the model', () => {
    const order = variables.map(({ name }) => name);
    for (const { name, query } of variables.filter(({ type }) => type === 'query')) {
      const { kind, model } = query as { kind: string; model?: string };
      expect(VARIABLE_KINDS).toContain(kind);
      if (kind === RESOURCES.models) {
        expect(model).toBeUndefined();
      } else {
        expect(model).toBe('$model');
        expect(order.indexOf('model')).toBeLessThan(order.indexOf(name));
      }
    }
  });

  it('says of every panel that shows data what it shows', () => {
    for (const { description = '' } of dashboard.panels.filter(showsData)) {
      expect(description.length).toBeGreaterThan(14);
    }
  });

  it('says in words where a graph or a number has nothing to show', () => {
    for (const { type, fieldConfig } of dashboard.panels.filter((panel) =>
      ['stat', 'timeseries'].includes(panel.type)
    )) {
      expect([type, fieldConfig?.defaults.noValue ?? '']).toEqual([type, expect.stringMatching(/\S/)]);
    }
  });

  it('shows no number where a query failed: a zero would read as "nothing drifts"', () => {
    for (const { fieldConfig } of dashboard.panels) {
      expect(fieldConfig?.defaults.noValue ?? '').not.toMatch(/\d/);
    }
  });

  it('explains each score that it shows, in the words of the catalogue', () => {
    const shown = new Set(targets.flatMap(([, target]) => target.scores ?? []));
    const page = dashboard.panels.flatMap(({ options }) => String(options?.['content'] ?? '').split('\n'));
    for (const id of shown) {
      const [line] = page.filter((text) => text.startsWith(`| **${driftScore(id).label}** `));
      expect(line).toContain(`| ${driftScore(id).explanation} |`);
    }
  });

  it('gives panels of ours options that they know, and has other panels of Grafana itself', () => {
    for (const { type, options } of dashboard.panels) {
      if (!(type in PARSERS)) {
        expect(['row', 'stat', 'table', 'text', 'timeseries']).toContain(type);
        continue;
      }
      // A dashboard may leave an option at its default.
      expect(PARSERS[type]?.(options)).toEqual({ options: expect.objectContaining(options), dropped: [] });
    }
  });

  it('leaves no hole and no overlap in its grid of 24 columns', () => {
    const covered = new Map<string, number>();
    let bottom = 0;
    for (const { gridPos, id } of dashboard.panels) {
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(covered.get(`${x},${y}`)).toBeUndefined();
          covered.set(`${x},${y}`, id);
        }
      }
      bottom = Math.max(bottom, gridPos.y + gridPos.h);
    }
    expect(covered.size).toBe(24 * bottom);
  });
});
