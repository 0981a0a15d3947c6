import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { button } from '../../support/dashboard.js';
import { drag, drop, filesPage, fill, names, zip } from '../../support/files.js';
import { expect, test } from '../../support/test.js';

// Files on their way to a container.

const desk = (page) => page.getByRole('region', { name: 'Files', exact: true });
const uploads = (page) => page.getByRole('region', { name: 'Uploads' });

async function start(server, open, files = {}) {
  const { cuid } = await server.create({ name: 'shop' });
  await fill(server, cuid, files);
  await open(filesPage(cuid));
  return cuid;
}

test('files are dropped, and are there', async ({ page, open, server }) => {
  const cuid = await start(server, open);
  await drop(desk(page), { 'a.txt': 'A', 'ünïcode name.txt': 'ü', 'empty.txt': '' });
  await expect(uploads(page)).toContainText('3 uploads ended');
  await expect(names(page)).toHaveText(['a.txt', 'empty.txt', 'ünïcode name.txt']);
  expect(await server.text(cuid, 'ünïcode name.txt')).toBe('ü');
  await button(uploads(page), 'Close uploads').click();
  await expect(uploads(page)).toBeHidden();
});

test('files are picked by the button', async ({ page, open, server }) => {
  const cuid = await start(server, open, { 'docs/x.txt': '' });
  await page.getByRole('link', { name: 'docs', exact: true }).click();
  await expect(names(page)).toHaveText(['x.txt']);
  const choosing = page.waitForEvent('filechooser');
  await button(page, 'Upload files').click();
  await (await choosing).setFiles([{ name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('B') }]);
  await expect(names(page)).toHaveText(['b.txt', 'x.txt']);
  expect(await server.text(cuid, 'docs/b.txt')).toBe('B');
});

test.describe('a folder', () => {
  let folder;

  test.beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wharfinger-upload-'));
    await mkdir(join(folder, 'site/css'), { recursive: true });
    await mkdir(join(folder, 'site/empty'));
    await writeFile(join(folder, 'site/index.html'), '<h1>');
    // more than a browser gives of a folder at a time
    for (let at = 0; at < 120; at += 1) await writeFile(join(folder, `site/css/${at}.css`), `${at}`);
  });

  test.afterAll(() => rm(folder, { recursive: true }));

  async function expectArrived(page, server, cuid) {
    await expect(uploads(page)).toContainText('121 uploads ended', { timeout: 20_000 });
    await expect(names(page)).toHaveText(['site']);
    expect(await server.names(cuid, 'site/css')).toHaveLength(120);
    expect(await server.text(cuid, 'site/index.html')).toBe('<h1>');
  }

  test('that is picked comes with its structure', async ({ page, open, server }) => {
    const cuid = await start(server, open);
    await page.getByLabel('New and more').click();
    const choosing = page.waitForEvent('filechooser');
    await button(page, 'Upload folder…').click();
    await (await choosing).setFiles(join(folder, 'site'));
    await expectArrived(page, server, cuid);
  });

  test('that is dragged here comes with its structure, and what is empty too', async ({ page, open, server }) => {
    const cuid = await start(server, open);
    await drag(desk(page), join(folder, 'site'));
    await expectArrived(page, server, cuid);
    await expect.poll(() => server.names(cuid, 'site')).toEqual(['css', 'empty', 'index.html']);
  });
});

test.describe('names that are taken', () => {
  test.use({ provoked: ['status of 409'] });

  for (const [answer, expected] of [
    ['Skip', { 'a.txt': 'old', 'b.txt': 'old' }],
    ['Replace', { 'a.txt': 'new', 'b.txt': 'new' }],
    ['Keep both', { 'a.txt': 'old', 'a (2).txt': 'new', 'b.txt': 'old', 'b (2).txt': 'new' }],
  ]) {
    test(`are asked about once: ${answer}`, async ({ page, open, server }) => {
      const cuid = await start(server, open, { 'a.txt': 'old', 'b.txt': 'old' });
      await drop(desk(page), { 'a.txt': 'new', 'b.txt': 'new', 'c.txt': 'new' });
      const question = page.getByRole('dialog', { name: 'Some names are taken' });
      await expect(question).toContainText('a.txt and 1 more are there already.');
      await button(question, answer).click();
      await expect(question).toBeHidden();
      await expect(uploads(page)).toContainText('3 uploads ended');
      const all = { ...expected, 'c.txt': 'new' };
      expect((await server.names(cuid)).sort()).toEqual(Object.keys(all).sort());
      for (const [name, content] of Object.entries(all)) expect(await server.text(cuid, name)).toBe(content);
    });
  }
});

