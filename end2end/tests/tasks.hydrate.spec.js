import { button, messages } from '../support/dashboard.js';
import { alive, expect, test } from '../support/test.js';

const drawer = (page) => page.getByRole('region', { name: 'Tasks' });
const underway = (page) => drawer(page).getByRole('list', { name: 'Under way' }).getByRole('listitem');

test('what somebody else began shows, survives a reload and goes when it is over', async ({ page, open, server }) => {
  // ends by force only, after ten seconds
  const { cuid } = await server.run({ name: 'stubborn', command: ['sh', '-c', 'trap "" TERM; while :; do sleep 1; done'] });
  await open('/ui/containers/new');
  await page.getByRole('button', { name: 'Tasks' }).click();
  await expect(drawer(page)).toContainText('Nothing is under way.');
  const stopping = server.rest('POST', `/containers/${cuid}/stop`);
  await expect(underway(page)).toContainText('Stopping stubborn');
  await expect(page.getByRole('button', { name: 'Tasks, 1 under way' })).toBeVisible();
  await page.reload();
  await alive(page);
  await page.getByRole('button', { name: 'Tasks, 1 under way' }).click();
  await expect(underway(page)).toContainText('Stopping stubborn');
  await stopping;
  await expect(underway(page)).toHaveCount(0);
  await page.getByRole('heading', { name: 'Tasks' }).click();
  await page.keyboard.press('t');
  await expect(drawer(page)).toHaveCount(0);
});

test.describe('messages', () => {
  test.use({ provoked: ['status of 422', 'status of 409'] });

  test('do not pile up, and bad ones stay until they are dismissed', async ({ page, open, server }) => {
    for (const name of ['one', 'two', 'three', 'four']) await server.create({ name, image: 'python:3.12-slim', command: undefined });
    await open('/ui/containers');
    // an image of a bare interpreter needs a boot file
    for (const name of ['one', 'two', 'three', 'four', 'four']) {
      await button(page, `Start ${name}`).click();
      await expect(messages(page)).toContainText(`${name} did not start`);
      await expect(button(page, `Start ${name}`)).not.toHaveAttribute('aria-busy', 'true');
    }
    await expect(button(messages(page), 'Dismiss message')).toHaveCount(3);
    await expect(messages(page)).toContainText('× 2');
    await button(messages(page), '1 more').click();
    await expect(messages(page)).toContainText('one did not start');
    await button(messages(page), 'Dismiss all').click();
    await expect(button(messages(page), 'Dismiss message')).toHaveCount(0);
  });

  test('good ones wait while they are read', async ({ page, open, server }) => {
    await server.create({ name: 'shop' });
    await page.clock.install();
    await open('/ui/containers');
    await button(page, 'Start shop').click();
    await expect(messages(page)).toContainText('shop started');
    await messages(page).getByText('shop started').hover();
    await page.clock.runFor(20_000);
    await expect(messages(page)).toContainText('shop started');
    await page.mouse.move(0, 0);
    await page.clock.runFor(3_000);
    await expect(messages(page)).not.toContainText('shop started');
  });
});
