import { readFile } from 'node:fs/promises';
import { button, tabTo } from '../../support/dashboard.js';
import { ended, line, lines, log, logsPage, numbered, script, texts } from '../../support/logs.js';
import { expect, test } from '../../support/test.js';

// How lines are shown, and what is done with them.

const said = async (server, text) => {
  const { cuid } = await script(server, `cat <<'END'\n${text}\nEND\nexit 0`);
  await ended(server, cuid);
  return cuid;
};

const color = (locator) => locator.evaluate((element) => getComputedStyle(element).color);

test('colours and styles of terminals show, other escapes do not', async ({ page, open, server }) => {
  const { cuid } = await script(
    server,
    String.raw`printf '\033[31mred\033[0m \033[1;4mloud\033[0m \033[38;5;208morange\033[0m \033[38;2;1;200;3mdirect\033[0m \033[44;97mground\033[0m \033[7minverse\033[0m \033[2Kdone\033]0;title\007.\n'; exit 0`,
  );
  await ended(server, cuid);
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(logsPage(cuid));
  await expect(lines(page)).toHaveCount(1);
  expect(await texts(page)).toEqual(['red loud orange direct ground inverse done.']);
  const piece = (text) => line(page, 'red').getByText(text, { exact: true });
  expect(await color(piece('red'))).toBe('rgb(255, 147, 138)');
  expect(await color(piece('orange'))).toBe('rgb(255, 135, 0)');
  await expect(piece('loud')).toHaveCSS('font-weight', '700');
  await expect(piece('loud')).toHaveCSS('text-decoration-line', 'underline');
  await expect(piece('ground')).toHaveCSS('background-color', 'rgb(0, 0, 238)');
  await expect(piece('inverse')).toHaveCSS('background-color', 'rgb(219, 227, 236)');
  // on a light page it is darker, so that it can be read
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await color(piece('orange'))).not.toBe('rgb(255, 135, 0)');
});

test('JSON is unfolded and folded, by mouse and by keyboard', async ({ page, open, server }) => {
  const cuid = await said(server, 'before\n{"level":"warn","msg":"slow","ms":1200,"tags":["a","b"]}\nafter');
  await open(logsPage(cuid));
  const row = line(page, 'slow');
  await expect(button(line(page, 'before'), 'Unfold JSON')).toHaveCount(0);
  await button(row, 'Unfold JSON').click();
  await expect(row).toContainText('"ms": 1200,\n');
  await expect(button(row, 'Fold JSON')).toHaveAttribute('aria-expanded', 'true');
  await expect(row).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(button(row, 'Unfold JSON')).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('Enter');
  await expect(row).toContainText('"ms": 1200,\n');
  await page.keyboard.press('ArrowDown');
  await expect(line(page, 'after')).toBeFocused();
});

test('times and wrapping are chosen, and remembered', async ({ page, open, server }) => {
  const cuid = await said(server, `short\n${'long '.repeat(200)}`);
  await open(logsPage(cuid));
  const time = line(page, 'short').getByRole('link');
  await expect(time).toBeVisible();
  const width = () => log(page).evaluate((list) => list.scrollWidth - list.clientWidth);
  expect(await width()).toBe(0);
  await button(page, 'Wrap').click();
  await expect.poll(width).toBeGreaterThan(500);
  await button(page, 'Timestamps').click();
  await expect(time).toBeHidden();
  await page.reload();
  await expect(lines(page)).toHaveCount(2);
  await expect(time).toBeHidden();
  await expect(button(page, 'Timestamps')).toHaveAttribute('aria-pressed', 'false');
  await expect(button(page, 'Wrap')).toHaveAttribute('aria-pressed', 'false');
  expect(await width()).toBeGreaterThan(500);
});

