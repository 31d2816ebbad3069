import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginExtensionAddedLinkConfig } from '@grafana/data';
import { links } from './links';

const { extensions } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'plugin.json'), 'utf8')) as {
  extensions: { addedLinks: ReadonlyArray<{ title: string; description: string; targets: readonly string[] }> };
};
const all: readonly PluginExtensionAddedLinkConfig[] = [links.openModel, links.replayRule, ...links.paletteEntries];
const titles = [links.compareWithReference.title, ...all.map(({ title }) => title)];

describe('the links of the app', () => {
  it('have in the code the titles that Grafana reads in plugin.json', () => {
    expect([...titles].sort()).toEqual(extensions.addedLinks.map(({ title }) => title).sort());
  });

  it.each(links.paletteEntries)('are called in the language of the person, and in English the same: $title', (link) => {
    expect(link.configure?.(undefined)).toEqual({
      title: link.title,
      description: link.description,
    });
  });
});
