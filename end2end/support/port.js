import { once } from 'node:events';
import { createServer } from 'node:net';

// A TCP port that is free now; nobody is likely to take it before the test does.
export async function freePort() {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
