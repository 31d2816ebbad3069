import { parseArgs } from 'node:util';
import {
  PROMQL_SCORE_IDS,
  type LabelMatcher,
  type PromqlReference,
  type PromqlScoreId,
  type ScoreOptions,
  type Smoothing,
} from '../../src/engine';
import { TidemarkError } from '../../src/backend/errors';
import { parseSelector } from '../../src/backend/query/selector';
import { parseDuration } from '../../src/model';

/** Which rules are wanted. */
export interface PromqlOptions extends Pick<ScoreOptions, 'smoothing' | 'fixedReference'> {
  /** Of a classic histogram, without `_bucket`. */
  readonly metric: string;
  readonly matchers: readonly LabelMatcher[];
  readonly by: readonly string[];
  readonly windowMs: number;
  readonly reference: PromqlReference;
  readonly scores: readonly PromqlScoreId[];
  readonly prefix: string;
  readonly labels: Readonly<Record<string, string>>;
  /** One expression and no rules. */
  readonly expression: boolean;
  /** The bounds themselves, or the Prometheus that knows them. */
  readonly bounds: { readonly edges: readonly number[] } | { readonly url: string };
}

/** Something that the person who typed the command can mend: one sentence, and no stack. */
export class UsageError extends Error {}

export const USAGE = `npm run -s promql -- --metric NAME (--edges LIST | --url URL) [options] > drift-rules.yml
  --metric model_feature   a classic histogram, without its _bucket
  --edges 10,20,50         the bounds to compare on, as every series has them; +Inf goes without saying
  --url http://HOST:9090   or a Prometheus (Mimir, Thanos) to read the bounds from, feature by feature
  --match '{model="fraud"}'     which series; all where it is left out
  --by feature,country     labels by which scores are kept apart (feature); the first tells the bounds; "" for none
  --window 1h              what is compared is what came in within that time
  --offset 7d              with the same series so long ago,
  --reference '{role="train"}'  or with these series at the same time
  --fixed-reference        the reference is the truth, and no sample (chi-square)
  --scores psi,js          ${PROMQL_SCORE_IDS.join(', ')} (all)
  --smoothing where_empty  half an observation to each bin where one is empty on one side; or always, or none
  --prefix tidemark:NAME   how recorded metrics begin
  --label key=value        on every recorded series; may stand several times
  --expression             writes the expression of one score instead of rules`;

const SMOOTHINGS: Readonly<Record<string, Smoothing>> = {
  where_empty: { kind: 'jeffreys', when: 'empty' },
  always: { kind: 'jeffreys', when: 'always' },
  none: { kind: 'none' },
};

function given(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        metric: text,
        edges: text,
        url: text,
        match: text,
        by: text,
        window: text,
        offset: text,
        reference: text,
        'fixed-reference': flag,
        scores: text,
        smoothing: text,
        prefix: text,
        label: { type: 'string', multiple: true },
        expression: flag,
        help: flag,
      },
    }).values;
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function duration(name: string, text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) {
    throw new UsageError(`--${name} ${JSON.stringify(text)} is no duration: write 15m, 1h or 7d.`);
  }
  return ms;
}

function matchers(name: string, text: string): readonly LabelMatcher[] {
  try {
    return parseSelector(text);
  } catch (thrown) {
    if (thrown instanceof TidemarkError) {
      throw new UsageError(thrown.message.replace('source.selector', `--${name}`));
    }
    throw thrown;
  }
}

const list = (text: string): readonly string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

function edgesOf(text: string): readonly number[] {
  const edges = list(text)
    .filter((one) => !/^\+?Inf$/i.test(one))
    .map(Number);
  if (edges.length === 0 || !edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > edges[i - 1]!))) {
    throw new UsageError(`--edges ${JSON.stringify(text)}: write numbers that rise, such as 10,20,50.`);
  }
  return edges;
}

function scoresOf(text: string | undefined): readonly PromqlScoreId[] {
  const wanted = text === undefined ? PROMQL_SCORE_IDS : list(text);
  return wanted.map((id) => {
    const known = PROMQL_SCORE_IDS.find((one) => one === id);
    if (known === undefined) {
      throw new UsageError(`No score ${JSON.stringify(id)} can be a query: choose of ${PROMQL_SCORE_IDS.join(', ')}.`);
    }
    return known;
  });
}

function labelsOf(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([a-zA-Z_][a-zA-Z0-9_]*)=(.*)$/s.exec(text) ?? [];
      if (name === undefined || value === undefined) {
        throw new UsageError(`--label ${JSON.stringify(text)}: write key=value.`);
      }
      return [name, value];
    })
  );
}

/** Reads the command line. @throws UsageError that says what to write instead. */
export function readOptions(args: readonly string[]): PromqlOptions {
  const flags = given(args);
  if (flags.help === true) {
    throw new UsageError('');
  }
  const metric = flags.metric?.replace(/_bucket$/, '');
  if (metric === undefined || metric === '') {
    throw new UsageError('Name a histogram: --metric model_feature.');
  }
  if ((flags.edges === undefined) === (flags.url === undefined)) {
    throw new UsageError('Give the bounds to compare on (--edges 10,20,50), or a Prometheus that knows them (--url).');
  }
  if (flags.offset !== undefined && flags.reference !== undefined) {
    throw new UsageError('The reference is either earlier (--offset) or other series (--reference), not both.');
  }
  if (flags.url !== undefined && !/^https?:\/\/[^\s/]+/.test(flags.url)) {
    throw new UsageError(`--url ${JSON.stringify(flags.url)} is no URL: write http://prometheus:9090.`);
  }
  const smoothing = SMOOTHINGS[flags.smoothing ?? 'where_empty'];
  if (smoothing === undefined) {
    throw new UsageError(`--smoothing ${flags.smoothing}: choose of ${Object.keys(SMOOTHINGS).join(', ')}.`);
  }
  const scores = scoresOf(flags.scores);
  if (flags.expression === true && scores.length !== 1) {
    throw new UsageError('An expression is that of one score: name it, such as --scores psi.');
  }
  const plain = metric.replace(/[^a-zA-Z0-9_:]/g, '_');
  return {
    metric,
    matchers: matchers('match', flags.match ?? ''),
    by: list(flags.by ?? 'feature'),
    windowMs: duration('window', flags.window ?? '1h'),
    reference:
      flags.reference === undefined
        ? { kind: 'offset', offsetMs: duration('offset', flags.offset ?? '7d') }
        : { kind: 'matchers', matchers: matchers('reference', flags.reference) },
    scores,
    smoothing,
    fixedReference: flags['fixed-reference'] === true,
    prefix: flags.prefix ?? `tidemark:${plain}`,
    labels: labelsOf(flags.label ?? []),
    expression: flags.expression === true,
    bounds: flags.edges === undefined ? { url: flags.url!.replace(/\/+$/, '') } : { edges: edgesOf(flags.edges) },
  };
}
