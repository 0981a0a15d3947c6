import { button, messages } from '../../support/dashboard.js';
import { choose, entry, filesPage, fill, names, saved } from '../../support/files.js';
import { expect, test } from '../../support/test.js';

// What is done with files that are there.

const dialog = (page) => page.getByRole('dialog');

async function start(server, files) {
  const { cuid } = await server.create({ name: 'shop' });
  await fill(server, cuid, files);
  return cuid;
}

test('renaming keeps the content, and refuses a name that is taken', async ({ page, open, server }) => {
  const cuid = await start(server, { 'a.txt': 'A', 'b.txt': 'B' });
  await open(filesPage(cuid));
  await choose(page, 'a.txt', 'Rename… a.txt');
  const name = dialog(page).getByRole('textbox', { name: 'Name' });
  await expect(name).toHaveValue('a.txt');
  await name.fill('c/d.txt');
  await page.keyboard.press('Enter');
  await expect(name).toHaveAccessibleDescription(/no slash/);
  await name.fill('c.txt');
  await page.keyboard.press('Enter');
  await expect(names(page)).toHaveText(['b.txt', 'c.txt']);
  await expect(page.getByRole('link', { name: 'c.txt', exact: true })).toBeFocused();
  expect(await server.text(cuid, 'c.txt')).toBe('A');
});

test.describe('a name that is taken', () => {
  test.use({ provoked: ['status of 409'] });

  test('is told beside the field', async ({ page, open, server }) => {
    const cuid = await start(server, { 'a.txt': 'A', 'b.txt': 'B' });
    await open(filesPage(cuid));
    await choose(page, 'a.txt', 'Rename… a.txt');
    await dialog(page).getByRole('textbox', { name: 'Name' }).fill('b.txt');
    await page.keyboard.press('Enter');
    await expect(dialog(page).getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(/something of this name already/);
    expect(await server.text(cuid, 'b.txt')).toBe('B');
  });
});

test('what is deleted comes back', async ({ page, open, server }) => {
  const cuid = await start(server, { 'src/a.txt': 'A', 'b.txt': 'B', 'c.txt': 'C' });
  await open(filesPage(cuid));
  await page.getByRole('checkbox', { name: 'Select src' }).check();
  await page.getByRole('checkbox', { name: 'Select b.txt' }).check();
  const selection = page.getByRole('toolbar', { name: 'Selection' });
  await expect(selection).toContainText('2 selected');
  await button(selection, 'Delete').click();
  await expect(names(page)).toHaveText(['c.txt']);
  await expect(selection).toBeHidden();
  await expect(messages(page)).toContainText('2 entries deleted');
  expect(await server.names(cuid)).toEqual(['c.txt']);
  await button(messages(page), 'Undo').click();
  await expect(names(page)).toHaveText(['src', 'b.txt', 'c.txt']);
  expect(await server.text(cuid, 'src/a.txt')).toBe('A');
});

test('folders are made, and things are moved and copied to them', async ({ page, open, server }) => {
  const cuid = await start(server, { 'a.txt': 'A', 'b.txt': 'B' });
  await open(filesPage(cuid));
  await page.getByLabel('New and more').click();
  await button(page, 'New folder…').click();
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill('docs');
  await page.keyboard.press('Enter');
  await expect(names(page)).toHaveText(['docs', 'a.txt', 'b.txt']);

  await choose(page, 'a.txt', 'Move to… a.txt');
  await button(dialog(page).getByRole('list', { name: 'Folders' }), 'docs').click();
  await button(dialog(page), 'Move here').click();
  await expect(names(page)).toHaveText(['docs', 'b.txt']);
  await expect(messages(page)).toContainText('a.txt moved to docs');

  await choose(page, 'b.txt', 'Copy to… b.txt');
  await dialog(page).getByRole('textbox', { name: 'To the folder' }).fill('docs');
  await button(dialog(page), 'Copy here').click();
  await expect(messages(page)).toContainText('b.txt copied to docs');
  expect(await server.names(cuid, 'docs')).toEqual(['a.txt', 'b.txt']);
  expect(await server.names(cuid)).toEqual(['docs', 'b.txt']);
});

test('permissions are set by boxes and by digits', async ({ page, open, server }) => {
  const cuid = await start(server, { 'run.sh': 'echo\n' });
  await open(filesPage(cuid));
  await choose(page, 'run.sh', 'Permissions… run.sh');
  const octal = dialog(page).getByRole('textbox', { name: 'Octal' });
  await octal.fill('0640');
  await expect(dialog(page).getByRole('checkbox', { name: 'Others may read' })).not.toBeChecked();
  await dialog(page).getByRole('checkbox', { name: 'Owner may execute' }).check();
  await expect(octal).toHaveValue('0740');
  await button(dialog(page), 'Apply').click();
  await expect(entry(page, 'run.sh').getByRole('cell', { name: '0740' })).toBeVisible();
});

test('a file is downloaded', async ({ page, open, server }) => {
  const cuid = await start(server, { 'a.txt': 'AAA', 'src/b.txt': 'B' });
  await open(filesPage(cuid));
  await entry(page, 'a.txt').getByLabel('More actions for a.txt').click();
  const one = page.waitForEvent('download');
  await entry(page, 'a.txt').getByRole('link', { name: 'Download a.txt' }).click();
  expect(String(await saved(await one))).toBe('AAA');
});

test('several are downloaded as an archive', async ({ page, open, server }) => {
  const cuid = await start(server, { 'a.txt': 'AAA', 'src/b.txt': 'B' });
  await open(filesPage(cuid));
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  const all = page.waitForEvent('download');
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('link', { name: 'Download' }).click();
  const archive = await saved(await all);
  expect(archive.subarray(0, 2).toString()).toBe('PK');
  expect(archive.includes('src/b.txt')).toBe(true);
});
