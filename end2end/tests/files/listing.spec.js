import { entry, filesPage, fill, list, names } from '../../support/files.js';
import { expect, test } from '../../support/test.js';

// What there is to read, with JavaScript and without.

const files = { 'boot.py': 'print(1)\n', '.env': 'A=1\n', 'data/old/a.txt': 'a', 'data/b.csv': '1,2\n', 'notes.md': '# Notes\n' };

test('the tab shows the folder, hidden files too, folders first', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await fill(server, cuid, files);
  await open(`/ui/containers/${cuid}`);
  await page.getByRole('navigation', { name: 'Container' }).getByRole('link', { name: 'Files' }).click();
  await expect(page).toHaveURL(filesPage(cuid));
  await expect(names(page)).toHaveText(['data', '.env', 'boot.py', 'notes.md']);
  await expect(entry(page, 'boot.py').getByRole('cell', { name: '9 B' })).toBeVisible();
  await expect(entry(page, 'boot.py').getByRole('cell', { name: /^0[0-7]{3}$/ })).toBeVisible();
  await expect(entry(page, 'boot.py').getByText('just now')).toHaveAttribute('title', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /);
});

test('folders open, and the way back stands above', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await fill(server, cuid, files);
  await open(filesPage(cuid));
  await page.getByRole('link', { name: 'data', exact: true }).click();
  await expect(names(page)).toHaveText(['old', 'b.csv']);
  await page.getByRole('link', { name: 'old', exact: true }).click();
  await expect(names(page)).toHaveText(['a.txt']);
  const way = page.getByRole('navigation', { name: 'Folder' });
  await expect(way.getByRole('listitem')).toHaveText(['/app', 'data', 'old']);
  await way.getByRole('link', { name: 'data' }).click();
  await expect(names(page)).toHaveText(['old', 'b.csv']);
  await page.goBack();
  await expect(names(page)).toHaveText(['a.txt']);
});

test('columns sort, and the address says how', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await fill(server, cuid, { 'large.bin': 'x'.repeat(3000), 'middle.bin': 'x'.repeat(200), 'small.bin': 'x' });
  await open(filesPage(cuid));
  await expect(names(page)).toHaveText(['large.bin', 'middle.bin', 'small.bin']);
  const size = list(page).getByRole('columnheader', { name: 'Size' });
  await size.getByRole('link').click();
  await expect(names(page)).toHaveText(['small.bin', 'middle.bin', 'large.bin']);
  await expect(size).toHaveAttribute('aria-sort', 'ascending');
  await size.getByRole('link').click();
  await expect(names(page)).toHaveText(['large.bin', 'middle.bin', 'small.bin']);
  await expect(page).toHaveURL(/sort=size&order=desc/);
  await open(page.url());
  await expect(names(page)).toHaveText(['large.bin', 'middle.bin', 'small.bin']);
  await expect(size).toHaveAttribute('aria-sort', 'descending');
});

test('a folder is searched by name', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await fill(server, cuid, { 'src/Boot.py': '', 'src/reboot.sh': '', 'src/notes.md': '' });
  await open(filesPage(cuid, '?path=src'));
  await page.getByRole('searchbox', { name: 'Search in this folder' }).fill('boot');
  await page.keyboard.press('Enter');
  await expect(names(page)).toHaveText(['Boot.py', 'reboot.sh']);
  await open(filesPage(cuid, '?path=src&q=nothing'));
  await expect(page.getByRole('heading', { name: 'No name matches' })).toBeVisible();
  await page.getByRole('link', { name: 'Show the whole folder' }).click();
  await expect(names(page)).toHaveText(['Boot.py', 'notes.md', 'reboot.sh']);
});

test('an empty folder says how to begin', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await open(filesPage(cuid));
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('boot.py');
});

test('a large folder comes in pages', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  const many = Array.from({ length: 210 }, (_, at) => [`f${String(at).padStart(3, '0')}`, '']);
  await fill(server, cuid, Object.fromEntries(many));
  await open(filesPage(cuid));
  await expect(page.getByText('200 of 210 shown')).toBeVisible();
  await page.getByRole('link', { name: 'Show more' }).click();
  await expect(page.getByRole('link', { name: 'f209', exact: true })).toBeVisible();
});

test.describe('what leads nowhere', () => {
  test.use({ provoked: ['status of 404', 'status of 400'] });

  test('a folder that is not there, and a file that is none', async ({ page, open, server }) => {
    const { cuid } = await server.create({ name: 'shop' });
    await fill(server, cuid, { 'a.txt': '' });
    const answer = await open(filesPage(cuid, '?path=gone'));
    expect(answer.status()).toBe(404);
    await page.getByRole('link', { name: 'Go to the first folder' }).click();
    await expect(names(page)).toHaveText(['a.txt']);
    await open(filesPage(cuid, '?path=a.txt'));
    await expect(page.getByRole('alert')).toContainText('could not be loaded');
    const unknown = await open(`/ui/containers/${cuid}/nothing`);
    expect(unknown.status()).toBe(404);
  });
});
