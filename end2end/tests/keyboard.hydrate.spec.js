import { button, row, state, tabTo } from '../support/dashboard.js';
import { expect, test } from '../support/test.js';

test('the first stop leads past the navigation', async ({ page, open, server }) => {
  await server.create({ name: 'shop' });
  await open('/ui/containers');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'New container' })).toBeFocused();
});

test('a container is made by keyboard alone', async ({ page, open, server }) => {
  await open('/ui/containers');
  await tabTo(page, page.getByRole('link', { name: 'New container' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'New container' })).toBeVisible();
  await tabTo(page, page.getByRole('combobox', { name: 'Image' }));
  await page.keyboard.type('busybox:latest');
  await tabTo(page, page.getByRole('textbox', { name: 'Name', exact: true }));
  await page.keyboard.type('shop');
  await tabTo(page, button(page, 'Add port'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Container port' })).toBeFocused();
  await page.keyboard.type('80');
  await tabTo(page, button(page, 'Add variable'));
  await page.keyboard.press('Space');
  await expect(page.getByRole('textbox', { name: 'Variable name' })).toBeFocused();
  await page.keyboard.type('MODE');
  await page.keyboard.press('Tab');
  await page.keyboard.type('quiet');
  await tabTo(page, page.getByRole('textbox', { name: 'Command' }));
  await page.keyboard.type('sleep 1000');
  await tabTo(page, button(page, 'Create container'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'shop', level: 1 })).toBeVisible();
  await expect(button(page, 'Stop shop')).toBeVisible();
  expect(await server.list()).toMatchObject([{ name: 'shop', env: { MODE: 'quiet' }, ports: [{ container: 80 }] }]);
});

test('actions keep the focus', async ({ page, open, server }) => {
  await server.create({ name: 'shop' });
  await open('/ui/containers');
  await tabTo(page, button(page, 'Start shop'));
  await page.keyboard.press('Enter');
  await expect(state(page, 'shop')).toContainText('running');
  await expect(button(page, 'Stop shop')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(state(page, 'shop')).toContainText('exited');
  await expect(button(page, 'Start shop')).toBeFocused();
});

test('a menu opens, closes on Escape and gives the focus back', async ({ page, open }) => {
  await open('/ui/containers');
  const menu = page.getByLabel('Account and theme');
  await tabTo(page, menu);
  await page.keyboard.press('Enter');
  await expect(button(page, 'Log out')).toBeVisible();
  await tabTo(page, page.getByRole('radio', { name: 'System' }));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(button(page, 'Log out')).toBeHidden();
  await expect(menu).toBeFocused();
  // what was chosen is there from the first paint on
  await open('/ui/containers');
  await menu.click();
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();
});

test('a question keeps the focus inside and closes on Escape', async ({ page, open, server }) => {
  await server.run({ name: 'shop' });
  await open('/ui/containers');
  const menu = row(page, 'shop').getByLabel('More actions for shop');
  await tabTo(page, menu);
  await page.keyboard.press('Enter');
  await tabTo(page, button(page, 'Delete shop'));
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog', { name: 'Delete shop?' });
  await expect(question.getByRole('textbox')).toBeFocused();
  for (let presses = 0; presses < 8; presses += 1) {
    await page.keyboard.press('Tab');
    // between the last and the first the focus is in the browser's own controls
    expect(await question.evaluate((dialog) => dialog.contains(document.activeElement) || document.activeElement === document.body)).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(menu).toBeFocused();
  expect(await server.list()).toHaveLength(1);
});
