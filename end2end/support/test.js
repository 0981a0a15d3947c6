import { expect, test as base } from '@playwright/test';
import { Server } from './server.js';

export { expect };

// Every test has a browser that is logged in at a server without containers. When it ends, the
// browser must not have complained about anything, nor asked any other host for something.
export const test = base.extend({
  // Whether the browser is logged in.
  loggedIn: [true, { option: true }],
  // Parts of the complaints that a test provokes, such as the status of a refusal.
  provoked: [[], { option: true }],

  server: [
    async ({}, use) => {
      const server = await Server.launch();
      await use(server);
      await server.end();
    },
    { scope: 'worker' },
  ],

  session: [async ({ server }, use) => use(await server.logIn()), { scope: 'worker' }],

  empty: [
    async ({ server }, use, testInfo) => {
      const before = server.log.length;
      await use();
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('server', { body: server.log.slice(before) });
      }
      await server.clear();
    },
    { auto: true },
  ],

  baseURL: async ({ server }, use) => use(server.base),

  storageState: async ({ session, loggedIn }, use) => use(loggedIn ? session : undefined),

  context: async ({ context, baseURL, provoked, javaScriptEnabled }, use) => {
    const complaints = [];
    context.on('console', (message) => {
      if (['error', 'warning', 'assert'].includes(message.type())) complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(String(error.error())));
    context.on('request', (request) => {
      // `chrome`: the browser's own parts, such as its viewer of documents
      const own = /^(data|blob|chrome|chrome-extension):/;
      const here = request.url().startsWith(`${baseURL}/`) || own.test(request.url());
      if (!here) complaints.push(`asked another host for ${request.url()}`);
    });
    await use(context);
    // without JavaScript nothing uses the program that the page names
    const tolerated = javaScriptEnabled === false ? [...provoked, 'was preloaded'] : provoked;
    const expected = (complaint) => tolerated.some((part) => complaint.includes(part));
    expect(complaints.filter((complaint) => !expected(complaint))).toEqual([]);
  },

  // Opens a page and waits until it is alive.
  open: async ({ page, javaScriptEnabled }, use) => {
    await use(async (path) => {
      const response = await page.goto(path);
      if (javaScriptEnabled !== false) await alive(page);
      return response;
    });
  },
});

// Waits until a page that was loaded reacts to what is done with it.
export async function alive(page) {
  await page.waitForFunction(() => document.documentElement.dataset.hydrated === 'true', null, { timeout: 20_000 });
}
