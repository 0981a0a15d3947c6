import { row, state } from '../support/dashboard.js';
import { expect, test } from '../support/test.js';

// What happens elsewhere shows at once, without a reload.

test.beforeEach(async ({ page }) => {
  // a reload would forget it
  await page.addInitScript(() => {
    window.loads = Number(sessionStorage.loads ?? 0) + 1;
    sessionStorage.loads = window.loads;
  });
});

test.afterEach(async ({ page }) => {
  expect(await page.evaluate(() => window.loads), 'loads of the page').toBe(1);
});

// What some wait for until others open it.
function gate() {
  let open;
  const opened = new Promise((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test('the list follows what is done by REST and by docker', async ({ page, open, server }) => {
  await open('/ui/containers');
  await expect(page.getByRole('heading', { name: 'No containers yet' })).toBeVisible();

  const { cuid } = await server.create({ name: 'shop', tags: ['web'] });
  await expect(state(page, 'shop')).toContainText('created');
  await server.rest('POST', `/containers/${cuid}/start`);
  await expect(state(page, 'shop')).toContainText('running');
  await expect(page.getByRole('link', { name: 'running 1' })).toBeVisible();

  await server.rest('PATCH', `/containers/${cuid}`, { tags: ['blue', 'green'] });
  await expect(row(page, 'shop').getByRole('list', { name: 'Tags' }).getByRole('listitem')).toHaveText(['blue', 'green']);

  await server.docker('pause', cuid);
  await expect(state(page, 'shop')).toContainText('paused');
  await server.docker('unpause', cuid);
  await server.docker('kill', cuid);
  await expect(state(page, 'shop')).toContainText('exited 137');
  await expect(page.getByRole('link', { name: 'exited 1' })).toBeVisible();

  await server.create({ name: 'report' });
  await expect(page.getByRole('rowheader')).toHaveText([/^report/, /^shop/]);

  await server.rest('DELETE', `/containers/${cuid}`);
  await expect(row(page, 'shop')).toHaveCount(0);
});

test('what happens while the list is being read shows, and goes on to', async ({ page, open, server }) => {
  const held = gate();
  const read = gate();
  // the first is that of a page that has just connected
  await page.route(
    '**/ui/fn/containers/list',
    async (route) => {
      const response = await route.fetch();
      read.open(route.request());
      await held.opened;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await open('/ui/containers');
  const request = await read.opened;
  const { cuid } = await server.create({ name: 'shop' });
  await expect(state(page, 'shop')).toContainText('created');
  held.open();
  await (await request.response()).finished();

  await server.rest('POST', `/containers/${cuid}/start`);
  await expect(state(page, 'shop')).toContainText('running');
});

test('a list that is left while it is being read is left in peace', async ({ page, open, server }) => {
  const held = gate();
  const read = gate();
  await page.route(
    '**/ui/fn/containers/list',
    async (route) => {
      const response = await route.fetch();
      read.open();
      await held.opened;
      // nobody may wait for it any more
      await route.fulfill({ response }).catch(() => {});
    },
    { times: 1 },
  );
  await server.create({ name: 'shop' });
  await open('/ui/containers');
  await read.opened;
  await page.getByRole('link', { name: 'New container' }).click();
  await expect(page.getByRole('heading', { name: 'New container' })).toBeVisible();
  held.open();
  // a page that broke would not come back; what it complained of fails the test as well
  await page.getByRole('link', { name: 'Containers', exact: true }).click();
  await expect(row(page, 'shop')).toBeVisible();
});

test("a container's page follows too, and says when it is gone", async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await open(`/ui/containers/${cuid}`);
  await server.rest('POST', `/containers/${cuid}/start`);
  await expect(page.getByRole('button', { name: 'Stop shop' })).toBeVisible();
  await server.rest('PATCH', `/containers/${cuid}`, { name: 'shop front', tags: ['blue'] });
  await expect(page.getByRole('heading', { name: 'shop front' })).toBeVisible();
  await expect(page).toHaveTitle('shop front · Wharfinger');
  await server.docker('kill', cuid);
  await expect(page.getByRole('region', { name: 'State' })).toContainText('exited with 137: killed (SIGKILL)');
  await server.rest('DELETE', `/containers/${cuid}`);
  await expect(page.getByText('This container has been deleted.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Start|Stop|Delete)/ })).toHaveCount(0);
});

test('a list that is narrowed takes in and lets go', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open('/ui/containers?status=running');
  await expect(row(page, 'shop')).toBeVisible();
  await server.docker('kill', cuid);
  await expect(page.getByRole('heading', { name: 'No container matches' })).toBeVisible();
  await server.rest('POST', `/containers/${cuid}/start`);
  await expect(state(page, 'shop')).toContainText('running');
});

test.describe('a server that restarts', () => {
  test.use({ provoked: ['net::ERR'] });

  test('is found again, and what changed meanwhile shows', async ({ page, open, server }) => {
    const { cuid } = await server.run({ name: 'shop' });
    await server.create({ name: 'report' });
    await open('/ui/containers');
    await server.stop();
    await expect(page.getByRole('status').filter({ hasText: 'Connection lost.' })).toBeVisible();
    await expect(state(page, 'shop')).toContainText('running');
    await server.docker('kill', cuid);
    await server.start();
    await expect(state(page, 'shop')).toContainText('exited 137');
    await expect(page.getByText('Connection lost.')).toHaveCount(0);
    await server.rest('PATCH', `/containers/${cuid}`, { name: 'shop front' });
    await expect(row(page, 'shop front')).toBeVisible();
  });
});