test.describe('in another time zone', () => {
  test.use({ timezoneId: 'Asia/Kolkata' });

  test('times are local, and exact where one points', async ({ page, open, server }) => {
    const cuid = await said(server, 'one');
    const { at } = JSON.parse(await (await server.fetch('GET', `/containers/${cuid}/logs?format=ndjson`)).text());
    await open(logsPage(cuid));
    const time = line(page, 'one').getByRole('link');
    const local = new Date(Date.parse(at) + 330 * 60_000).toISOString();
    await expect(time).toHaveText(new RegExp(local.slice(11, 23)));
    await expect(time).toHaveAttribute('title', new RegExp(`${local.slice(0, 10)} ${local.slice(11, 19)}\\.\\d{9} \\+05:30`));
  });
});

test.describe('what is looked for', () => {
  test.use({ provoked: ['status of 400'] });

  test('is found as it is typed, by the server, and marked', async ({ page, open, server }) => {
    const { cuid } = await script(server, `${numbered(5000)}; echo 'LINE end'; sleep 1000`);
    await open(logsPage(cuid));
    await expect(line(page, 'LINE end')).toBeVisible();
    const field = page.getByRole('searchbox', { name: 'Look for text in lines' });
    await field.pressSequentially('line 12');
    await expect(page).toHaveURL(/q=line\+12|q=line%2012/);
    await expect(page.getByText('111 lines here')).toBeVisible();
    await expect(field).toHaveValue('line 12');
    await expect(line(page, 'line 1299.').getByRole('mark')).toHaveText('line 12');
    await field.fill('line end');
    await expect(page.getByRole('heading', { name: 'No line matches' })).toBeVisible();
    await page.getByRole('checkbox', { name: 'Ignore case' }).check();
    await expect(line(page, 'LINE end')).toBeVisible();
    await field.fill('^line [45]0+\\.$');
    await page.getByRole('checkbox', { name: 'Regular expression' }).check();
    await expect(page.getByText('6 lines here')).toBeVisible();
    await expect(line(page, 'line 4000.').getByRole('mark')).toHaveText('line 4000.');
    await field.fill('^line (');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(/no regular expression/);
    // what was there stays there
    await expect(line(page, 'line 4000.')).toBeVisible();
    await field.fill('');
    await expect(field).not.toHaveAttribute('aria-invalid', 'true');
    await expect(line(page, 'LINE end')).toBeVisible();
  });

  test('goes on to be looked for in what comes', async ({ page, open, server }) => {
    const { cuid } = await script(server, 'echo one match; while [ ! -f /app/go ]; do sleep 0.05; done; echo none; echo two match; sleep 1000');
    await open(logsPage(cuid, '?q=match'));
    await expect(lines(page)).toHaveCount(1);
    await server.put(cuid, 'go', '');
    await expect(lines(page)).toHaveCount(2);
    expect(await texts(page)).toEqual(['one match', 'two match']);
  });
});

test('levels are chosen, and the address says which', async ({ page, open, server }) => {
  const cuid = await said(server, 'ERROR one\n  at two\nWARN three\nINFO four\nplain');
  await open(logsPage(cuid));
  const levels = page.getByRole('group', { name: 'Levels' });
  await levels.getByRole('checkbox', { name: 'error' }).check();
  await expect(lines(page)).toHaveCount(2);
  await levels.getByRole('checkbox', { name: 'warn' }).check();
  await expect(lines(page)).toHaveCount(3);
  await expect(page).toHaveURL(/level=error&level=warn/);
  await page.reload();
  await expect(lines(page)).toHaveCount(3);
  await expect(levels.getByRole('checkbox', { name: 'warn' })).toBeChecked();
  await levels.getByRole('checkbox', { name: 'warn' }).uncheck();
  await levels.getByRole('checkbox', { name: 'error' }).uncheck();
  await expect(lines(page)).toHaveCount(5);
});

test('a level that is rare is looked for further back', async ({ page, open, server }) => {
  const { cuid } = await script(server, `echo ERROR first; ${numbered(8000)}; exit 0`);
  await ended(server, cuid);
  await open(logsPage(cuid, '?level=error'));
  await expect(line(page, 'ERROR first')).toBeVisible();
});

