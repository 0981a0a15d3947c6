import { button, messages, row, state } from '../support/dashboard.js';
import { Relay } from '../support/relay.js';
import { Server } from '../support/server.js';
import { expect, test as base } from '../support/test.js';

const test = base.extend({
  relay: [
    async ({}, use) => {
      const relay = new Relay();
      await relay.start();
      await use(relay);
      await relay.stop();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ relay }, use) => {
      const server = await Server.launch({ DOCKER_HOST: `unix://${relay.path}` });
      await use(server);
      await server.end();
    },
    { scope: 'worker' },
  ],
});

test.use({ provoked: ['status of 503'] });

const banner = (page) => page.getByRole('status').filter({ hasText: 'The container engine does not answer.' });

test('an engine that goes away is told, and nothing is lost when it comes back', async ({ page, open, server, relay }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open('/ui/containers');
  await expect(banner(page)).toHaveCount(0);
  await relay.stop();
  await expect(banner(page)).toBeVisible();
  await expect(row(page, 'shop')).toBeVisible();
  await button(row(page, 'shop'), 'Stop shop').click();
  await expect(messages(page)).toContainText('shop did not stop: The Docker engine does not answer.');

  // a page that is opened meanwhile says so too
  await open(`/ui/containers/${cuid}`);
  await expect(banner(page)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'shop', level: 1 })).toBeVisible();
  await open('/ui/containers');

  await server.docker('kill', cuid);
  await relay.start();
  await expect(banner(page)).toHaveCount(0);
  await expect(state(page, 'shop')).toContainText('exited 137');
});

test('images that could not be read for want of the engine are there when it is back', async ({ page, open, relay }) => {
  await relay.stop();
  const answer = await open('/ui/images');
  expect(answer.status()).toBe(503);
  await expect(page.getByRole('heading', { name: 'The container engine does not answer' })).toBeVisible();
  await relay.start();
  await expect(page.getByRole('table', { name: 'Images' })).toBeVisible();
  // those that are shown stay while it is away
  await relay.stop();
  await expect(banner(page)).toBeVisible();
  await expect(page.getByRole('table', { name: 'Images' })).toBeVisible();
  await relay.start();
  await expect(banner(page)).toHaveCount(0);
});
