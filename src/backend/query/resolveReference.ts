import {
  describeSelection,
  parseDuration,
  selectionMatchers,
  type ModelSettings,
  type ProfileSettings,
  type Reference,
  type Settings,
} from '../../model';
import { TidemarkError } from '../errors';
import type { Matcher, TimeRange } from '../upstream/upstream';

/** What the current window is compared with, with every name looked up. `text` says it to a person. */
export type ResolvedReference =
  | { readonly kind: 'offset'; readonly offsetMs: number; readonly text: string }
  | { readonly kind: 'range'; readonly range: TimeRange; readonly text: string }
  | {
      readonly kind: 'labels';
      /** Stand in place of every matcher of the same label. */
      readonly matchers: readonly Matcher[];
      readonly text: string;
    }
  | { readonly kind: 'profile'; readonly profile: ProfileSettings; readonly text: string };

/** Where neither the query nor its model names one: the same hours of the day before. */
const DEFAULT_REFERENCE: Reference = { kind: 'offset', offset: '1d' };

function findProfile(name: string, model: string | undefined, { profiles = [] }: Settings): ProfileSettings {
  const fitting = profiles.filter((profile) => profile.model === undefined || profile.model === model);
  const found = profiles.find((profile) => profile.name === name);
  if (found === undefined || !fitting.includes(found)) {
    const known =
      fitting.length === 0
        ? 'the settings of the data source hold none for it'
        : `there is ${fitting.map((profile) => JSON.stringify(profile.name)).join(', ')}`;
    const why =
      found === undefined
        ? `No profile ${JSON.stringify(name)}`
        : `Profile ${JSON.stringify(name)} belongs to model ${JSON.stringify(found.model)}`;
    throw new TidemarkError('unknown_profile', `${why}: ${known}.`);
  }
  return found;
}

export function resolveReference(
  asked: Reference | undefined,
  model: ModelSettings | undefined,
  settings: Settings
): ResolvedReference {
  const reference = asked ?? model?.reference ?? DEFAULT_REFERENCE;
  switch (reference.kind) {
    case 'offset': {
      const offsetMs = parseDuration(reference.offset);
      if (offsetMs === undefined) {
        throw new TidemarkError('bad_query', `reference.offset: ${reference.offset} is no duration; write 1d or 7d.`);
      }
      return { kind: 'offset', offsetMs, text: `the same time ${reference.offset} earlier` };
    }
    case 'range':
      return {
        kind: 'range',
        range: { from: Date.parse(reference.from), to: Date.parse(reference.to) },
        text: `${reference.from} to ${reference.to}`,
      };
    case 'labels':
      return {
        kind: 'labels',
        matchers: selectionMatchers(reference.labels),
        text: `${describeSelection(reference.labels)} at the same time`,
      };
    case 'profile': {
      const profile = findProfile(reference.name, model?.id, settings);
      return { kind: 'profile', profile, text: `profile ${profile.name}` };
    }
  }
}
