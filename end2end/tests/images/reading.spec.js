import { build, removeImages } from '../../support/registry.js';
import { expect, test as base } from '../../support/test.js';

// What there is to read, with JavaScript and without.

const test = base.extend({
  // An image that nothing else uses.
  image: [
    async ({ server }, use) => {
      const name = `reading-${await server.project()}:1`;
      await build(name);
      await use(name);
      await removeImages(name);
    },
    { scope: 'worker' },
  ],
});

const row = (page, name) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

test('the list says what there is and who uses it', async ({ page, open, server, image }) => {
  const { cuid } = await server.run({ name: 'shop', image, command: ['1000'] });
  await open('/ui/containers');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Images' }).click();
  await expect(page).toHaveURL('/ui/images');
  await expect(page).toHaveTitle('Images · Wharfinger');
  await expect(row(page, 'busybox:latest').getByRole('cell', { name: 'linux/amd64' })).toBeVisible();
  const users = row(page, image).getByRole('list', { name: `Containers that use ${image}` });
  await expect(users.getByRole('listitem')).toContainText('running');
  await expect(users.getByRole('link', { name: 'shop' })).toHaveAttribute('href', `/ui/containers/${cuid}`);
  await expect(row(page, image).getByRole('link', { name: `Create a container from ${image}` })).toHaveAttribute(
    'href',
    new RegExp(`^/ui/containers/new\\?image=${image.replaceAll(/[-:]/g, '.+')}$`),
  );
});

test('the list is narrowed and sorted by its address', async ({ page, open, image }) => {
  await open('/ui/images?q=reading-');
  await expect(page.getByRole('rowheader')).toHaveCount(1);
  await expect(row(page, image)).toBeVisible();
  await page.getByRole('navigation', { name: 'Filter by use' }).getByRole('link', { name: /^used/ }).click();
  await expect(page).toHaveURL(/\/ui\/images\?q=reading(-|%2D)&use=used$/);
  await expect(page.getByRole('heading', { name: 'No image matches' })).toBeVisible();
  await page.getByRole('link', { name: 'Clear the filter' }).click();
  await expect(page).toHaveURL('/ui/images');
  const heading = page.getByRole('columnheader', { name: 'Size' });
  await heading.getByRole('link').click();
  await expect(page).toHaveURL('/ui/images?sort=size');
  await expect(heading).toHaveAttribute('aria-sort', 'descending');
  await heading.getByRole('link').click();
  await expect(heading).toHaveAttribute('aria-sort', 'ascending');
});

test("an image's page shows everything about it", async ({ page, open, image }) => {
  await open('/ui/images?q=reading-');
  await page.getByRole('link', { name: image, exact: true }).click();
  await expect(page).toHaveURL(`/ui/images/${image}`);
  await expect(page).toHaveTitle(`${image} · Wharfinger`);
  await expect(page.getByRole('heading', { name: image, level: 1 })).toBeVisible();
  await expect(page.getByRole('region', { name: 'What it runs' })).toContainText('443/udp, 8080/tcp');
  await expect(page.getByRole('region', { name: 'What it runs' })).toContainText('sleep');
  await expect(page.getByRole('region', { name: 'Environment' })).toContainText('MADE');
  await expect(page.getByRole('region', { name: 'Labels' })).toContainText('made.by');
  await expect(page.getByRole('list', { name: 'Layers, from the bottom up' }).getByRole('listitem')).not.toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Create a container' })).toHaveAttribute('href', /\/ui\/containers\/new\?image=reading/);
});

test.describe('what is not there', () => {
  test.use({ provoked: ['status of 404'] });

  test('is said to be not there', async ({ page, open }) => {
    const answer = await open('/ui/images/a/b/none:1');
    expect(answer.status()).toBe(404);
    await expect(page.getByRole('alert')).toContainText('Not found');
    await page.getByRole('link', { name: 'Go to the images' }).click();
    await expect(page.getByRole('heading', { name: 'Images', level: 1 })).toBeVisible();
  });
});
