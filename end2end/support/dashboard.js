import { expect } from '@playwright/test';

// What the tests look for in the dashboard, by role and name.

// A container's row in the list.
export const row = (page, name) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

// The part of a row that tells the container's state.
export const state = (page, name) => row(page, name).getByRole('cell').nth(1);

export const button = (scope, name) => scope.getByRole('button', { name, exact: true });

// Where the list of containers is filtered.
export const filterBox = (page) => page.getByRole('combobox', { name: 'Filter containers' });

// The names in the list, in its order.
export const names = (page) => page.getByRole('table', { name: 'Containers' }).getByRole('rowheader').getByRole('link');

export const messages = (page) => page.getByRole('region', { name: 'Messages' });

// A field that is marked as wrong, and described by words that say why.
export async function expectWrong(field, why) {
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(why);
}

// Presses Tab until something has the focus.
export async function tabTo(page, target) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(target, 'reached by Tab').toBeFocused();
}
