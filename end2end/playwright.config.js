import { defineConfig } from '@playwright/test';

// Every worker starts servers of its own (support/server.js). `cargo xtask test` names the server's
// program, its site and the browser.
export default defineConfig({
  testDir: './tests',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  workers: 2,
  forbidOnly: !!process.env.CI,
  // a machine that does other work besides; what passes only then is listed as flaky
  retries: process.env.CI ? 2 : 0,
  reporter: [['list']],
  use: {
    trace: 'retain-on-failure',
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
        // terminals are drawn with elements, whose text can be read; what WebGL draws is tests/terminal/webgl's
        '--disable-3d-apis',
      ],
    },
  },
  // What can be done without JavaScript is proven without it too; *.hydrate.spec.js takes it.
  projects: [
    { name: 'with JavaScript' },
    {
      name: 'without JavaScript',
      testIgnore: '**/*.hydrate.spec.js',
      use: { javaScriptEnabled: false },
    },
  ],
});
