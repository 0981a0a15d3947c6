import { button, messages } from '../../support/dashboard.js';
import { filesPage, fill, names } from '../../support/files.js';
import { expect, test } from '../../support/test.js';

// A file that is open.

const text = (page, name) => page.getByRole('textbox', { name: `Text of ${name}` });

async function start(server, files) {
  const { cuid } = await server.create({ name: 'shop' });
  await fill(server, cuid, files);
  return cuid;
}

test('a text is changed and saved, by key and by button', async ({ page, open, server }) => {
  const cuid = await start(server, { 'src/app.py': 'import os\nprint(os.name)\n' });
  await open(filesPage(cuid, '?path=src'));
  await page.getByRole('link', { name: 'app.py', exact: true }).click();
  await expect(text(page, 'app.py')).toContainText('print(os.name)');
  // its syntax is known
  await expect(text(page, 'app.py').locator('span', { hasText: /^import$/ })).toBeVisible();
  await expect(button(page, 'Save')).toBeDisabled();
  await text(page, 'app.py').press('Control+End');
  await page.keyboard.type('# end');
  await expect(page.getByText('Changed, not saved')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(messages(page)).toContainText('app.py saved');
  await expect(page.getByText('Changed, not saved')).toBeHidden();
  expect(await server.text(cuid, 'src/app.py')).toBe('import os\nprint(os.name)\n# end');
  await page.keyboard.type('!');
  await button(page, 'Save').click();
  await expect(page.getByText('Changed, not saved')).toBeHidden();
  expect(await server.text(cuid, 'src/app.py')).toBe('import os\nprint(os.name)\n# end!');
});

test('line ends stay as they were', async ({ page, open, server }) => {
  const cuid = await start(server, { 'dos.txt': 'a\r\nb\r\n' });
  await open(filesPage(cuid, '?file=dos.txt'));
  await text(page, 'dos.txt').press('Control+End');
  await page.keyboard.type('c\n');
  await page.keyboard.press('Control+s');
  await expect(messages(page)).toContainText('dos.txt saved');
  expect(await server.text(cuid, 'dos.txt')).toBe('a\r\nb\r\nc\r\n');
});

test('a new file is made when it is saved', async ({ page, open, server }) => {
  const cuid = await start(server, {});
  await open(filesPage(cuid));
  await page.getByLabel('New and more').click();
  await button(page, 'New file…').click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('boot.py');
  await page.keyboard.press('Enter');
  await text(page, 'boot.py').fill('print(1)\n');
  await button(page, 'Save').click();
  await expect(messages(page)).toContainText('boot.py saved');
  expect(await server.text(cuid, 'boot.py')).toBe('print(1)\n');
});

test.describe('what was changed elsewhere', () => {
  test.use({ provoked: ['status of 409'] });

  test('is not overwritten unasked', async ({ page, open, server }) => {
    const cuid = await start(server, { 'a.txt': 'mine' });
    await open(filesPage(cuid, '?file=a.txt'));
    await text(page, 'a.txt').press('Control+End');
    await page.keyboard.type(', changed');
    await server.put(cuid, 'a.txt', 'theirs, which is longer');
    await page.keyboard.press('Control+s');
    await expect(page.getByText('This file was changed elsewhere')).toBeVisible();
    expect(await server.text(cuid, 'a.txt')).toBe('theirs, which is longer');

    await button(page, 'See theirs').click();
    const theirs = page.getByRole('dialog', { name: 'What is in the file now' });
    await expect(theirs).toContainText('theirs, which is longer');
    await button(theirs, 'Close').click();
    await button(page, 'Overwrite with mine').click();
    await expect(messages(page)).toContainText('a.txt saved');
    await expect(page.getByText('This file was changed elsewhere')).toBeHidden();
    expect(await server.text(cuid, 'a.txt')).toBe('mine, changed');

    await server.put(cuid, 'a.txt', 'theirs again, longer than before');
    await text(page, 'a.txt').press('Control+End');
    await page.keyboard.type('!');
    await button(page, 'Save').click();
    await button(page, 'Discard mine and reload').click();
    await expect(text(page, 'a.txt')).toHaveText('theirs again, longer than before');
    await expect(page.getByText('This file was changed elsewhere')).toBeHidden();
  });
});

test('what was not saved is not lost', async ({ page, open, server }) => {
  const cuid = await start(server, { 'a.txt': 'a', 'b.txt': 'b' });
  await open(filesPage(cuid));
  await page.getByRole('link', { name: 'a.txt', exact: true }).click();
  await text(page, 'a.txt').press('Control+End');
  await page.keyboard.type('bc');
  await expect(page.getByText('Changed, not saved')).toBeVisible();
  await page.goBack();
  await expect(names(page)).toHaveText(['a.txt', 'b.txt']);
  await expect(messages(page)).toContainText('Changes to a.txt are not saved');
  // the browser asks before the page goes
  const asked = page.waitForEvent('dialog');
  page.reload().catch(() => {});
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await page.getByRole('link', { name: 'a.txt', exact: true }).click();
  await expect(text(page, 'a.txt')).toHaveText('abc');
  await expect(page.getByText('Changed, not saved')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(messages(page)).toContainText('a.txt saved');
  expect(await server.text(cuid, 'a.txt')).toBe('abc');
});

test('what is no text, or too much of it, is offered as a download', async ({ page, open, server }) => {
  const cuid = await start(server, { 'a.bin': Buffer.from([1, 0, 2, 255]), 'large.log': 'x'.repeat(3 << 20) });
  await open(filesPage(cuid, '?file=a.bin'));
  await expect(page.getByRole('heading', { name: 'No text' })).toBeVisible();
  await open(filesPage(cuid, '?file=large.log'));
  await expect(page.getByRole('heading', { name: 'Too large to show' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Download' })).toBeVisible();
});

test('pictures are shown, and run nothing', async ({ page, open, server }) => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><script>parent.ran = 1</script><rect width="40" height="30"/></svg>';
  const cuid = await start(server, { 'a.svg': svg, 'a.html': '<script>window.ran = 1</script>' });
  await open(filesPage(cuid, '?file=a.svg'));
  const picture = page.getByRole('img', { name: 'a.svg' });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image) => image.decode().then(() => image.naturalWidth))).toBe(40);
  await open(filesPage(cuid, '?file=a.html'));
  await expect(text(page, 'a.html')).toContainText('<script>');
  expect(await page.evaluate(() => window.ran)).toBeUndefined();
});

test('documents are shown in a frame of their own', async ({ page, open, server }) => {
  const cuid = await start(server, { 'a.pdf': pdf('Manifest') });
  await open(filesPage(cuid, '?file=a.pdf'));
  await expect(page.getByTitle('a.pdf')).toBeVisible();
  // the frame holds the browser's own viewer, or its word that there is none
  await expect.poll(() => page.frames().map((frame) => frame.url())).toContainEqual(expect.stringMatching(/^blob:/));
});

// A document of one page.
function pdf(words) {
  const text = `BT /F1 24 Tf 40 100 Td (${words}) Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${text.length}>>stream\n${text}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  const body = objects.map((object, at) => `${at + 1} 0 obj${object}endobj\n`).join('');
  return `%PDF-1.4\n${body}trailer<</Root 1 0 R>>\n%%EOF\n`;
}