test('an archive is unpacked after what it changes was shown', async ({ page, open, server }) => {
  const cuid = await start(server, open, { 'boot.py': 'print(1)\n', 'data.csv': '1' });
  await drop(desk(page), { 'site.zip': zip({ 'boot.py': 'print(2)\n', 'lib/a.py': 'a = 1\n' }) });
  const question = page.getByRole('dialog', { name: 'Unpack site.zip here?' });
  await expect(question).toContainText('1 added, 1 changed');
  await expect(question.getByRole('list', { name: 'Changes' })).toContainText('lib/a.py');
  await question.getByRole('radio', { name: /^Replace/ }).check();
  await expect(question).toContainText('1 added, 1 changed, 1 removed');
  await question.getByRole('radio', { name: /^Merge/ }).check();
  await button(question, 'Unpack here').click();
  await expect(uploads(page)).toContainText('unpacked: 1 added, 1 changed');
  await expect(names(page)).toHaveText(['lib', 'boot.py', 'data.csv']);
  expect(await server.text(cuid, 'boot.py')).toBe('print(2)\n');
});

test('an archive is uploaded as it is, and unpacked later', async ({ page, open, server }) => {
  const cuid = await start(server, open);
  await drop(desk(page), { 'site.zip': zip({ 'index.html': '<h1>' }) });
  await button(page.getByRole('dialog'), 'Upload the archive as it is').click();
  await expect(names(page)).toHaveText(['site.zip']);
  await page.getByLabel('More actions for site.zip').click();
  await button(page, 'Unpack here… site.zip').click();
  const question = page.getByRole('dialog', { name: 'Unpack site.zip here?' });
  await expect(question).toContainText('1 added');
  await button(question, 'Unpack here').click();
  await expect(names(page)).toHaveText(['index.html', 'site.zip']);
  expect(await server.text(cuid, 'index.html')).toBe('<h1>');
});

test.describe('on a broken connection', () => {
  test.use({ provoked: ['net::ERR_'] });

  test('an upload is cancelled, and tried again', async ({ page, open, server, context }) => {
    const cuid = await start(server, open);
    const held = [];
    await context.route(/\/files\?path=large/, (route) => held.push(route));
    await drop(desk(page), { 'large.bin': 'x'.repeat(100_000) });
    await button(uploads(page), 'Cancel large.bin').click();
    await expect(uploads(page)).toContainText('cancelled');
    expect(await server.names(cuid)).toEqual([]);
    await context.unroute(/\/files\?path=large/);
    await button(uploads(page), 'Retry large.bin').click();
    await expect(names(page)).toHaveText(['large.bin']);
    expect(await server.text(cuid, 'large.bin')).toHaveLength(100_000);
  });

  test('it goes on by itself when the connection is back', async ({ page, open, server, context }) => {
    await start(server, open);
    let broken = 0;
    await context.route(/\/files\?path=a/, (route) => {
      broken += 1;
      return broken <= 2 ? route.abort('connectionreset') : route.continue();
    });
    await drop(desk(page), { 'a.txt': 'A' });
    await expect(uploads(page)).toContainText('connection lost, again in');
    await expect(names(page)).toHaveText(['a.txt'], { timeout: 20_000 });
    await expect(uploads(page)).toContainText('Upload ended');
    expect(broken).toBe(3);
  });
});

test('uploads go on while somebody looks elsewhere', async ({ page, open, server, context }) => {
  const cuid = await start(server, open);
  const held = [];
  await context.route(/\/files\?path=slow/, (route) => held.push(route));
  await drop(desk(page), { 'slow.txt': 'slow' });
  await expect(uploads(page)).toContainText('Uploading 1 of 1');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Containers' }).click();
  await expect(page.getByRole('heading', { name: 'Containers', level: 1 })).toBeVisible();
  await expect(uploads(page)).toContainText('Uploading 1 of 1');
  await Promise.all(held.map((route) => route.continue()));
  await expect(uploads(page)).toContainText('Upload ended');
  expect(await server.text(cuid, 'slow.txt')).toBe('slow');
});
