import { button, filterBox } from '../support/dashboard.js';
import { expect, test } from '../support/test.js';

const sheet = (page) => page.getByRole('dialog', { name: 'Keyboard shortcuts' });

test('letters lead to pages and to the filter', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await open(`/ui/containers/${cuid}`);
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page).toHaveURL('/ui/containers');
  await page.keyboard.press('/');
  await expect(filterBox(page)).toBeFocused();
  // what is typed there is text
  await page.keyboard.type('n?');
  await expect(filterBox(page)).toHaveValue('n?');
  await page.getByRole('heading', { name: 'Containers', level: 1 }).click();
  await page.keyboard.press('n');
  await expect(page).toHaveURL('/ui/containers/new');
});

test('the sheet says what there is on this page, and turns letters off', async ({ page, open, server }) => {
  await server.create({ name: 'shop' });
  await open('/ui/containers');
  await page.keyboard.press('?');
  await expect(sheet(page)).toContainText('Find a container, a page or an action');
  await expect(sheet(page)).toContainText('In the list of containers');
  await expect(sheet(page)).not.toContainText('In the list of files');
  await page.getByRole('checkbox', { name: /^Single letters do something/ }).uncheck();
  await button(sheet(page), 'Close').click();
  await page.keyboard.press('n');
  await page.keyboard.press('?');
  await expect(sheet(page)).toBeHidden();
  await expect(page).toHaveURL('/ui/containers');
  await open('/ui/containers');
  await page.keyboard.press('n');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Search and commands' })).toBeVisible();
  await page.keyboard.type('shortcuts');
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: /^Single letters do something/ }).check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await expect(page).toHaveURL('/ui/containers/new');
});