test('an output and a time are chosen', async ({ page, open, server }) => {
  const { cuid } = await script(server, 'echo one; echo two >&2; exit 0');
  await ended(server, cuid);
  await open(logsPage(cuid));
  await expect(lines(page)).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Output' }).selectOption('Standard error');
  await expect(lines(page)).toHaveCount(1);
  await page.getByRole('combobox', { name: 'Time' }).selectOption('Last 15 minutes');
  await expect(page).toHaveURL(/stream=stderr&since=15m/);
  await expect(lines(page)).toHaveCount(1);
  await page.getByRole('combobox', { name: 'Output' }).selectOption('Both outputs');
  await page.getByRole('combobox', { name: 'Time' }).selectOption('Present run');
  await expect(lines(page)).toHaveCount(2);
});

test('the view is cleared, and the log is still there', async ({ page, open, server }) => {
  const { cuid } = await script(server, 'echo one; while [ ! -f /app/go ]; do sleep 0.05; done; echo two; sleep 1000');
  await open(logsPage(cuid));
  await expect(line(page, 'one')).toBeVisible();
  await button(page, 'Clear').click();
  await expect(lines(page)).toHaveCount(0);
  await server.put(cuid, 'go', '');
  await expect(line(page, 'two')).toBeVisible();
  await page.reload();
  await expect(line(page, 'two')).toBeVisible();
  await expect(lines(page)).toHaveCount(1);
  await page.getByRole('combobox', { name: 'Time' }).selectOption('All there is');
  await expect(lines(page)).toHaveCount(2);
});

test('what is chosen is downloaded', async ({ page, open, server }) => {
  const cuid = await said(server, 'INFO one\nINFO two\nother');
  await open(logsPage(cuid, '?q=info&case=any'));
  await expect(lines(page)).toHaveCount(2);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.(log|txt)$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(text.trim().split('\n').map((line) => line.split(' ').slice(1).join(' '))).toEqual(['INFO one', 'INFO two']);
});

test('a line is pointed at, and its link leads there', async ({ page, open, server, context }) => {
  const { cuid } = await script(server, `${numbered(2000)}; sleep 1000`);
  await open(logsPage(cuid));
  await expect(line(page, 'line 2000.')).toBeInViewport();
  await line(page, 'line 1990.').getByRole('link').click();
  const bar = page.getByRole('group', { name: 'Line that is pointed at' });
  await expect(bar).toBeVisible();
  await expect(page).toHaveURL(/line=/);
  await expect(log(page).locator('[aria-current=true]')).toContainText('line 1990.');
  await context.grantPermissions(['clipboard-read']);
  await button(bar, 'Copy line').click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('line 1990.');
  await button(bar, 'Copy link').click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());

  const other = await context.newPage();
  await other.goto(link);
  const pointed = log(other).locator('[aria-current=true]');
  await expect(pointed).toContainText('line 1990.');
  await expect(pointed).toBeInViewport();
  // with what is around it, on both sides
  await expect(line(other, 'line 1985.')).toBeInViewport();
  await expect(line(other, 'line 1995.')).toBeInViewport();
  await other.close();

  await bar.getByRole('link', { name: 'Point at no line' }).click();
  await expect(bar).toBeHidden();
  await expect(page).toHaveURL(logsPage(cuid));
});

test('a link to a line far back shows it in the middle', async ({ page, open, server }) => {
  const { cuid } = await script(server, `${numbered(30000)}; sleep 1000`);
  await expect.poll(async () => (await server.fetch('GET', `/containers/${cuid}/logs?tail=1`)).text()).toContain('30000');
  const found = await (await server.fetch('GET', `/containers/${cuid}/logs?format=ndjson&grep=${encodeURIComponent('line 500.')}`)).text();
  await open(logsPage(cuid, `?line=${JSON.parse(found).at}`));
  const pointed = log(page).locator('[aria-current=true]');
  await expect(pointed).toContainText('line 500.');
  await expect(pointed).toBeInViewport();
  await expect(line(page, 'line 505.')).toBeInViewport();
  await log(page).press('End');
  await expect(line(page, 'line 30000.')).toBeInViewport();
});

