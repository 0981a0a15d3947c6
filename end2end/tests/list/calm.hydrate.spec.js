import { button, names, row, state } from '../../support/dashboard.js';
import { expect, test } from '../../support/test.js';

// Rows don't move under the pointer or the focus, and what they say is true all the same.

test('rows stay where they are while somebody points at them', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'one' });
  await server.create({ name: 'two' });
  await open('/ui/containers');
  await row(page, 'two').hover();
  await server.create({ name: 'three' });
  await server.rest('DELETE', `/containers/${cuid}`);
  await expect(page.getByText('2 changes wait until you leave the list')).toBeVisible();
  await expect(names(page)).toHaveText(['two', 'one']);
  // it says so, and offers nothing more
  await expect(state(page, 'one')).toContainText('deleted');
  await expect(row(page, 'one').getByRole('button')).toHaveCount(0);
  await page.mouse.move(0, 0);
  await expect(names(page)).toHaveText(['three', 'two']);
});

test('what waits is shown when it is asked for', async ({ page, open, server }) => {
  await server.create({ name: 'one' });
  await open('/ui/containers');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'one', exact: true })).toBeFocused();
  await server.create({ name: 'two' });
  await button(page, 'Show now').click();
  await expect(names(page)).toHaveText(['two', 'one']);
});

test('a row that no longer matches stays until it is left', async ({ page, open, server }) => {
  await server.create({ name: 'one' });
  await open('/ui/containers?q=status:created');
  await button(row(page, 'one'), 'Start one').click();
  await expect(state(page, 'one')).toContainText('running');
  await page.getByRole('heading', { name: 'Containers', level: 1 }).click();
  await expect(page.getByRole('heading', { name: 'No container matches' })).toBeVisible();
});

test('density and columns are remembered', async ({ page, open, server }) => {
  await server.create({ name: 'one', tags: ['web'] });
  await open('/ui/containers');
  const height = async () => (await row(page, 'one').boundingBox()).height;
  const before = await height();
  await page.getByLabel('Density and columns').click();
  await page.getByRole('radio', { name: 'Compact' }).check();
  await page.getByRole('checkbox', { name: 'Tags' }).uncheck();
  await expect(page.getByRole('columnheader', { name: 'Tags' })).toBeHidden();
  expect(await height()).toBeLessThan(before);
  await open('/ui/containers');
  await expect(page.getByRole('columnheader', { name: 'Tags' })).toBeHidden();
  expect(await height()).toBeLessThan(before);
  await page.getByLabel('Density and columns').click();
  await page.getByRole('checkbox', { name: 'Tags' }).check();
  await expect(page.getByRole('columnheader', { name: 'Tags' })).toBeVisible();
});

test("the row's menu leads to the parts of a container's page", async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'one' });
  await open('/ui/containers');
  await row(page, 'one').getByLabel('More actions for one').click();
  for (const [name, href] of [
    ['Terminal one', `/ui/containers/${cuid}/terminal`],
    ['Logs one', `/ui/containers/${cuid}/logs`],
    ['Files one', `/ui/containers/${cuid}/files`],
  ]) {
    await expect(page.getByRole('link', { name, exact: true })).toHaveAttribute('href', href);
  }
});
