import { querySchema, type DriftQuery, type ModelSettings, type Settings } from '../../model';
import { eventQuestion, eventSource, requireEvents, requireModel } from './resolveEvents';
import { tableEvents } from './testing/tableEvents';

const query = (more: Partial<DriftQuery>): DriftQuery =>
  querySchema.parse({ queryType: 'drift', model: 'fraud', ...more });

describe('where the events of a model are read', () => {
  it('is the stream of its id and of the kind of event, with the fields of the telemetry contract', () => {
    const source = eventSource({ id: 'fraud' }, 'label', {});
    expect(source).toMatchObject({
      matchers: [
        { label: 'model', op: '=', value: 'fraud' },
        { label: 'event', op: '=', value: 'label' },
      ],
      parser: 'json',
      privateFields: [],
    });
    expect(source.fields).toMatchObject({ predictionId: 'prediction_id', latencyMs: 'latency_ms' });
  });

  it('takes other names from the settings of the model, and leaves the rest as they are', () => {
    const model: ModelSettings = {
      id: 'fraud',
      selector: { job: 'scorer' },
      logs: {
        parser: 'logfmt',
        selector: { app: 'scorer' },
        eventLabel: 'kind',
        events: { prediction: 'inference' },
        fields: { predictionId: 'meta.id' },
      },
    };
    const source = eventSource(model, 'prediction', {});
    expect(source.matchers).toEqual([
      { label: 'app', op: '=', value: 'scorer' },
      { label: 'kind', op: '=', value: 'inference' },
    ]);
    expect(source.parser).toBe('logfmt');
    expect(source.fields).toMatchObject({ predictionId: 'meta.id', requestId: 'request_id' });
  });

  it('uses the labels that pick the metrics where it names no others for the log', () => {
    expect(eventSource({ id: 'fraud', selector: { job: 'scorer' } }, 'model', {}).matchers).toEqual([
      { label: 'job', op: '=', value: 'scorer' },
      { label: 'event', op: '=', value: 'model' },
    ]);
  });

  it('keeps away from the private fields of the data source and of the model', () => {
    const settings: Settings = { privateFields: ['features.card', 'customer'] };
    const model: ModelSettings = { id: 'fraud', privateFields: ['features.name', 'customer'] };
    expect(eventSource(model, 'prediction', settings).privateFields).toEqual([
      'features.card',
      'customer',
      'features.name',
    ]);
  });
});

describe('what a query asks of the log', () => {
  it('is its filters and groups, each group once', () => {
    expect(
      eventQuestion('prediction', {
        query: query({ filters: { version: ['6', '7'], country: 'DE' }, groupBy: ['country', 'country'] }),
        settings: {},
      })
    ).toMatchObject({
      event: 'prediction',
      filters: [
        { label: 'version', op: '=~', value: '6|7' },
        { label: 'country', op: '=', value: 'DE' },
      ],
      groupBy: ['country'],
      features: [],
    });
  });

  it('is refused where a feature is a broken expression', () => {
    expect(() =>
      eventQuestion('prediction', { query: query({}), settings: {}, features: [{ kind: 'regex', regex: '(' }] })
    ).toThrow(/is not a regular expression/);
  });

  it('is refused without a model, and for one that the settings do not have', () => {
    const source = { upstream: 'prometheus', kind: 'gauge', metric: 'x' } as const;
    expect(() => requireModel(querySchema.parse({ queryType: 'drift', source }), {})).toThrow(
      'model: a query of the kind drift needs a model of the data source.'
    );
    expect(() => requireModel(query({ model: 'frod' }), { models: [{ id: 'fraud' }] })).toThrow(/"frod".*"fraud"/);
  });

  it('is refused, with the setting to make, where the data source reads no log', () => {
    expect(() => requireEvents({})).toThrow(/set loki\.url/);
    const events = tableEvents([]);
    expect(requireEvents({ events })).toBe(events);
  });
});
