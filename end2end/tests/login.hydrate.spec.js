import { button } from '../support/dashboard.js';
import { login } from '../support/server.js';
import { expect, test } from '../support/test.js';

test.use({ loggedIn: false });

const password = (page) => page.getByRole('textbox', { name: 'Password' });

test('the password can be looked at, and Caps Lock is told', async ({ page, open }) => {
  await open('/login');
  await password(page).fill('a password');
  await expect(password(page)).toHaveAttribute('type', 'password');
  await button(page, 'Show password').click();
  await expect(password(page)).toHaveAttribute('type', 'text');
  await password(page).evaluate((field) => {
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'A', bubbles: true, modifierCapsLock: true }));
  });
  await expect(page.getByText('Caps Lock is on.')).toBeVisible();
  await password(page).press('a');
  await expect(page.getByText('Caps Lock is on.')).toBeHidden();
});

test('after too many failures one waits a moment', async ({ page, open }) => {
  await open('/login?error=too_many&next=%2Fui%2Fimages');
  await expect(page.getByRole('alert')).toContainText('Wait a few seconds');
  await expect(button(page, 'Wait a moment…')).toBeDisabled();
  await expect(button(page, 'Log in')).toBeEnabled();
  await page.getByRole('textbox', { name: 'Username' }).fill(login.username);
  await password(page).fill(login.password);
  await button(page, 'Log in').click();
  await expect(page).toHaveURL('/ui/images');
});
