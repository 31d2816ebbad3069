import { ResourceClient } from './resources';

function counted(answers: Array<() => Promise<unknown>>) {
  const asked: Array<[string, Record<string, string | number>]> = [];
  const get = (path: string, params: Record<string, string | number>): Promise<unknown> => {
    asked.push([path, params]);
    return (answers[asked.length - 1] ?? (() => Promise.resolve([])))();
  };
  return { asked, get };
}

describe('ResourceClient', () => {
  it('asks once what several editors ask at the same time', async () => {
    const { asked, get } = counted([() => Promise.resolve([{ id: 'fraud' }])]);
    const client = new ResourceClient(get, () => 0);
    const answers = await Promise.all([
      client.ask('models', { from: 1, to: 2 }),
      client.ask('models', { from: 1, to: 2 }),
    ]);
    expect(asked).toHaveLength(1);
    expect(answers[0]).toEqual(answers[1]);
  });

  it('takes a range that moved by seconds for the same question, and asks again after half a minute', async () => {
    let now = 0;
    const { asked, get } = counted([]);
    const client = new ResourceClient(get, () => now);
    await client.ask('models', { from: 1_000, to: 61_000 });
    await client.ask('models', { from: 9_000, to: 69_000 });
    expect(asked).toEqual([['models', { from: 0, to: 120_000 }]]);
    now = 30_001;
    await client.ask('models', { from: 9_000, to: 69_000 });
    expect(asked).toHaveLength(2);
  });

  it('asks of a range within one minute for that minute, and never for an empty one', async () => {
    const { asked, get } = counted([]);
    await new ResourceClient(get).ask('models', { from: 61_000, to: 81_000 });
    expect(asked).toEqual([['models', { from: 60_000, to: 120_000 }]]);
  });

  it('does not keep a failure', async () => {
    const { asked, get } = counted([() => Promise.reject(new Error('down')), () => Promise.resolve([])]);
    const client = new ResourceClient(get, () => 0);
    await expect(client.ask('models', {})).rejects.toThrow('down');
    await expect(client.ask('models', {})).resolves.toEqual([]);
    expect(asked).toHaveLength(2);
  });

  it('leaves out parameters that are not given', async () => {
    const { asked, get } = counted([]);
    await new ResourceClient(get).ask('label-values', { label: 'version', metric: 'm', selector: '' });
    expect(asked).toEqual([['label-values', { label: 'version', metric: 'm' }]]);
  });
});
