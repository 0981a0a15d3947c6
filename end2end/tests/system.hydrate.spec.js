import { Server } from '../support/server.js';
import { expect, test as base } from '../support/test.js';

// A server whose engine does not answer says so, and what it knows all the same.

const test = base.extend({
  server: [
    async ({}, use) => {
      const server = await Server.launch({ DOCKER_HOST: 'unix:///nowhere/docker.sock' });
      await use(server);
      await server.end();
    },
    { scope: 'worker' },
  ],
  empty: [async ({}, use) => use(), { auto: true }],
});

test('without an engine the page says what to do, and fits a phone', async ({ page, open }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open('/ui/system');
  await expect(page.getByRole('region', { name: 'Warnings' }).getByRole('listitem')).not.toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Wharfinger', exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Engine', exact: true })).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
