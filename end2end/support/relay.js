import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const engine = (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace('unix://', '');

// Another address of the machine's engine, which can be taken away: the engine then is gone for the
// server that uses it, and for nobody else.
export class Relay {
  path = join(tmpdir(), `wharfinger-relay-${process.pid}.sock`);
  open = new Set();

  async start() {
    this.server = createServer({ allowHalfOpen: true }, (from) => {
      const to = connect({ path: engine, allowHalfOpen: true });
      from.pipe(to).pipe(from);
      for (const socket of [from, to]) {
        this.open.add(socket);
        socket.on('error', () => {
          from.destroy();
          to.destroy();
        });
        socket.on('close', () => this.open.delete(socket));
      }
    });
    this.server.listen(this.path);
    await once(this.server, 'listening');
  }

  async stop() {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.open) socket.destroy();
    await closed;
    await rm(this.path, { force: true });
  }
}
