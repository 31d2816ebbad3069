import { parser } from '@grafana/lezer-logql';
import { eventSource } from '../query/resolveEvents';
import { lineOfCell, logLineQuery, logLink } from './logLink';

const IDS = ['a1', '550e8400-e29b-41d4-a716-446655440000', 'b "x"', 'c`d', '`"\\', '{{.x}}', '"} | drop x', 'ü\n', ''];

function faults(query: string): number {
  let found = 0;
  parser.parse(query).iterate({
    enter: ({ type }) => {
      found += type.isError ? 1 : 0;
    },
  });
  return found;
}

describe('the way to a log line', () => {
  it("is LogQL that parses with Grafana's grammar, whatever the id, the parser and the path", () => {
    for (const logs of [
      {},
      { parser: 'logfmt' as const },
      { fields: { predictionId: 'meta.ids.prediction' } },
      { fields: { predictionId: 'meta["card-id"]' } },
    ]) {
      const source = eventSource({ id: 'fraud "x"', logs }, 'prediction', {});
      for (const id of IDS) {
        expect([logLineQuery(source, id), faults(logLineQuery(source, id))]).toEqual([expect.any(String), 0]);
      }
    }
  });

  it('looks for a plain id in the whole line, and reads the field where the line would escape it', () => {
    const source = eventSource({ id: 'fraud' }, 'prediction', {});
    expect(logLineQuery(source, 'a1')).toBe('{model="fraud",event="prediction"} |= "a1"');
    expect(logLineQuery(source, 'b "x"')).toBe(
      '{model="fraud",event="prediction"} | json id="prediction_id" | id=`b "x"`'
    );
  });

  it('is a link only where the log is a data source of Grafana', () => {
    const expr = lineOfCell(eventSource({ id: 'fraud' }, 'prediction', {}));
    expect(expr).toBe('{model="fraud",event="prediction"} |= "${__value.raw}"');
    expect(logLink(undefined, expr)).toEqual({});
    expect(logLink({ sample: true }, expr)).toEqual({});
    const unlinked = logLink({ url: 'http://loki:3100' }, expr);
    expect(unlinked.links).toBeUndefined();
    expect(unlinked.description).toMatch(/add the log to Grafana .*loki\.datasourceUid/);
    expect(logLink({ datasourceUid: 'l' }, expr).links?.[0]?.internal).toMatchObject({
      datasourceUid: 'l',
      query: { expr },
    });
  });
});
