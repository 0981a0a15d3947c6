import { messages } from '../support/dashboard.js';
import { expect, test } from '../support/test.js';

const palette = (page) => page.getByRole('dialog', { name: 'Search and commands' });
const field = (page) => palette(page).getByRole('combobox');
const options = (page) => palette(page).getByRole('option');
const chosen = (page) => palette(page).getByRole('option', { selected: true });

test('a container is found by a few letters, from wherever one is', async ({ page, open, server }) => {
  await server.create({ name: 'shop-frontend' });
  await server.create({ name: 'report' });
  await open('/ui/containers/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).focus();
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('sfr');
  await expect(chosen(page)).toHaveText(/^shop-frontend/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'shop-frontend', level: 1 })).toBeVisible();
  await expect(palette(page)).toBeHidden();
});

test('actions are done with a container that is named', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open('/ui/containers');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('stop sh');
  await expect(chosen(page)).toHaveText(/^Stop shop/);
  await page.keyboard.press('Enter');
  await expect(messages(page)).toContainText('shop stopped');
  expect((await server.rest('GET', `/containers/${cuid}`)).status).toBe('exited');
  // what was done last comes first, as long as it makes sense
  await page.keyboard.press('Control+k');
  await expect(options(page).first()).toHaveText(/^Containers/);
  await page.keyboard.type('start sho');
  await page.keyboard.press('Enter');
  await expect(messages(page)).toContainText('shop started');
  await page.keyboard.press('Control+k');
  await expect(options(page).first()).toHaveText(/^Stop shop/);
});

test('it is gone through and left by keyboard', async ({ page, open, server }) => {
  await server.create({ name: 'shop' });
  await open('/ui/containers');
  const button = page.getByRole('button', { name: 'Search and commands' });
  await button.click();
  await expect(options(page).filter({ hasText: 'shop' })).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(options(page).nth(2)).toHaveAttribute('aria-selected', 'true');
  await expect(field(page)).toHaveAttribute('aria-activedescendant', await options(page).nth(2).getAttribute('id'));
  await page.keyboard.press('ArrowUp');
  await expect(options(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.type('nothing like it');
  await expect(options(page)).toHaveCount(0);
  await expect(palette(page).getByRole('status')).toHaveText('Nothing fits. Fewer letters find more.');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await expect(button).toBeFocused();
});

test('the theme is chosen', async ({ page, open }) => {
  await open('/ui/containers');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });

  test('it is at hand in the top bar', async ({ page, open, server }) => {
    await server.create({ name: 'shop' });
    await open('/ui/containers');
    await page.getByRole('button', { name: 'Search and commands' }).tap();
    await field(page).fill('shop');
    await options(page).first().tap();
    await expect(page.getByRole('heading', { name: 'shop', level: 1 })).toBeVisible();
  });
});
