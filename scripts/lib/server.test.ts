import { createServer, type AddressInfo } from 'node:net';
import { freePort, isFree } from './server';

test('a port is free until somebody listens on it, and after', async () => {
  const port = await freePort();
  expect(await isFree(port)).toBe(true);

  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect((server.address() as AddressInfo).port).toBe(port);
  expect(await isFree(port)).toBe(false);

  await new Promise((resolve) => server.close(resolve));
  expect(await isFree(port)).toBe(true);
});
