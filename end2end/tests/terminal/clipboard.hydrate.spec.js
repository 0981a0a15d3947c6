import { button } from '../../support/dashboard.js';
import { choose, place, prompt, rows, run, screen, terminalPage } from '../../support/terminal.js';
import { expect, test } from '../../support/test.js';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const copied = (page) => page.evaluate(() => navigator.clipboard.readText());
const keep = (page, text) => page.evaluate((text) => navigator.clipboard.writeText(text), text);

// Selects a word as one does with the mouse.
async function select(page, word) {
  const { x, y } = await place(page, word);
  await page.mouse.dblclick(x, y);
}

test('what is selected is copied by keyboard, and the next Ctrl C interrupts', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await run(page, 'echo wo""rd other; sleep 1000');
  await expect(screen(page)).toContainText('word other');
  await select(page, 'word');
  await page.keyboard.press('Control+Shift+C');
  expect(await copied(page)).toBe('word');
  await select(page, 'other');
  await page.keyboard.press('Control+c');
  expect(await copied(page)).toBe('other');
  await expect(screen(page)).not.toContainText('^C');
  await page.keyboard.press('Control+c');
  await expect(screen(page)).toContainText('^C');
  await choose(page, 'Copy all output');
  expect(await copied(page)).toMatch(/word other\n/);
});

test('text is pasted as it is, and as one piece for programs that ask for it', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop', image: 'wharfinger/tools:latest' });
  await open(terminalPage(cuid));
  await prompt(page);
  await keep(page, 'echo one\necho two\n');
  await page.keyboard.press('Control+Shift+V');
  // bash shows it and runs nothing of it by itself
  await expect(screen(page)).toContainText('echo two');
  await page.keyboard.press('Control+c');
  await expect(screen(page)).toContainText('^C');
  await expect.poll(async () => (await rows(page)).filter((row) => row === 'one')).toEqual([]);
  await keep(page, 'echo thr""ee');
  await page.keyboard.press('Shift+Insert');
  await page.keyboard.press('Enter');
  await expect(screen(page)).toContainText(/three/);
});

test('a megabyte of many lines is pasted whole', async ({ page, open, server }) => {
  test.slow();
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  const text = Array.from({ length: 1 << 14 }, (_, at) => `${String(at).padStart(6, '0')} ${'x'.repeat(56)}\n`).join('');
  expect(text.length).toBe(1 << 20);
  await run(page, 'cat > /app/pasted; echo sto""red');
  await keep(page, text);
  await page.keyboard.press('Control+Shift+V');
  await expect(screen(page)).toContainText('016383 xxx', { timeout: 60_000 });
  await page.keyboard.press('Control+d');
  await expect(screen(page)).toContainText('stored');
  expect(await server.text(cuid, 'pasted')).toBe(text);
});

test('the search goes through what went by', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await run(page, 'clear; for i in $(seq 1 300); do echo "entry $((i % 100)) of $i"; done');
  await expect(screen(page)).toContainText('of 300');
  await page.keyboard.press('Control+Shift+F');
  const search = page.getByRole('search', { name: 'In the terminal' });
  await expect(search.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('entry 42 of');
  const found = search.getByRole('status');
  await expect(found).toHaveText(/of 3$/);
  await page.keyboard.press('Enter');
  const first = await found.textContent();
  await expect(screen(page)).toContainText('entry 42 of');
  await button(search, 'Next').click();
  await expect(found).not.toHaveText(first);
  await search.getByRole('searchbox').fill('nowhere to be found');
  await expect(found).toHaveText('Nothing found');
  await page.keyboard.press('Escape');
  await expect(search).toBeHidden();
  await page.keyboard.type('echo ba""ck\n');
  await expect(screen(page)).toContainText('back');
});

test('links lead to the web only, and away from the page', async ({ page, open, server, context }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  const address = `${server.base}/docs`;
  await run(page, `clear; echo; echo ${address}; echo javascript:alert; printf '\\033]8;;${address}\\033\\\\named\\033]8;;\\033\\\\\\n'; printf '\\033]8;;javascript:alert(1)\\033\\\\evil\\033]8;;\\033\\\\\\n'`);
  await expect(screen(page)).toContainText('evil');
  const click = async (word) => {
    const { x, y } = await place(page, word);
    await page.mouse.move(x, y);
    await page.mouse.move(x + 2, y);
    await page.mouse.click(x + 2, y);
  };
  for (const word of ['http', 'named']) {
    const opened = context.waitForEvent('page');
    await click(word);
    const other = await opened;
    expect(other.url()).toContain('/docs');
    expect(await other.evaluate(() => window.opener)).toBeNull();
    await other.close();
  }
  const pages = context.pages().length;
  for (const word of ['javascript', 'evil']) await click(word);
  await run(page, 'echo still $((1 + 1))');
  await expect(screen(page)).toContainText('still 2');
  expect(context.pages()).toHaveLength(pages);
});
