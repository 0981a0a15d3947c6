import { expect, test } from '../../support/test.js';

// What there is to read, with JavaScript and without.

test.use({ provoked: ['status of 400'] });

const entries = (page) => page.getByRole('list', { name: 'Entries' }).locator('> li');
const ids = (page) => entries(page).locator('summary strong');

test('what was done is told newest first, in words', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await server.rest('POST', `/containers/${cuid}/stop`);
  await open('/ui/containers');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
  await expect(page).toHaveURL('/ui/activity');
  await expect(page).toHaveTitle('Activity · Wharfinger');
  await open(`/ui/activity?cuid=${cuid}`);
  await expect(ids(page)).toHaveText(['Stop', 'Start', 'Create']);
  await expect(entries(page).first()).toContainText('done');
  await expect(entries(page).first()).toContainText('admin');
  await expect(entries(page).first().getByRole('link', { name: 'shop' })).toHaveAttribute('href', `/ui/containers/${cuid}`);
  await expect(entries(page).first().getByText('just now')).toHaveAttribute('title', /^\d{4}-\d\d-\d\d /);
  await expect(page.getByRole('list', { name: 'Narrowed to' }).getByRole('link', { name: 'Any, not only container shop' })).toBeVisible();
});

test('a failure tells why, and is found by its request', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  const refusal = await server.rest('PATCH', `/containers/${cuid}`, { imag: 'x' }).catch((error) => error);
  const request = refusal.message.match(/"request_id":\s*"([^"]+)"/)[1];
  await open(`/ui/activity?q=${request}`);
  await expect(entries(page)).toHaveCount(1);
  await expect(entries(page)).toContainText('Change its settings');
  await expect(entries(page)).toContainText('refused');
  await entries(page).locator('summary').click();
  const details = entries(page).locator('dl');
  await expect(details).toContainText('UNKNOWN_FIELD');
  await expect(details).toContainText(request);
  await expect(details).toContainText(`PATCH /containers/${cuid}`);
  await expect(details).toContainText('127.0.0.1');
  await details.getByRole('link', { name: 'Only this container' }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get('cuid') === cuid);
  await open(`/ui/activity?cuid=${cuid}&failures=1`);
  await expect(ids(page)).toHaveText(['Change its settings']);
  // a request that only reads is found by its id, too
  const answer = await server.fetch('GET', `/containers/${cuid}`);
  await open(`/ui/activity?q=${answer.headers.get('x-request-id')}`);
  await expect(ids(page)).toHaveText(['Read a container']);
});

test('older entries are a link away', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  for (let number = 0; number < 60; number += 1) await server.rest('PATCH', `/containers/${cuid}`, { tags: [`t${number}`] });
  await open(`/ui/activity?cuid=${cuid}`);
  await expect(entries(page)).toHaveCount(50);
  await page.getByRole('link', { name: 'Show older entries' }).click();
  await expect(ids(page).last()).toHaveText('Create');
});

test('where nothing is found it says so', async ({ page, open }) => {
  await open('/ui/activity?user=nobody-of-that-name');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.getByRole('link', { name: 'Clear the filters' }).click();
  await expect(page).toHaveURL('/ui/activity');
});

test.describe('a place in the log that is none', () => {
  test('leads back to the newest', async ({ page, open }) => {
    const answer = await open('/ui/activity?cursor=x');
    expect(answer.status()).toBe(400);
    await page.getByRole('link', { name: 'Show all activity' }).click();
    await expect(page).toHaveURL('/ui/activity');
  });
});

test('to look around is no change', async ({ open, server }) => {
  const before = Date.now();
  const { cuid } = await server.run({ name: 'shop' });
  const tabs = ['', '/files', '/logs', '/stats', '/settings'].map((tab) => `/ui/containers/${cuid}${tab}`);
  for (const path of [...tabs, '/ui/containers', '/ui/containers/new', '/ui/images', '/ui/system', '/ui/activity']) {
    await open(path);
  }
  const { entries } = await server.rest('GET', '/activity?changes=true&limit=500');
  const since = entries.filter(({ timestamp }) => Date.parse(timestamp) >= before);
  expect(since.map(({ action }) => action)).toEqual(['container.start', 'container.create']);
});
