import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { docker } from './docker.js';

const run = promisify(execFile);

// In front of the registry: as long as `/held` is there, no answer gets further than half a megabyte.
const relay = String.raw`
import os, socket, subprocess, threading, time
config = """version: 0.1
log: {accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: /data}}
http: {addr: '127.0.0.1:5001'}
"""
open('/config.yml', 'w').write(config)
subprocess.Popen(['/registry', 'serve', '/config.yml'])
def copy(a, b, most):
    passed = 0
    try:
        while data := a.recv(16384):
            while passed + len(data) > most and os.path.exists('/held'):
                time.sleep(0.02)
            passed += len(data)
            b.sendall(data)
    except OSError:
        pass
    finally:
        for one in (a, b):
            try: one.shutdown(socket.SHUT_RDWR)
            except OSError: pass
listener = socket.create_server(('0.0.0.0', 5000))
while True:
    client, _ = listener.accept()
    while True:
        try:
            server = socket.create_connection(('127.0.0.1', 5001))
            break
        except OSError:
            time.sleep(0.05)
    threading.Thread(target=copy, args=(client, server, 1 << 60), daemon=True).start()
    threading.Thread(target=copy, args=(server, client, 1 << 19), daemon=True).start()
`;

// Makes an image of a test's own, with so many bytes that don't compress.
export async function build(image, bytes = 1000) {
  const folder = await mkdtemp(join(tmpdir(), 'wharfinger-image-'));
  await writeFile(join(folder, 'noise'), randomBytes(bytes));
  const lines = [
    'FROM busybox:latest', 'COPY noise /noise', 'ENV MADE=here', 'EXPOSE 8080 443/udp', 'USER 1000', 'WORKDIR /tmp',
    'LABEL made.by=test', 'ENTRYPOINT ["sleep"]', 'CMD ["1000"]',
  ];
  await writeFile(join(folder, 'Dockerfile'), lines.join('\n'));
  // the engine's own builder: the command line's newer one may not be installed
  const env = { ...process.env, DOCKER_BUILDKIT: '0' };
  await run('docker', ['build', '--quiet', '--tag', image, folder], { env });
  await rm(folder, { recursive: true });
}

// Removes images whose names begin like that.
export async function removeImages(beginning) {
  const all = await docker('images', '--format', '{{.Repository}}:{{.Tag}}');
  const made = all.filter((name) => name.startsWith(beginning));
  if (made.length) await docker('rmi', '--force', ...made);
}

// A registry that the engine reaches though the tests have no network: in a container.
export class Registry {
  static async start() {
    const registry = new Registry();
    const { stdout } = await run('which', ['docker-registry']);
    const mount = `${stdout.trim()}:/registry:ro`;
    [registry.id] = await docker('run', '--detach', '--rm', '--publish', '127.0.0.1::5000', '--volume', mount, 'python:3.12-slim', 'python', '-c', relay);
    [registry.address] = await docker('port', registry.id, '5000');
    return registry;
  }

  // Puts an image into the registry and not on the engine; gives its name.
  async push(name, bytes) {
    const image = `${this.address}/${name}`;
    await build(image, bytes);
    await docker('push', '--quiet', image);
    await docker('rmi', image);
    return image;
  }

  // Holds up what is downloaded from now on.
  hold() {
    return docker('exec', this.id, 'touch', '/held');
  }

  // Lets everything through.
  release() {
    return docker('exec', this.id, 'rm', '-f', '/held');
  }

  async end() {
    await docker('rm', '--force', this.id);
    await removeImages(this.address);
  }
}
