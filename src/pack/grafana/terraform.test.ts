import type { Settings } from '../../model';
import { compilePack } from '../compile';
import { SETTINGS, withAlerting } from '../testing/settings';
import { terraformText } from './terraform';

const NIGHTS = { name: 'nights', intervals: [{ times: [{ from: '20:00', to: '24:00' }] }], teams: ['data'] };

function textOf(settings: Settings): string {
  const packed = compilePack(settings, 'tidemark');
  if (!packed.ok) {
    throw new Error(JSON.stringify(packed.problems));
  }
  return terraformText(packed.pack);
}

const resources = (text: string): readonly string[] =>
  [...text.matchAll(/^resource "(\w+)"/gm)].map(([, type]) => type ?? '');

describe('a pack for Terraform', () => {
  it('has a resource for each object that an apply would make', () => {
    const types = resources(textOf(withAlerting({ muteTimings: [NIGHTS] })));
    expect(new Set(types)).toEqual(
      new Set([
        'grafana_folder',
        'grafana_message_template',
        'grafana_contact_point',
        'grafana_mute_timing',
        'grafana_rule_group',
      ])
    );
    expect(types.filter((type) => type === 'grafana_contact_point')).toHaveLength(3);
    expect(resources(textOf(withAlerting({ routing: 'policies' })))).toContain('grafana_notification_policy');
  });

  it('asks for secrets by variables, and makes first what is needed first', () => {
    const text = textOf(withAlerting({ muteTimings: [NIGHTS] }));
    expect(text).toContain('variable "RISK_URL" {\n  type = string\n  sensitive = true\n}');
    expect(text).toContain('url = var.RISK_URL');
    expect(text).toMatch(/contact_point = grafana_contact_point\.tidemark-to-data-pager-\w+\.name/);
    expect(text).toContain('mute_timings = [grafana_mute_timing.tidemark-mute-nights.name]');
    expect(text).toContain('folder_uid = grafana_folder.tidemark-rules-Tidemark.uid');
  });

  it('lets an address that may be missing go nowhere, and names what Grafana has already', () => {
    const text = textOf(
      withAlerting({
        contactPoints: [
          { name: 'risk chat', type: 'webhook', url: { env: 'RISK_URL', optional: true } },
          { name: 'logistics mail', type: 'existing' },
          { name: 'data pager', type: 'existing' },
        ],
      })
    );
    expect(text).toContain('default = "grafana://noop"');
    expect(text).toContain('contact_point = "data pager"');
  });

  it('has one resource of each name, though names may differ in a sign alone', () => {
    const names = [...textOf(SETTINGS).matchAll(/^resource "\w+" "([^"]+)"/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('escapes what Terraform would replace, and what ends a text', () => {
    const text = textOf({ ...SETTINGS, models: [{ id: 'a', title: '${var.x} %{if} "b"', owner: 'logistics' }] });
    expect(text).toContain('name = "$${var.x} %%{if} \\"b\\""');
  });

  it('says what Grafana would tell apart, so that a second plan has nothing to change', () => {
    const text = textOf(SETTINGS);
    const kinds = [...text.matchAll(/"queryType" = ("\w+")/g)].map(([, kind]) => kind);
    expect(kinds.length).toBeGreaterThan(0);
    expect([...text.matchAll(/query_type = ("\w+")/g)].map(([, kind]) => kind)).toEqual(kinds);
  });

  it('says which version of the provider takes rules that share a name', () => {
    const names = [...textOf(SETTINGS).matchAll(/^ {4}name = (".+")$/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBeLessThan(names.length);
    expect(textOf(SETTINGS)).toContain('# Needs version 4.6 or later of the provider grafana/grafana');
  });
});
