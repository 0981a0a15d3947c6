import { Relay } from '../../support/relay.js';
import { Server } from '../../support/server.js';
import { expect, test as base } from '../../support/test.js';

// The system page while the engine comes and goes.

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

const card = (page, name) => page.getByRole('region', { name, exact: true });

test('an engine that goes away is the first warning, and is told to be back', async ({ page, open, relay }) => {
  await open('/ui/system');
  await expect(card(page, 'Engine')).toContainText('Storage driver');
  await relay.stop();
  await expect(card(page, 'Warnings').getByRole('listitem').first()).toContainText('The Docker engine does not answer. Start it');
  await expect(card(page, 'Engine')).toContainText('It does not answer.');
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^System, \d+ warnings?$/ })).toBeVisible();
  await relay.start();
  await expect(card(page, 'Engine')).toContainText('Storage driver');
  await expect(card(page, 'Warnings')).not.toContainText('does not answer');
});

test('what runs is counted as it comes and goes', async ({ page, open, server }) => {
  await open('/ui/system');
  await expect(card(page, 'Wharfinger')).toContainText('0, 0 running');
  const { cuid } = await server.run({ name: 'shop' });
  await expect(card(page, 'Wharfinger')).toContainText('1, 1 running');
  await server.rest('POST', `/containers/${cuid}/stop`);
  await expect(card(page, 'Wharfinger')).toContainText('1, 0 running');
});

test('palette and keyboard lead to it', async ({ page, open }) => {
  await open('/ui/containers');
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page.getByRole('heading', { name: 'System', level: 1 })).toBeVisible();
  await open('/ui/containers');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('system');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/ui/system');
});
