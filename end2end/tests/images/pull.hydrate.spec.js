import { button, messages } from '../../support/dashboard.js';
import { Registry } from '../../support/registry.js';
import { alive, expect, test as base } from '../../support/test.js';

const test = base.extend({
  registry: [
    async ({}, use) => {
      const registry = await Registry.start();
      await use(registry);
      await registry.end();
    },
    { scope: 'worker' },
  ],
});

const question = (page) => page.getByRole('dialog', { name: 'Pull an image' });
const pull = (page, image) => page.getByRole('region', { name: 'Pulls' }).getByRole('article', { name: new RegExp(image) });

async function ask(page, image) {
  await page.getByRole('link', { name: 'Pull an image' }).first().click();
  await question(page).getByRole('combobox', { name: 'Image' }).fill(image);
  await button(question(page), 'Pull').click();
}

test('a pull tells how far it is, survives a reload, and its image appears', async ({ page, open, registry }) => {
  const image = await registry.push('shop/web:1', 3 << 20);
  await registry.hold();
  await open('/ui/images');
  await ask(page, image);
  await expect(question(page)).toBeHidden();
  await expect(page).toHaveURL('/ui/images');
  await expect(pull(page, image)).toContainText(/ of 3(\.\d)? MiB, \d+ %/);
  await pull(page, image).getByText('layers').click();
  await expect(pull(page, image).getByRole('list', { name: 'Layers' })).toContainText('Downloading');
  await page.reload();
  await alive(page);
  await expect(pull(page, image)).toContainText('MiB');
  // and wherever one goes
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Containers' }).click();
  await page.getByRole('button', { name: 'Tasks, 1 under way' }).click();
  await expect(page.getByRole('region', { name: 'Tasks' }).getByRole('article', { name: `Pulling ${image}` })).toBeVisible();
  // which would lie over the page
  await page.getByRole('button', { name: 'Tasks, 1 under way' }).click();
  await expect(page.getByRole('region', { name: 'Tasks' })).toBeHidden();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Images' }).click();
  await registry.release();
  await expect(pull(page, `${image} pulled`)).toBeVisible();
  await expect(page.getByRole('table').getByRole('link', { name: image, exact: true })).toBeVisible();
  await button(page, `Dismiss the pull of ${image}`).click();
  await expect(pull(page, image)).toHaveCount(0);
});

test('a pull is cancelled', async ({ page, open, registry }) => {
  const image = await registry.push('shop/cancelled:1', 3 << 20);
  await registry.hold();
  await open('/ui/images');
  await ask(page, image);
  await button(page, `Cancel the pull of ${image}`).click();
  await expect(pull(page, `The pull of ${image} was cancelled`)).toBeVisible();
  await registry.release();
  await expect(page.getByRole('table').getByRole('link', { name: image, exact: true })).toHaveCount(0);
});

test('its end is told on another page', async ({ page, open, registry }) => {
  const image = await registry.push('shop/told:1', 3 << 20);
  await registry.hold();
  await open('/ui/images');
  await ask(page, image);
  await expect(pull(page, image)).toContainText('MiB');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible();
  await registry.release();
  await expect(messages(page)).toContainText(`${image} pulled`);
});

test('what cannot be had is told with what to do', async ({ page, open, registry }) => {
  await open('/ui/images?pull=');
  const image = question(page).getByRole('combobox', { name: 'Image' });
  await expect(image).toBeFocused();
  await button(question(page), 'Pull').click();
  await expect(image).toHaveAccessibleDescription(/Name an image/);
  await image.fill('https://docker.io/nginx');
  await page.keyboard.press('Enter');
  await expect(image).toHaveAccessibleDescription(/Leave out the scheme/);
  await image.fill('busybox:latest');
  await expect(image).toHaveAccessibleDescription(/It is here already/);
  const none = `${registry.address}/none/such:1`;
  await image.fill(none);
  await page.keyboard.press('Enter');
  await expect(pull(page, `${none} could not be pulled`)).toContainText('Check the name and the tag');
  await expect(button(page, `Try again to pull ${none}`)).toBeVisible();
});

test.describe('a name that is none', () => {
  test.use({ provoked: ['status of 400'] });

  test('is refused beside its field', async ({ page, open }) => {
    await open('/ui/images?pull=Nginx');
    const image = question(page).getByRole('combobox', { name: 'Image' });
    await expect(image).toHaveValue('Nginx');
    await button(question(page), 'Pull').click();
    await expect(image).toHaveAttribute('aria-invalid', 'true');
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL('/ui/images');
  });
});
