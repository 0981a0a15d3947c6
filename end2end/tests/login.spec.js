import { login } from '../support/server.js';
import { expect, test } from '../support/test.js';

test.use({ loggedIn: false });

async function fillIn(page, password) {
  await page.getByRole('textbox', { name: 'Username' }).fill(login.username);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

test('leads to the login and back to where one wanted to go', async ({ page, open }) => {
  await open('/ui/containers?status=running');
  await expect(page).toHaveTitle('Log in · Wharfinger');
  await fillIn(page, login.password);
  await expect(page).toHaveURL('/ui/containers?status=running');
  await expect(page.getByRole('heading', { name: 'Containers', level: 1 })).toBeVisible();
});

test('the address alone leads to the containers', async ({ page, open }) => {
  await open('/');
  await fillIn(page, login.password);
  await expect(page).toHaveURL('/ui/containers');
});

test('a wrong password is told, and the right one still leads on', async ({ page, open }) => {
  await open('/ui/containers/new');
  await fillIn(page, 'a wrong one');
  await expect(page.getByRole('alert')).toContainText('Username or password is wrong.');
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveAccessibleDescription(/is wrong/);
  await fillIn(page, login.password);
  await expect(page).toHaveURL('/ui/containers/new');
});

test('nowhere leads outside', async ({ page, open }) => {
  for (const next of ['//example.org', 'https://example.org/', '/\\example.org']) {
    await open(`/login?next=${encodeURIComponent(next)}`);
    await fillIn(page, login.password);
    await expect(page).toHaveURL('/ui/containers');
  }
});

test('logging out ends it', async ({ page, open }) => {
  await open('/ui/containers');
  await fillIn(page, login.password);
  await page.getByLabel('Account and theme').click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page.getByRole('heading', { name: 'Log in to Wharfinger' })).toBeVisible();
  await open('/ui/containers');
  await expect(page).toHaveURL(/\/login/);
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Containers' })).toHaveCount(0);
});
