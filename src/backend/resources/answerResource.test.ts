import { createBackend } from '../backend';
import { PATIENT, pluginContext, recordingLog } from '../testing/requests';
import { answerResource } from './answerResource';

const NOW = Date.parse('2026-11-23T12:00:00Z');

function ask(url: string, { method = 'GET', jsonData = {} }: { method?: string; jsonData?: unknown } = {}) {
  const backend = createBackend({ log: recordingLog(), now: () => NOW });
  return answerResource(
    backend,
    {
      pluginContext: pluginContext({ jsonData }),
      path: url.split('?')[0] ?? '',
      url,
      method,
      headers: {},
      body: Buffer.alloc(0),
    },
    PATIENT
  );
}

const jsonData = {
  models: [
    {
      id: 'fraud',
      title: 'Card fraud',
      owner: 'risk',
      features: [
        { name: 'amount', kind: 'numeric' },
        { name: 'later', kind: 'categorical' },
      ],
    },
    { id: 'churn' },
  ],
  profiles: [
    { name: 'train-7', model: 'fraud', features: [] },
    { name: 'any', features: [] },
  ],
};

describe('answerResource, models', () => {
  it('lists those of the settings', async () => {
    expect(await ask('models', { jsonData })).toEqual({
      status: 200,
      body: [
        { id: 'fraud', title: 'Card fraud', owner: 'risk', origin: 'settings' },
        { id: 'churn', title: 'churn', origin: 'settings' },
      ],
    });
  });

  it('lists those that the upstream shows where the settings define none', async () => {
    expect(await ask('models')).toEqual({
      status: 200,
      body: ['fraud', 'parcel_eta'].map((id) => ({ id, title: id, origin: 'discovered' })),
    });
  });
});

describe('answerResource, features', () => {
  it('lists what the upstream shows, and what the settings add', async () => {
    const { body } = await ask('features?model=fraud', { jsonData });
    expect(body).toContainEqual({ name: 'amount', kind: 'numeric' });
    expect(body).toContainEqual({ name: 'payment_method', kind: 'categorical' });
    expect(body).toContainEqual({ name: 'later', kind: 'categorical' });
  });

  it('says that the model is unknown, and which there are', async () => {
    expect(await ask('features?model=frod', { jsonData })).toEqual({
      status: 404,
      body: {
        code: 'unknown_model',
        message: 'No model "frod": the data source defines "fraud", "churn".',
        errorSource: 'plugin',
      },
    });
  });

  it('asks for the model', async () => {
    expect(await ask('features')).toMatchObject({ status: 400, body: { message: 'Give the parameter "model".' } });
  });
});

describe('answerResource, profiles', () => {
  it('lists those that fit the model', async () => {
    expect((await ask('profiles?model=fraud', { jsonData })).body).toEqual(['train-7', 'any']);
    expect((await ask('profiles?model=churn', { jsonData })).body).toEqual(['any']);
    expect((await ask('profiles', { jsonData })).body).toEqual(['train-7', 'any']);
  });
});

describe('answerResource, metrics and labels', () => {
  it('lists metrics of a kind, and labels of their series', async () => {
    expect((await ask('metrics?kind=histogram')).body).toContain('model_feature');
    expect((await ask('metrics?kind=category')).body).toContain('model_predictions_total');
    expect((await ask('label-names?metric=model_feature')).body).toContain('version');
    expect((await ask('label-values?label=version&model=fraud')).body).toEqual(['7', '8']);
  });

  it('narrows label values down by a selector', async () => {
    const selector = encodeURIComponent('{feature="amount",country="DE"}');
    expect((await ask(`label-values?label=country&metric=model_feature&selector=${selector}`)).body).toEqual(['DE']);
  });

  it('says what is wrong with a parameter', async () => {
    expect(await ask('metrics?kind=summary')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('kind: "summary"') },
    });
    expect(await ask('label-values?label=x&selector=%7Bbroken')).toMatchObject({
      status: 400,
      body: { code: 'bad_query' },
    });
    expect(await ask('models?from=yesterday')).toMatchObject({ status: 400 });
    expect(await ask('models?from=5&to=5')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('time range is empty') },
    });
  });
});

describe('answerResource, the log', () => {
  const selector = encodeURIComponent('{model="fraud",event="prediction"}');
  const names = async (path: string, settings: object): Promise<readonly string[]> =>
    ((await ask(path, { jsonData: settings })).body as ReadonlyArray<{ readonly name: string }>).map(
      ({ name }) => name
    );

  it('offers the fields of the lines that a selector picks, and none that the settings or any model keep private', async () => {
    expect(await names(`fields?upstream=loki&selector=${selector}`, {})).toEqual(
      expect.arrayContaining(['features.amount', 'features.country', 'confidence'])
    );
    const settings = {
      privateFields: ['confidence'],
      models: [
        { id: 'fraud', privateFields: ['features.amount'] },
        { id: 'other', privateFields: ['features.country'] },
      ],
    };
    const offered = await names(`fields?upstream=loki&selector=${selector}`, settings);
    expect(offered).toContain('features.distance_km');
    expect(offered.filter((name) => /amount|country|confidence/.test(name))).toEqual([]);
    const ofModel = await names('features?model=fraud&upstream=loki', settings);
    expect(ofModel).toContain('country');
    expect(ofModel.filter((name) => /amount|confidence/.test(name))).toEqual([]);
  });

  it('offers neither a label of streams that is private nor its values, and picks no streams by it', async () => {
    const settings = { models: [{ id: 'fraud', privateFields: ['role'] }] };
    const of = (path: string) => ask(path, { jsonData: settings });
    expect((await of('label-names?upstream=loki')).body).toEqual(['event', 'model']);
    const refused = {
      status: 400,
      body: { code: 'bad_query', message: expect.stringContaining('"role" is personal') },
    };
    expect(await of('label-values?upstream=loki&label=role')).toMatchObject(refused);
    expect(await of(`fields?upstream=loki&selector=${encodeURIComponent('{role="live"}')}`)).toMatchObject(refused);
  });
});

describe('answerResource, what there is not', () => {
  it('answers 404 for another path, and lists those that there are', async () => {
    expect(await ask('passwords')).toMatchObject({
      status: 404,
      body: { code: 'not_found', message: expect.stringContaining('models, features, fields, profiles') },
    });
    expect((await ask('toString')).status).toBe(404);
  });

  it('answers 405 for anything but reading', async () => {
    expect(await ask('models', { method: 'POST' })).toMatchObject({
      status: 405,
      body: { message: expect.stringContaining('GET') },
    });
  });

  it('answers wrong settings with what to change', async () => {
    expect(await ask('models', { jsonData: { models: 5 } })).toMatchObject({
      status: 400,
      body: { code: 'bad_settings' },
    });
  });
});
