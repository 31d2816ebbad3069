import type { EventSource } from '../upstream/eventSource';
import { parseFieldPath } from '../upstream/fieldPath';
import { privacy } from '../upstream/loki/privacy';

/** Where a feature stands in a line: below `features`; a name that no path can have stands in brackets. */
export function pathOfFeature(name: string, { fields }: Pick<EventSource, 'fields'>): string {
  return /^[^.[\]"]+(?:\.[^.[\]"]+)*$/.test(name)
    ? `${fields.features}.${name}`
    : `${fields.features}["${name.replaceAll(/["\]]/g, '')}"]`;
}

/** Which features are personal data by the settings, and so are never read. */
export function privateFeatures(
  source: Pick<EventSource, 'parser' | 'fields' | 'privateFields'>
): (feature: string) => boolean {
  const { covers } = privacy(source);
  return (feature) => covers(parseFieldPath(pathOfFeature(feature, source)));
}
