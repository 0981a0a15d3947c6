import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { request } from '@playwright/test';
import { containerIds, docker, removeProject } from './docker.js';

export const login = { username: 'admin', password: 'a password: with colons' };

// The real server, in a folder of its own, on a port of its own, with a Compose project of its own.
export class Server {
  // What the server wrote.
  log = '';

  static async launch(env = {}) {
    const server = new Server();
    server.env = env;
    server.folder = await mkdtemp(join(tmpdir(), 'wharfinger-e2e-'));
    await server.start('127.0.0.1:0');
    return server;
  }

  // Starts it, at the address it had before unless told another.
  async start(bind = new URL(this.base).host) {
    const program = process.env.WHARFINGER_BIN ?? resolve('../target/release/wharfinger');
    const started = spawn(program, {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        BIND: bind,
        APP_USER: login.username,
        APP_PASS: login.password,
        WHARFINGER_DATA: join(this.folder, 'data'),
        LOG_DIR: join(this.folder, 'logs'),
        ...this.env,
      },
    });
    this.process = started;
    this.base = await new Promise((found, failed) => {
      for (const stream of [started.stdout, started.stderr]) {
        createInterface(stream).on('line', (line) => {
          this.log += `${line}\n`;
          const address = line.match(/listening on (http:\/\/[^\s/]+)/);
          if (address) found(address[1]);
        });
      }
      started.once('error', failed);
      started.once('exit', () => failed(new Error(`the server ended:\n${this.log}`)));
    });
  }

  // Asks it to end and waits until it has.
  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill('SIGTERM');
      await ended;
    }
  }

  // Ends it and removes everything that it made.
  async end() {
    const project = await this.project();
    await this.stop();
    await removeProject(project);
    await rm(this.folder, { recursive: true, force: true });
  }

  async project() {
    const file = await readFile(join(this.folder, 'data/.env'), 'utf8');
    return file.match(/COMPOSE_PROJECT_NAME=(.*)/)[1];
  }

  // The cookies of a browser that has logged in.
  async logIn() {
    const browser = await request.newContext({ baseURL: this.base });
    await browser.post('/login', { form: login });
    const state = await browser.storageState();
    await browser.dispose();
    return state;
  }

  // Sends a request; an answer that is an error is thrown.
  async fetch(method, path, type, body) {
    const credentials = Buffer.from(`${login.username}:${login.password}`).toString('base64');
    const headers = { authorization: `Basic ${credentials}`, ...(type && { 'content-type': type }) };
    const response = await fetch(this.base + path, { method, headers, body });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  // Calls the REST API.
  async rest(method, path, body) {
    const response = await this.fetch(method, path, 'application/json', body && JSON.stringify(body));
    return response.json();
  }

  // Writes a file in a container's mount.
  put(cuid, path, content) {
    const address = `/containers/${cuid}/files?path=${encodeURIComponent(path)}`;
    return this.fetch('PUT', address, 'application/octet-stream', content);
  }

  // What a file in a container's mount holds.
  async text(cuid, path) {
    const response = await this.fetch('GET', `/containers/${cuid}/download?path=${encodeURIComponent(path)}`);
    return response.text();
  }

  // The names in a folder of a container's mount.
  async names(cuid, path = '') {
    const { files } = await this.rest('GET', `/containers/${cuid}/files?limit=500&path=${encodeURIComponent(path)}`);
    return files.map(({ name }) => name);
  }

  // Makes a container, which sleeps when it runs unless told otherwise.
  create(container) {
    const sleeper = { image: 'busybox:latest', command: ['sleep', '1000'] };
    return this.rest('POST', '/containers', { ...sleeper, ...container });
  }

  // Makes a container and starts it.
  async run(container) {
    const { cuid } = await this.create(container);
    return this.rest('POST', `/containers/${cuid}/start`);
  }

  // Puts many definitions into the data folder, as an operator may who copies one; there is nothing
  // of them in the engine, so they are listed as missing. `change` gives what differs in each.
  async define(count, change) {
    const { cuid } = await this.create({ name: 'pattern', tags: ['pattern'] });
    const folder = (of) => join(this.folder, 'data/containers', of);
    const pattern = await readFile(join(folder(cuid), 'compose.yaml'), 'utf8');
    await this.rest('DELETE', `/containers/${cuid}`);
    await this.stop();
    for (let number = 0; number < count; number += 1) {
      const id = `c0192e4a0-7b5a-7c3e-8f21-${String(number).padStart(12, '0')}`;
      const { name, tag } = change(number);
      const text = pattern.replaceAll(cuid, id).replace('name: pattern', `name: ${name}`).replace('- pattern', `- ${tag}`);
      await mkdir(join(folder(id), 'app'), { recursive: true });
      await writeFile(join(folder(id), 'compose.yaml'), text);
    }
    await this.start();
  }

  // Every container there is.
  async list() {
    return (await this.rest('GET', '/containers?limit=500')).containers;
  }

  // Deletes every container.
  async clear() {
    const all = await this.list();
    await Promise.all(all.map(({ cuid }) => this.rest('DELETE', `/containers/${cuid}?force=true`)));
  }

  // Runs a docker command, alone or with its options, on a container as somebody at a terminal would.
  async docker(command, cuid, ...more) {
    const ids = await containerIds(await this.project(), cuid);
    return docker(...[command].flat(), ...ids, ...more);
  }
}
