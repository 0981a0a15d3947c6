import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const engine = (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace('unix://', '');

// Another address of something, which can be taken away: it then is gone for those who use that
// address, and for nobody else.
export class Relay {
  open = new Set();

  // Of the machine's engine, unless told otherwise: where the relay listens, and what it leads to.
  constructor(at = { path: join(tmpdir(), `wharfinger-relay-${process.pid}.sock`) }, to = { path: engine }) {
    this.at = at;
    this.to = to;
  }

  // Of a server, at a port of its own.
  static async ofServer(base) {
    const { hostname: host, port } = new URL(base);
    const relay = new Relay({ host, port: 0 }, { host, port });
    await relay.start();
    relay.at.port = relay.server.address().port;
    relay.base = `http://${host}:${relay.at.port}`;
    return relay;
  }

  get path() {
    return this.at.path;
  }

  async start() {
    this.server = createServer({ allowHalfOpen: true }, (from) => {
      const to = connect({ ...this.to, allowHalfOpen: true });
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
    this.server.listen(this.at);
    await once(this.server, 'listening');
  }

  async stop() {
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
    if (this.path) await rm(this.path, { force: true });
  }

  // Breaks every connection that there is; new ones are let through.
  cut() {
    for (const socket of this.open) socket.destroy();
  }
}
