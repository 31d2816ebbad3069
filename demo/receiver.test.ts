import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReceiver } from './receiver';

describe('the receiver of notifications', () => {
  const printed: string[] = [];
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createReceiver((text) => printed.push(text));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));

  test('prints what a webhook contact point sends, and shows it with its team', async () => {
    const body = JSON.stringify({ title: 'Warning: Card fraud (data)', message: 'amount has drifted\n\n', alerts: [] });
    expect((await fetch(`${url}/data`, { method: 'POST', body })).status).toBe(200);
    expect(printed).toEqual(['To data: Warning: Card fraud (data)\namount has drifted\n']);
    expect(await (await fetch(url)).text()).toBe(printed[0]);
  });

  test('is healthy, and says what it wants where it gets something else', async () => {
    expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok');
    const answer = await fetch(url, { method: 'POST', body: 'hello' });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('webhook contact point')]);
  });
});
