import { button } from '../../support/dashboard.js';
import { launch, prompt, rows, run, screen, size, state, tab, terminalPage } from '../../support/terminal.js';
import { expect, test } from '../../support/test.js';

// One terminal: what is typed, what is shown, and how it ends.

test('a shell runs in the container, as wide as the window from the first', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  const fetched = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await open(`/ui/containers/${cuid}`);
  expect(fetched.filter((path) => /\/terminal\/(?!bindings)/.test(path))).toEqual([]);
  await page.getByRole('navigation', { name: 'Container' }).getByRole('link', { name: 'Terminal' }).click();
  await expect(page).toHaveURL(new RegExp(`${terminalPage(cuid)}$`));
  await prompt(page);
  expect(fetched).toContainEqual(expect.stringMatching(/^\/pkg\/\w+\/terminal\/xterm\.js$/));
  await run(page, 'echo $((40 + 2)) grüße 漢字 $PWD');
  await expect(screen(page)).toContainText('42 grüße 漢字 /app');
  const before = await size(page, 'first');
  expect(before.high).toBe((await rows(page)).length);
  expect(before.wide).toBeGreaterThan(100);
  await page.setViewportSize({ width: 800, height: 700 });
  await expect.poll(async () => (await rows(page)).length).toBeLessThan(before.high);
  const after = await size(page, 'second');
  expect(after.high).toBe((await rows(page)).length);
  expect(after.wide).toBeLessThan(before.wide - 20);
});

test('keys do what they do in a terminal', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop', image: 'wharfinger/tools:latest' });
  await open(terminalPage(cuid));
  await prompt(page);
  await page.keyboard.type('echo onX');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  // what was typed, and below it what that says
  await expect(screen(page)).toContainText('echo onon');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  await page.keyboard.type('E');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ls /us');
  // the program's: it completes
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(screen(page)).toContainText('ls /usr/');
  await run(page, 'sleep 1000');
  await page.keyboard.press('Control+c');
  await run(page, 'echo "code $?"');
  await expect(screen(page)).toContainText('code 130');
  // the program names the tab
  await run(page, String.raw`PS1='> '; printf '\033]2;night shift\007'`);
  await expect(tab(page, 'night shift')).toBeVisible();
});

test('it says how its program ended, and runs it again', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await run(page, 'echo before; exit 3');
  await expect(state(page)).toHaveText('Ended: it exited with 3: ended with an error.');
  await expect(tab(page, /ended/)).toBeVisible();
  await button(page, 'Run again').click();
  await expect(state(page)).toBeEmpty();
  await run(page, 'echo again $((1 + 1))');
  await expect(screen(page)).toContainText('again 2');
  await expect(screen(page)).toContainText('before');
  await run(page, 'exit');
  await expect(state(page)).toHaveText('Ended: it exited with 0: finished without an error.');
  await button(page, 'Close').click();
  await expect(page.getByRole('heading', { name: 'No terminal is open' })).toBeVisible();
  await button(page, 'Open a terminal').click();
  await prompt(page);
});

test('a container that does not run is started first, and its end is told', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await open(terminalPage(cuid));
  await expect(page.getByRole('heading', { name: 'The container does not run' })).toBeVisible();
  await button(page, 'Start the container').click();
  await prompt(page);
  await server.rest('POST', `/containers/${cuid}/stop`);
  await expect(state(page)).toHaveText('The container has stopped, and this with it.');
  await expect(button(page, 'Run again')).toBeHidden();
  await server.rest('POST', `/containers/${cuid}/start`);
  await button(page, 'Run again').click();
  await expect(state(page)).toBeEmpty();
  await run(page, 'echo $((6 * 7))');
  await expect(screen(page)).toContainText('42');
});

test('a command and a user are chosen', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await launch(page, { command: `sh -c "id -u; echo 'two words'; sleep 1000"`, user: 'app' });
  await expect(tab(page, /^sh \(app\)/)).toHaveAttribute('aria-selected', 'true');
  await expect(screen(page)).toContainText('1000');
  await expect(screen(page)).toContainText('two words');
  await launch(page, { command: `echo "never closed` });
  await expect(page.getByRole('dialog')).toContainText('is not closed');
  await page.keyboard.press('Escape');
  await launch(page, { command: '/no/such/program' });
  await expect(state(page)).toContainText('126');
  await launch(page, { user: 'nobody-of-that-name' });
  await expect(state(page)).not.toBeEmpty();
});
