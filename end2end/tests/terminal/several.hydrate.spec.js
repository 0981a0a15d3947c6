import { button, tabTo } from '../../support/dashboard.js';
import { choose, input, pane, prompt, rows, run, screen, state, tab, terminalPage } from '../../support/terminal.js';
import { expect, test } from '../../support/test.js';

test('terminals are tabs, by keyboard alone', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await run(page, 'clear; echo fir""st');
  await expect(screen(page)).toContainText('first');
  // Tab is the program's; this leads out
  await page.keyboard.press('Tab');
  await expect(input(page)).toBeFocused();
  await page.keyboard.press('Shift+F6');
  await expect(tab(page, 'Shell')).toBeFocused();
  await tabTo(page, button(page, 'New terminal'));
  await page.keyboard.press('Enter');
  await expect(tab(page, 'Shell 2')).toHaveAttribute('aria-selected', 'true');
  await prompt(page);
  await run(page, 'echo sec""ond');
  await expect(screen(page)).toContainText('second');
  await page.keyboard.press('Shift+F6');
  await page.keyboard.press('ArrowLeft');
  await expect(tab(page, /^Shell$/)).toBeFocused();
  await expect(screen(page)).toContainText('first');
  await page.keyboard.press('ArrowLeft');
  await expect(tab(page, 'Shell 2')).toBeFocused();
  await expect(screen(page)).toContainText('second');
  await page.keyboard.press('Enter');
  await expect(input(page)).toBeFocused();
  await run(page, 'echo thi""rd');
  await expect(screen(page)).toContainText('third');
  await page.keyboard.press('Shift+F6');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('tab')).toHaveCount(1);
  await expect(screen(page)).toContainText('first');
});

test('a flood of output keeps the page alive, and Ctrl C works at once', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await run(page, 'yes');
  await expect(screen(page)).toContainText('yyyyyyyyyy');
  // the longest that the page was busy with one thing, while it is used for three seconds
  const longest = await page.evaluate(async () => {
    let longest = 0;
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    });
    observer.observe({ type: 'longtask' });
    const begun = performance.now();
    while (performance.now() - begun < 3000) await new Promise(requestAnimationFrame);
    observer.disconnect();
    return longest;
  });
  expect(longest).toBeLessThan(200);
  const before = Date.now();
  await page.keyboard.press('Control+c');
  await run(page, 'echo "code $?"');
  await expect(screen(page)).toContainText('code 130');
  expect(Date.now() - before).toBeLessThan(2000);
});

test('another browser joins a session, or watches it', async ({ page, open, server, browser, session }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await run(page, 'clear; echo sha""red');
  await expect(screen(page)).toContainText('shared');
  const context = await browser.newContext({ baseURL: server.base, storageState: session, viewport: { width: 900, height: 700 } });
  const other = await context.newPage();
  await other.goto(terminalPage(cuid));
  await prompt(other);
  await button(other, '1 elsewhere').click();
  await button(other.getByRole('dialog'), 'Watch Shell').click();
  await expect(screen(other)).toContainText('shared');
  await expect(state(other)).toHaveText('You only watch this session.');
  await other.keyboard.type('not to be seen');
  await run(page, 'echo mo""re');
  await expect(screen(other)).toContainText('more');
  expect((await rows(other)).length).toBe((await rows(page)).length);
  await button(other, 'Close Shell 2').click();
  await button(other, '1 elsewhere').click();
  await button(other.getByRole('dialog'), 'Join Shell').click();
  await expect(screen(other)).toContainText('more');
  await run(other, 'echo to""gether');
  await expect(screen(page)).toContainText('together');
  await expect(screen(page)).not.toContainText('not to be seen');
  // the size of who came last is everybody's
  await expect.poll(async () => (await rows(page)).length).toBe((await rows(other)).length);
  await context.close();
  await run(page, 'echo al""one');
  await expect(screen(page)).toContainText('alone');
});

test('a program that asks its terminal something is answered once, whoever looks on', async ({ page, open, server, browser, session }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  const context = await browser.newContext({ baseURL: server.base, storageState: session });
  const other = await context.newPage();
  await other.goto(terminalPage(cuid));
  await prompt(other);
  await button(other, '1 elsewhere').click();
  await button(other.getByRole('dialog'), 'Join Shell').click();
  await expect(screen(other)).toContainText(/[$#]/);
  // what it is, where its cursor is, its colour
  const ask = String.raw`stty -echo -icanon min 0 time 10; printf '\033[c\033[6n\033]11;?\033\\'; cat >/app/answers; stty sane; echo answ""ered`;
  for (const typist of [page, other]) {
    await run(typist, 'clear');
    await run(typist, ask);
    for (const one of [page, other]) await expect(screen(one)).toContainText('answered', { timeout: 20_000 });
    const answers = await server.text(cuid, 'answers');
    expect(answers).toMatch(/^\x1b\[\?[\d;]+c\x1b\[\d+;\d+R\x1b\]11;rgb:[\da-f/]+(\x07|\x1b\\)$/);
  }
  await context.close();
});

test('a terminal that is closed while it connects leaves nothing behind', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  for (let turn = 0; turn < 10; turn += 1) {
    await page.evaluate(async (pause) => {
      const press = (name) => [...document.querySelectorAll('button')].find((one) => (one.ariaLabel ?? one.textContent).trim() === name).click();
      press('New terminal');
      await new Promise((done) => setTimeout(done, pause));
      press('Close Shell 2');
    }, turn * 8);
  }
  await expect(page.getByRole('tab')).toHaveCount(1);
  const there = async () => (await server.rest('GET', `/containers/${cuid}/sessions`)).sessions.filter(({ ended_at: ended }) => !ended).length;
  // also those of which the server hears late
  await page.waitForTimeout(1000);
  await expect.poll(there).toBe(1);
  await run(page, 'echo st""ill');
  await expect(screen(page)).toContainText('still');
});

test('text size and the mode for screen readers are remembered', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  const before = (await rows(page)).length;
  for (let times = 0; times < 6; times += 1) await button(page, 'Larger text').click();
  await expect.poll(async () => (await rows(page)).length).toBeLessThan(before - 3);
  const larger = (await rows(page)).length;
  await choose(page, 'For screen readers');
  await input(page).focus();
  await run(page, 'echo re""ad');
  await expect(pane(page).getByRole('listitem').filter({ hasText: 'read' }).last()).toBeAttached();
  await page.reload();
  await expect(pane(page).getByRole('listitem').filter({ hasText: 'read' }).last()).toBeAttached();
  expect((await rows(page)).length).toBe(larger);
  await choose(page, 'Usual text size');
  await choose(page, 'For screen readers');
  await expect.poll(async () => (await rows(page)).length).toBe(before);
  await expect(pane(page).getByRole('listitem')).toHaveCount(0);
});

test('the colours are those of the theme, also when it changes', async ({ page, open, server }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await run(page, String.raw`clear; printf '\033[31mred\033[0m \033[33;2mfaint\033[0m \033[97mwhite\033[0m\n'`);
  await expect(screen(page)).toContainText('white');
  const ground = () => pane(page).locator('.xterm-scrollable-element').evaluate((element) => getComputedStyle(element).backgroundColor);
  const light = await ground();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(ground).not.toBe(light);
  await page.getByLabel('Account and theme').click();
  await page.getByRole('radio', { name: 'Light' }).check({ force: true });
  await expect.poll(ground).toBe(light);
});
