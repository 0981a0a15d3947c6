import { filterBox as search, names, row } from '../../support/dashboard.js';
import { expect, test } from '../../support/test.js';

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
  await expect(search(page)).toHaveValue('status:created');
  await search(page).fill('status:created sho');
  await expect(page).toHaveURL('/ui/containers?q=status%3Acreated%20sho');
  await expect(names(page)).toHaveText(['shop']);

  await open(page.url());
  await expect(search(page)).toHaveValue('status:created sho');
  await expect(states(page).getByRole('link', { name: /^created/ })).toHaveAttribute('aria-current', 'true');
  await expect(names(page)).toHaveText(['shop']);
  // the other states still lead on with the same text
  await states(page).getByRole('link', { name: /^running/ }).click();
  await expect(search(page)).toHaveValue('status:running sho');
  await expect(names(page)).toHaveText(['shop database']);
});

test('the back button goes back through what was chosen', async ({ page, open }) => {
  await open('/ui/containers');
  await states(page).getByRole('link', { name: /^created/ }).click();
  await expect(names(page)).toHaveText(['report', 'shop']);
  await states(page).getByRole('link', { name: /^running/ }).click();
  await expect(names(page)).toHaveText(['shop database']);
  await search(page).fill('status:running data');
  await expect(names(page)).toHaveText(['shop database']);
  await page.goBack();
  await expect(search(page)).toHaveValue('status:created');
  await expect(names(page)).toHaveText(['report', 'shop']);
  await page.goForward();
  await expect(search(page)).toHaveValue('status:running data');
  await expect(names(page)).toHaveText(['shop database']);

  await page.getByRole('link', { name: 'shop database', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'shop database', level: 1 })).toBeVisible();
  await page.goBack();
  await expect(row(page, 'shop database')).toBeVisible();
  await expect(search(page)).toHaveValue('status:running data');
});

test('what the words of the filter mean', async ({ page, open }) => {
  await open('/ui/containers');
  for (const [filter, found] of [
    ['status:running', ['shop database']],
    ['-status:running', ['report', 'shop']],
    ['status:running,created image:busybox', ['report', 'shop']],
    ['tag:web', ['shop']],
    ['-tag:web shop', ['shop database']],
    ['name:"shop d"', ['shop database']],
    ['image:redis shop', ['shop database']],
    ['redis:alpine', ['shop database']],
    ['status:', ['shop database', 'report', 'shop']],
  ]) {
    await search(page).fill(filter);
    await expect(names(page), filter).toHaveText(found);
  }
});

test('what can not be meant is said, and nothing is shown by mistake', async ({ page, open }) => {
  await open('/ui/containers');
  await search(page).fill('status:runing');
  await expect(search(page)).toHaveAccessibleDescription(/There is no state “runing”/);
  await expect(page.getByRole('heading', { name: 'No container matches' })).toBeVisible();
  await search(page).fill('stauts:running');
  await expect(search(page)).toHaveAccessibleDescription(/Did you mean status:running\?/);
  await page.getByRole('link', { name: 'Clear the filter' }).click();
  await expect(search(page)).toHaveValue('');
  await expect(names(page)).toHaveCount(3);
});

test('suggestions are taken by keyboard', async ({ page, open }) => {
  await open('/ui/containers');
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('st');
  const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
  await expect(options).toHaveText([/^status:/]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(search(page)).toHaveValue('status:');
  await expect(options).toHaveText([/^status:created/, /^status:running/]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Tab');
  await expect(search(page)).toHaveValue('status:running ');
  await expect(names(page)).toHaveText(['shop database']);
  await page.keyboard.type('-tag:w');
  await expect(options).toHaveText([/^-tag:web/]);
  await page.keyboard.press('Escape');
  await expect(options).toHaveCount(0);
});
