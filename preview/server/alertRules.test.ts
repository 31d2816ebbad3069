import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAlertRules, readContactPoints } from './alertRules';

describe('the rules of a provisioning folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-rules-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are none without a folder of them', () => {
    expect(readAlertRules(folder)).toEqual({ status: 'success', data: { groups: [] } });
  });

  it('stand as Grafana tells of rules that it has not evaluated yet; a broken file tells none', () => {
    mkdirSync(join(folder, 'alerting'));
    writeFileSync(join(folder, 'alerting', 'broken.yaml'), 'groups: [');
    writeFileSync(
      join(folder, 'alerting', 'rules.yaml'),
      'groups: [{ name: g, folder: F, rules: [{ uid: u, title: T, labels: { team: a }, data: [{ datasourceUid: x }, { datasourceUid: __expr__ }] }] }]'
    );
    const rule = {
      uid: 'u',
      name: 'T',
      state: 'inactive',
      health: 'unknown',
      labels: { team: 'a' },
      queriedDatasourceUIDs: ['x'],
    };
    expect(readAlertRules(folder)).toMatchObject({ data: { groups: [{ name: 'g', file: 'F', rules: [rule] }] } });
  });

  it('have contact points, whose secrets nobody sees', () => {
    writeFileSync(
      join(folder, 'alerting', 'points.yaml'),
      'contactPoints: [{ name: P, receivers: [{ uid: p, type: slack, settings: { url: $SECRET, title: "{{ 1 }}" } }] }]'
    );
    expect(readContactPoints(folder)).toEqual([
      {
        uid: 'p',
        name: 'P',
        type: 'slack',
        settings: { url: '[REDACTED]', title: '{{ 1 }}' },
        disableResolveMessage: false,
        provenance: 'file',
      },
    ]);
  });
});
