import { closest, listed } from '../closest';
import type { EventQuestion } from './events';
import { dotted, parseFieldPath } from './fieldPath';
import { placesOf } from './loki/names';
import type { StreamSchema } from './loki/schema';
import { compileFeaturePatterns } from './matching';
import type { Matcher } from './upstream';

/** How a log is looked into on the way to an error. */
export interface Look {
  /** Values of a label on the streams that match; of all streams where nothing is to match. */
  labelValues(label: string, matchers: readonly Matcher[]): Promise<readonly string[]>;
  labelNames(): Promise<readonly string[]>;
  /** What the streams of the question look like. */
  schema(): Promise<StreamSchema>;
}

/** A matcher that wants one value, and so can be answered with those there are. */
function wanted({ op, value }: Matcher): boolean {
  return op === '=' && value !== '';
}

async function whyNoStream(matchers: readonly Matcher[], look: Look): Promise<string | undefined> {
  for (const { label, value } of matchers.filter(wanted)) {
    const values = await look.labelValues(label, []);
    if (values.length === 0) {
      const names = await look.labelNames();
      return names.length === 0
        ? 'The log has no stream at all in this time.'
        : `No stream has a label ${JSON.stringify(label)}: there is ${listed(closest(label, names))}.`;
    }
    if (!values.includes(value)) {
      return `No stream has ${label}=${JSON.stringify(value)}: there is ${listed(closest(value, values))}.`;
    }
  }
  // Each is there by itself: which one is not there together with those before it?
  for (let i = 1; i < matchers.length; i++) {
    const before = matchers.slice(0, i);
    const matcher = matchers[i];
    if (matcher !== undefined && wanted(matcher) && before.some(wanted)) {
      const values = await look.labelValues(matcher.label, before);
      if (!values.includes(matcher.value)) {
        const others = before.map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`).join(', ');
        return values.length === 0
          ? `The streams with ${others} have no label ${JSON.stringify(matcher.label)}.`
          : `The streams with ${others} have no ${matcher.label}=${JSON.stringify(matcher.value)}: there is ${listed(closest(matcher.value, values))}.`;
      }
    }
  }
  return undefined;
}

async function whyFiltered(question: EventQuestion, look: Look): Promise<string | undefined> {
  const { source, filters, features } = question;
  const schema = await look.schema();
  if (!schema.told) {
    return undefined;
  }
  const prefix = `${dotted(parseFieldPath(source.fields.features))}.`;
  const names = schema.fields.map(({ path }) => dotted(path));
  const ofFeatures = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const known = [...schema.labels, ...schema.metadata, ...names, ...ofFeatures];
  for (const matcher of filters) {
    const places = placesOf(matcher.label, source, schema);
    const [only] = places;
    if (places.length === 1 && only?.kind === 'stream') {
      const values = wanted(matcher) ? await look.labelValues(only.label, source.matchers) : [];
      if (values.length > 0 && !values.includes(matcher.value)) {
        return `These streams have no ${matcher.label}=${JSON.stringify(matcher.value)}: there is ${listed(closest(matcher.value, values))}.`;
      }
    } else if (places.length > 1 && wanted(matcher)) {
      return `No line has a label or field ${JSON.stringify(matcher.label)}: there is ${listed(closest(matcher.label, known))}.`;
    }
  }
  const passes = features === 'all' || features.length === 0 ? () => true : compileFeaturePatterns(features);
  if (question.event === 'prediction' && ofFeatures.length > 0 && !ofFeatures.some(passes)) {
    return `No line has such a feature: there is ${listed([...ofFeatures].sort())}.`;
  }
  return undefined;
}

/**
 * Why a question found nothing: a label that no stream has, a value that it never has, a field that no line has, each
 * with the closest of those there are. Undefined where nothing is wrong with the question: then there was just nothing.
 */
export async function whyNothing(question: EventQuestion, look: Look): Promise<string | undefined> {
  return (await whyNoStream(question.source.matchers, look)) ?? (await whyFiltered(question, look));
}
