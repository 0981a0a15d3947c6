import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defineConfig } from '@playwright/test';

// The server under test: the real one, in a folder of its own, on a port of its own. `cargo xtask
// test` names the binary, its site, the browser and a free port. Tests find the login in
// APP_USER and APP_PASS and the server's folder in E2E_FOLDER; set here once, since the workers,
// which read this file again, inherit the environment.
process.env.APP_USER ??= 'admin';
process.env.APP_PASS ??= 'end-to-end';
process.env.E2E_PORT ??= '18080';
process.env.E2E_FOLDER ??= mkdtempSync(join(tmpdir(), 'wharfinger-e2e-'));

const address = `127.0.0.1:${process.env.E2E_PORT}`;
const folder = process.env.E2E_FOLDER;

export default defineConfig({
  testDir: './tests',
  globalTeardown: './teardown.js',
  timeout: 60_000,
  workers: 1,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  use: {
    baseURL: `http://${address}`,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    },
  },
  webServer: {
    command: `exec ${process.env.WHARFINGER_BIN ?? resolve('../target/release/wharfinger')}`,
    cwd: folder,
    url: `http://${address}/livez`,
    env: {
      BIND: address,
      WHARFINGER_DATA: join(folder, 'data'),
      LOG_DIR: join(folder, 'logs'),
      SITE_ROOT: process.env.SITE_ROOT ?? resolve('../target/site'),
    },
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
  },
});
