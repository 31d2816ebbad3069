import type { EventSource } from '../eventSource';
import type { FieldPath } from '../fieldPath';
import { filterStage, parserStage, streamSelector, type Extraction } from '../logql';
import type { Matcher } from '../upstream';
import { placesOf, type Place } from './names';
import type { StreamSchema } from './schema';

/** Begins every label that we make, so that none of them is one of the stream's own. */
const PREFIX = 'tm_';

/** A label that no line has: keeping it alone lets go of all others. */
export const NO_LABEL = `${PREFIX}none`;

/** The labels under which the fields of a line are extracted: one a path, each a valid name. */
export class Aliases {
  private readonly byPath = new Map<string, Extraction>();
  private readonly taken = new Set<string>([NO_LABEL]);

  of(path: FieldPath): string {
    const key = JSON.stringify(path);
    const known = this.byPath.get(key);
    if (known !== undefined) {
      return known.alias;
    }
    const last = (path.at(-1) ?? '').replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '');
    const alias = this.fresh(`${PREFIX}${last}`);
    this.byPath.set(key, { alias, path });
    return alias;
  }

  /** A label for what is made of others. */
  fresh(wanted: string): string {
    let alias = wanted;
    for (let i = 2; this.taken.has(alias); i++) {
      alias = `${wanted}_${i}`;
    }
    this.taken.add(alias);
    return alias;
  }

  get extractions(): readonly Extraction[] {
    return [...this.byPath.values()];
  }
}

/** Where each name of a question stands, and the stages that keep the lines that pass its filters. */
export interface Filtered {
  readonly selector: string;
  /** Before any parser: filters of metadata. */
  readonly before: string;
  /** After the parser, on what it extracted. */
  readonly after: string;
}

export function labelOf(place: Place, aliases: Aliases): string {
  return place.kind === 'field' ? aliases.of(place.path) : place.label;
}

/** Sorts filters by where they can be put: the sooner a line is let go, the less it costs. */
export function filtered(
  source: EventSource,
  filters: readonly Matcher[],
  schema: StreamSchema,
  aliases: Aliases
): Filtered {
  const matchers: Matcher[] = [...source.matchers];
  const before: string[] = [];
  const after: string[] = [];
  for (const matcher of filters) {
    const places = placesOf(matcher.label, source, schema);
    const [first] = places;
    if (places.length === 1 && first?.kind === 'stream') {
      matchers.push({ ...matcher, label: first.label });
      continue;
    }
    const stage = filterStage(
      places.map((place) => labelOf(place, aliases)),
      matcher
    );
    (places.every(({ kind }) => kind !== 'field') ? before : after).push(stage);
  }
  return { selector: streamSelector(matchers), before: before.join(''), after: after.join('') };
}

/** The selector and all stages up to the filters. */
export function pipelineText({ selector, before, after }: Filtered, source: EventSource, aliases: Aliases): string {
  return `${selector}${before}${parserStage(source.parser, aliases.extractions)}${after}`;
}

/**
 * Keeps the labels that are wanted of whole lines, where there are others: those that differ from line to line would
 * make a stream of each, or come with every line.
 */
export function keepStage(wanted: readonly string[], schema: StreamSchema, aliases: Aliases): string {
  const bulky = schema.metadata.size > 0 || !schema.told || aliases.extractions.length > 0;
  return bulky ? ` | keep ${wanted.length === 0 ? NO_LABEL : [...new Set(wanted)].join(', ')}` : '';
}

/** Lets go of everything but the line, which holds all that is wanted. */
export const LINE_ALONE = ` | drop __error__, __error_details__ | keep ${NO_LABEL}`;
