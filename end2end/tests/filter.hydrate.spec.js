import { row } from '../support/dashboard.js';
import { expect, test } from '../support/test.js';

const search = (page) => page.getByRole('searchbox', { name: 'Filter containers' });
const names = (page) => page.getByRole('rowheader').getByRole('link');
const states = (page) => page.getByRole('navigation', { name: 'Filter by state' });

test.beforeEach(async ({ server }) => {
  await server.create({ name: 'shop', tags: ['web'] });
  await server.create({ name: 'report' });
  await server.run({ name: 'shop database', image: 'redis:alpine' });
});

test('typing narrows the list at once', async ({ page, open }) => {
  await open('/ui/containers');
  await expect(names(page)).toHaveText(['shop database', 'report', 'shop']);
  await search(page).pressSequentially('SHOP');
  await expect(names(page)).toHaveText(['shop database', 'shop']);
  await expect(page).toHaveURL('/ui/containers?q=SHOP');
  await search(page).fill('redis');
  await expect(names(page)).toHaveText(['shop database']);
  await search(page).fill('web');
  await expect(names(page)).toHaveText(['shop']);
  await search(page).fill('');
  await expect(names(page)).toHaveCount(3);
  await expect(page).toHaveURL('/ui/containers');
});

test('text and state are in the address and survive a reload', async ({ page, open }) => {
  await open('/ui/containers');
  await states(page).getByRole('link', { name: 'created 2' }).click();
  await expect(names(page)).toHaveText(['report', 'shop']);
  await search(page).fill('sho');
  await expect(page).toHaveURL('/ui/containers?q=sho&status=created');
  await expect(names(page)).toHaveText(['shop']);

  await open(page.url());
  await expect(search(page)).toHaveValue('sho');
  await expect(states(page).getByRole('link', { name: /^created/ })).toHaveAttribute('aria-current', 'true');
  await expect(names(page)).toHaveText(['shop']);
  // the other states still lead on with the same text
  await states(page).getByRole('link', { name: /^running/ }).click();
  await expect(page).toHaveURL('/ui/containers?q=sho&status=running');
  await expect(names(page)).toHaveText(['shop database']);
});

test('the back button goes back through what was chosen', async ({ page, open }) => {
  await open('/ui/containers');
  await states(page).getByRole('link', { name: /^created/ }).click();
  await expect(names(page)).toHaveText(['report', 'shop']);
  await states(page).getByRole('link', { name: /^running/ }).click();
  await expect(names(page)).toHaveText(['shop database']);
  await search(page).fill('data');
  await expect(page).toHaveURL('/ui/containers?q=data&status=running');
  await page.goBack();
  await expect(page).toHaveURL('/ui/containers?status=created');
  await expect(search(page)).toHaveValue('');
  await expect(names(page)).toHaveText(['report', 'shop']);
  await page.goForward();
  await expect(search(page)).toHaveValue('data');
  await expect(names(page)).toHaveText(['shop database']);

  await page.getByRole('link', { name: 'shop database', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'shop database', level: 1 })).toBeVisible();
  await page.goBack();
  await expect(row(page, 'shop database')).toBeVisible();
  await expect(search(page)).toHaveValue('data');
});
