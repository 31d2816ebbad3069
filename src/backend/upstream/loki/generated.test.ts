import { parser as grammar } from '@grafana/lezer-logql';
import { EVENT_KINDS, LOG_PARSERS } from '../../../model';
import { seeded } from '../../../engine/testing/random';
import type { EventSource } from '../eventSource';
import type { FieldPath } from '../fieldPath';
import { countQuery, DROP_ERRORS } from '../logql';
import { question, sourceOf } from '../testing/loki/ask';
import { HOSTILE } from '../testing/loki/log';
import type { Matcher } from '../upstream';
import { planEvents } from './eventPlan';
import { planCount, unreadableQuery } from './features/count';
import { lineShapes, planRows } from './features/rowPlan';
import { halving } from './halving';
import { Aliases, filtered, pipelineText } from './pipeline';
import type { StreamSchema } from './schema';

function faults(query: string): readonly string[] {
  const found: string[] = [];
  grammar.parse(query).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) {
        found.push(`${query.slice(Math.max(0, from - 30), to + 30)} in ${query}`);
      }
    },
  });
  return found;
}

const NAMES = ['country', 'features.amount', 'größe', 'a b', 'card-type', 'role', 'trace_id', 'nowhere', '0x'];
const PATHS: readonly FieldPath[] = [
  ['features', 'amount'],
  ['features', 'card.type'],
  ['features', 'a b', 'c'],
  ['features', 'größe'],
  ['list', '[0]', 'x'],
  ['0x'],
];

const SCHEMAS: readonly StreamSchema[] = [
  { labels: new Set(), metadata: new Set(), fields: [], told: false },
  {
    labels: new Set(['role', 'app']),
    metadata: new Set(['trace_id', 'version']),
    fields: [...PATHS, ['prediction_id']].map((path) => ({ path, type: 'number', values: 3 })),
    told: true,
  },
];

const PRIVATE = [[], ['features.email'], ['probabilities', 'features.iban']];
const OPS = ['=', '!=', '=~', '!~'] as const;
const EDGES = [[0], [-1.5, 0, 1e-7, 1e21], Array.from({ length: 60 }, (_, i) => i * 3.3 - 50)];

describe('every LogQL text that is generated', () => {
  it("parses with Grafana's grammar, whatever names, values, parsers and schemas there are", () => {
    const random = seeded(5);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    let count = 0;
    for (let round = 0; round < 300; round++) {
      const schema = pick(SCHEMAS);
      const parser = pick(LOG_PARSERS);
      const source: EventSource = sourceOf(pick(HOSTILE), pick(EVENT_KINDS), { parser, privateFields: pick(PRIVATE) });
      const filters: readonly Matcher[] = [pick(NAMES), pick(NAMES)].map((label) => ({
        label,
        op: pick(OPS),
        value: pick(HOSTILE),
      }));
      const groupBy = [...new Set([pick(NAMES), pick(NAMES)])];
      const features = PATHS.slice(0, 1 + Math.floor(random() * PATHS.length)).map((_, i) => ({
        feature: `f${i}`,
        path: ['features.amount', 'features["card.type"]', 'features["a b"].c', 'x', 'list[0].x', 'größe'][i] ?? 'x',
      }));
      const [first] = features;
      const asked = { source, filters, groupBy, features };
      const halves = halving(['a1', 'b2', `${round}`]) ?? ['x', 'y'];
      const event = planEvents({ ...question('prediction', source, { groupBy }), filters }, schema).query;
      const rows = planRows(asked, schema, pick(lineShapes(source, schema))).query;
      const aliases = new Aliases();
      const pipeline = pipelineText(filtered(source, filters, schema, aliases), source, aliases);
      const queries = [
        event,
        `${event} |~ "${halves[0]}" |~ "${halves[1]}"`,
        rows,
        `${rows} |~ "${halves[1]}"`,
        countQuery(`${pipeline}${DROP_ERRORS}`, [], 3_600_000),
        ...(first === undefined
          ? []
          : [
              planCount(asked, first, pick(EDGES), schema).query(60_000),
              planCount(asked, first, undefined, schema).query(86_400_000),
              planCount(asked, first, undefined, schema).readableQuery?.(86_400_000) ?? '',
              unreadableQuery(asked, features, schema, 1_234),
            ]),
      ];
      count += queries.length;
      expect(queries.flatMap(faults)).toEqual([]);
    }
    expect(count).toBeGreaterThan(2_000);
  });
});