test('a very long line is cut until it is wanted whole', async ({ page, open, server }) => {
  const { cuid } = await script(server, `printf 'begin '; head -c 50000 /dev/zero | tr '\\0' x; echo ' end'; head -c 600000 /dev/zero | tr '\\0' y; echo; echo last; exit 0`);
  await ended(server, cuid);
  await open(logsPage(cuid));
  await expect(lines(page)).toHaveCount(3);
  const row = line(page, 'begin');
  await expect(row).not.toContainText('end');
  await row.getByRole('button', { name: /show all, 46\.\d KiB more/ }).click();
  await expect(row).toContainText(' end');
  const huge = line(page, 'yyy');
  await huge.getByRole('button', { name: /show 62 KiB more/ }).click();
  await expect.poll(() => huge.evaluate((row) => row.innerText.length)).toBeGreaterThan(65_000);
  await expect(huge.getByRole('link', { name: 'Download the whole line, 585.9 KiB' })).toBeVisible();
});

test('the keyboard reaches everything', async ({ page, open, server }) => {
  const { cuid } = await script(server, `${numbered(1000)}; sleep 1000`);
  await open(logsPage(cuid));
  await expect(line(page, 'line 1000.')).toBeInViewport();
  const field = page.getByRole('searchbox', { name: 'Look for text in lines' });
  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  for (const name of ['Regular expression', 'Ignore case', 'error']) await tabTo(page, page.getByRole('checkbox', { name }));
  for (const name of ['Timestamps', 'Wrap', 'Clear']) await tabTo(page, button(page, name));
  await tabTo(page, page.getByRole('link', { name: 'Download' }));
  await tabTo(page, log(page));
  await page.keyboard.press('ArrowUp');
  await expect(line(page, 'line 1000.')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(line(page, 'line 999.')).toBeFocused();
  for (let turn = 0; turn < 60; turn += 1) await page.keyboard.press('ArrowUp');
  await expect(line(page, 'line 939.')).toBeFocused();
  await expect(line(page, 'line 939.')).toBeInViewport();
  await page.keyboard.press('l');
  await expect(page.getByRole('group', { name: 'Line that is pointed at' })).toBeVisible();
  await page.keyboard.press('PageUp');
  await expect(line(page, 'line 939.')).not.toBeInViewport();
  await page.keyboard.press('End');
  await expect(line(page, 'line 1000.')).toBeInViewport();
  await page.getByLabel('Keyboard shortcuts').click();
  await expect(page.getByText('Unfold JSON or a long line')).toBeVisible();
});

test('text that is selected stays, and is copied line by line', async ({ page, open, server, context }) => {
  const { cuid } = await script(server, 'n=0; while :; do n=$((n+1)); echo "line $n."; sleep 0.02; done');
  await open(logsPage(cuid));
  await expect.poll(() => lines(page).count()).toBeGreaterThan(20);
  const chosen = await log(page).evaluate((list) => {
    const rows = [...list.querySelectorAll('.log-text')].slice(-6, -3);
    const range = new Range();
    range.setStart(rows[0], 0);
    range.setEnd(rows[2], rows[2].childNodes.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return rows.map((row) => row.innerText);
  });
  await expect(page.getByRole('button', { name: /new line/ })).toBeVisible();
  await page.waitForFunction(() => document.querySelector('.log-fresh').innerText.match(/\d+/)?.[0] > 100);
  const copied = await page.evaluate(() => getSelection().toString());
  for (const text of chosen) expect(copied).toContain(text);
  expect(copied.trim().split('\n')).toHaveLength(3);
});
