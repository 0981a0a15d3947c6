import { messages, tabTo } from '../../support/dashboard.js';
import { filesPage, fill, names } from '../../support/files.js';
import { expect, test } from '../../support/test.js';

const link = (page, name) => page.getByRole('link', { name, exact: true });

test.beforeEach(async ({ page, server, open }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await fill(server, cuid, { 'docs/a.md': 'a', 'one.txt': '1', 'three.txt': '3', 'two.txt': '2' });
  await open(filesPage(cuid));
  // the list takes keys once it is alive
  await expect(page.getByRole('checkbox', { name: 'Select all' })).toBeEnabled();
});

test('the list is gone through, opened and left', async ({ page }) => {
  await tabTo(page, link(page, 'docs'));
  await page.keyboard.press('ArrowDown');
  await expect(link(page, 'one.txt')).toBeFocused();
  await page.keyboard.press('End');
  await expect(link(page, 'two.txt')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(names(page)).toHaveText(['a.md']);
  await page.keyboard.press('Backspace');
  await expect(names(page)).toHaveCount(4);
  await expect(link(page, 'docs')).toBeFocused();
});

test('entries are selected one by one, in a row, and all', async ({ page }) => {
  const selected = page.getByRole('row', { selected: true });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(selected).toHaveCount(1);
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(selected).toHaveCount(3);
  await page.keyboard.press('Control+a');
  await expect(selected).toHaveCount(4);
  await page.keyboard.press('Escape');
  await expect(selected).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Select docs' }).click();
  await page.getByRole('checkbox', { name: 'Select three.txt' }).click({ modifiers: ['Shift'] });
  await expect(selected).toHaveCount(3);
});

test('the focus stays where it is when the folder is read again', async ({ page, open }) => {
  let go;
  const held = new Promise((resolve) => {
    go = resolve;
  });
  // a page that has just connected reads the folder once more
  await page.route('**/ui/fn/files/list', async (route) => {
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  }, { times: 1 });
  const read = page.waitForResponse('**/ui/fn/files/list');
  await open(page.url());
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  go();
  await (await read).finished();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByRole('row', { selected: true })).toHaveCount(3);
  await expect(link(page, 'three.txt')).toBeFocused();
});

test('cut and copied entries are pasted', async ({ page }) => {
  await link(page, 'one.txt').focus();
  await page.keyboard.press('Control+x');
  await link(page, 'docs').press('Enter');
  await expect(names(page)).toHaveText(['a.md']);
  await page.keyboard.press('Control+v');
  await expect(names(page)).toHaveText(['a.md', 'one.txt']);
  await link(page, 'a.md').focus();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(names(page)).toHaveText(['a (2).md', 'a.md', 'one.txt']);
});

test('renaming and deleting have keys too', async ({ page }) => {
  await link(page, 'two.txt').focus();
  await page.keyboard.press('F2');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('four.txt');
  await page.keyboard.press('Enter');
  await expect(link(page, 'four.txt')).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(messages(page)).toContainText('four.txt deleted');
  await expect(link(page, 'one.txt')).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});
