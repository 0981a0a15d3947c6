import { filterBox, names, row, state } from '../support/dashboard.js';
import { expect, test } from '../support/test.js';

// What there is to read, with JavaScript and without.

test('an empty list says how to begin', async ({ page, open }) => {
  await open('/ui/containers');
  await expect(page).toHaveTitle('Containers · Wharfinger');
  await expect(page.getByRole('heading', { name: 'No containers yet' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Create a container' })).toHaveAttribute('href', '/ui/containers/new');
});

test('the list shows what there is', async ({ page, open, server }) => {
  await server.run({ name: 'shop', tags: ['web', 'production'], ports: [{ container: 80 }] });
  await server.create({ name: 'nightly report', image: 'python:3.12-slim' });
  await open('/ui/containers');
  const table = page.getByRole('table', { name: 'Containers' });
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(state(page, 'shop')).toContainText('running');
  await expect(row(page, 'shop').getByRole('cell', { name: 'busybox:latest' })).toBeVisible();
  await expect(row(page, 'shop').getByRole('list', { name: 'Tags' }).getByRole('listitem')).toHaveText(['web', 'production']);
  await expect(row(page, 'shop').getByRole('link', { name: /^\d+ → 80$/ })).toBeVisible();
  await expect(state(page, 'nightly report')).toContainText('created');
});

test('the list is narrowed by text and by state', async ({ page, open, server }) => {
  await server.run({ name: 'shop', tags: ['web'] });
  await server.create({ name: 'report' });
  await open('/ui/containers');
  await filterBox(page).fill('tag:web');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/ui/containers?q=tag%3Aweb');
  await expect(row(page, 'shop')).toBeVisible();
  await expect(row(page, 'report')).toHaveCount(0);

  await open('/ui/containers');
  const states = page.getByRole('navigation', { name: 'Filter by state' });
  await states.getByRole('link', { name: /created/ }).click();
  await expect(page).toHaveURL('/ui/containers?q=status%3Acreated');
  await expect(row(page, 'report')).toBeVisible();
  await expect(row(page, 'shop')).toHaveCount(0);

  await open('/ui/containers?q=nothing+like+it');
  await expect(page.getByRole('heading', { name: 'No container matches' })).toBeVisible();
});

test('the list is sorted by a column, one way and the other', async ({ page, open, server }) => {
  for (const name of ['beta', 'Alpha', 'gamma']) await server.create({ name });
  await open('/ui/containers');
  await expect(names(page)).toHaveText(['gamma', 'Alpha', 'beta']);
  const heading = page.getByRole('columnheader', { name: 'Name' });
  await heading.getByRole('link').click();
  await expect(names(page)).toHaveText(['Alpha', 'beta', 'gamma']);
  await expect(page).toHaveURL('/ui/containers?sort=name');
  await expect(heading).toHaveAttribute('aria-sort', 'ascending');
  await heading.getByRole('link').click();
  await expect(names(page)).toHaveText(['gamma', 'beta', 'Alpha']);
  await expect(heading).toHaveAttribute('aria-sort', 'descending');
});

test("a container's page shows everything about it", async ({ page, open, server }) => {
  await server.run({
    name: 'shop',
    tags: ['web'],
    env: { LANG: 'C.UTF-8' },
    resources: { cpus: 0.5, memory: '64m', pids: 50 },
    ports: [{ container: 80 }],
  });
  await open('/ui/containers');
  await page.getByRole('link', { name: 'shop', exact: true }).click();
  await expect(page).toHaveTitle('shop · Wharfinger');
  await expect(page.getByRole('heading', { name: 'shop', level: 1 })).toBeVisible();
  const facts = page.getByRole('region', { name: 'Configuration' });
  for (const fact of ['busybox:latest', 'web', '0.5 CPUs', '64 MiB', '50 processes', 'sleep 1000']) {
    await expect(facts).toContainText(fact);
  }
  await expect(page.getByRole('region', { name: 'Environment' })).toContainText('LANG');
  await expect(page.getByRole('main')).toContainText('running');
});

test.describe('what leads nowhere', () => {
  test.use({ provoked: ['status of 404'] });

  test('what is not there is said to be not there', async ({ page, open }) => {
    const unknown = 'c0192e4a0-7b5a-7c3e-8f21-0123456789ab';
    const answer = await open(`/ui/containers/${unknown}`);
    expect(answer.status()).toBe(404);
    await expect(page.getByRole('alert')).toContainText('There is no container with this id');
    await page.getByRole('link', { name: 'Go to the containers' }).click();
    await expect(page.getByRole('heading', { name: 'Containers', level: 1 })).toBeVisible();
  });

  test('an address that leads nowhere says so', async ({ page, open }) => {
    const answer = await open('/ui/nowhere');
    expect(answer.status()).toBe(404);
    await expect(page).toHaveTitle('Page not found · Wharfinger');
    await page.getByRole('link', { name: 'Go to the containers' }).click();
    await expect(page).toHaveURL('/ui/containers');
  });
});

test('the form says what it takes', async ({ page, open, javaScriptEnabled }) => {
  await open('/ui/containers/new');
  await expect(page.getByRole('heading', { name: 'New container' })).toBeVisible();
  if (javaScriptEnabled === false) {
    await expect(page.getByRole('main')).toContainText('This form needs JavaScript.', { useInnerText: true });
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeDisabled();
  }
});

test("a container's settings and its file can be read", async ({ page, open, server, javaScriptEnabled }) => {
  const { cuid } = await server.create({ name: 'shop', resources: { memory: '64m' } });
  await open(`/ui/containers/${cuid}/settings`);
  await expect(page.getByRole('textbox', { name: 'Memory' })).toHaveValue('64m');
  await expect(page.getByRole('region', { name: 'compose.yaml' })).toContainText('mem_limit: "64m"');
  await expect(page.getByRole('link', { name: 'Download compose.yaml' }).first()).toHaveAttribute('href', `/containers/${cuid}/compose`);
  if (javaScriptEnabled === false) await expect(page.getByRole('textbox', { name: 'Memory' })).toBeDisabled();
  // where they were before they had an address of their own
  await open(`/ui/containers/${cuid}?edit=1`);
  await expect(page).toHaveURL(`/ui/containers/${cuid}/settings`);
});
