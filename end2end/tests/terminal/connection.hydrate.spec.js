import { Relay } from '../../support/relay.js';
import { button } from '../../support/dashboard.js';
import { input, prompt, rows, run, screen, state, tab, terminalPage } from '../../support/terminal.js';
import { expect, test as base } from '../../support/test.js';

// What becomes of terminals when the connection, the page or the server goes.

const test = base.extend({
  relay: async ({ server }, use) => {
    const relay = await Relay.ofServer(server.base);
    await use(relay);
    await relay.stop().catch(() => {});
  },
  baseURL: async ({ relay }, use) => use(relay.base),
});

test.use({ provoked: ['WebSocket connection to', 'net::ERR', 'WebSocket is closed'] });

// A line each, numbered, so that nothing can be missing or come twice unseen.
const count = (from, to, pause) => `for i in $(seq ${from} ${to}); do echo line-$i.; ${pause}; done; echo en""d-${to}`;

async function expectLines(page, last, most) {
  await expect(screen(page)).toContainText(`end-${last}`, { timeout: 30_000 });
  const shown = (await rows(page)).flatMap((row) => row.match(/^line-(\d+)\.$/)?.[1] ?? []).map(Number);
  expect(shown.length).toBeGreaterThan(most);
  expect(shown).toEqual(Array.from(shown, (_, at) => last - shown.length + 1 + at));
}

test('it comes back by itself with nothing missing, and says so', async ({ page, open, server, relay }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await run(page, 'clear; kept=yes');
  await run(page, count(1, 30, 'sleep 0.1'));
  await expect(screen(page)).toContainText('line-5.');
  await relay.stop();
  await expect(state(page)).toContainText('Connection lost');
  // what is typed meanwhile goes nowhere, and does not come later
  await page.keyboard.type('lost');
  await relay.start();
  await expect(state(page)).toHaveText('Reconnected; nothing was missed.', { timeout: 20_000 });
  await expectLines(page, 30, 10);
  await run(page, 'echo $kept');
  await expect(screen(page)).toContainText('yes');
  await expect(screen(page)).not.toContainText('lost');
});

test('what is gone is told in bytes', async ({ page, open, server, relay }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await run(page, 'sleep 1; head -c 600000 /dev/zero | tr "\\0" x; echo; echo do""ne');
  await relay.stop();
  await expect(state(page)).toContainText('Connection lost');
  await expect.poll(async () => (await server.rest('GET', `/containers/${cuid}/sessions`)).sessions[0].offset, { timeout: 20_000 }).toBeGreaterThan(600_000);
  await relay.start();
  await expect(state(page)).toHaveText(/^Reconnected; (29|3\d)\d(\.\d)? KiB of output are gone\.$/, { timeout: 20_000 });
  await expect(screen(page)).toContainText('done');
});

test('a reload finds everything again', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await run(page, 'kept=yes; clear');
  await button(page, 'New terminal').click();
  await expect(tab(page, 'Shell 2')).toHaveAttribute('aria-selected', 'true');
  await prompt(page);
  await run(page, count(1, 20, 'sleep 0.1'));
  await expect(screen(page)).toContainText('line-3.');
  await page.reload();
  await expect(tab(page, /Shell/)).toHaveCount(2);
  await expect(tab(page, 'Shell 2')).toHaveAttribute('aria-selected', 'true');
  await expect(state(page)).toHaveText('Reconnected; nothing was missed.');
  await expectLines(page, 20, 10);
  await tab(page, /^Shell$/).click();
  await expect(input(page)).toBeFocused();
  await run(page, 'echo $kept');
  await expect(screen(page)).toContainText('yes');
  expect((await server.rest('GET', `/containers/${cuid}/sessions`)).sessions).toHaveLength(2);
});

test("another part of the page and back: what runs goes on", async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  const sockets = [];
  page.on('websocket', (socket) => sockets.push(socket));
  await open(terminalPage(cuid));
  await prompt(page);
  await run(page, `clear; ${count(1, 20, 'sleep 0.1')}`);
  await expect(screen(page)).toContainText('line-3.');
  const parts = page.getByRole('navigation', { name: 'Container' });
  await parts.getByRole('link', { name: 'Files' }).click();
  await expect(page.getByRole('tablist')).toHaveCount(0);
  // nothing of it stays behind
  await expect.poll(() => sockets.filter((socket) => !socket.isClosed())).toEqual([]);
  expect(await page.locator('.xterm').count()).toBe(0);
  await parts.getByRole('link', { name: 'Terminal' }).click();
  await expect(screen(page)).toContainText('line-3.');
  await expectLines(page, 20, 10);
});

test('closing a terminal ends what runs in it', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await run(page, 'sleep 4242');
  const running = async () => (await server.docker('top', cuid)).filter((line) => line.includes('sleep 4242')).length;
  await expect.poll(running).toBe(1);
  await button(page, 'Close Shell').click();
  await expect(page.getByRole('heading', { name: 'No terminal is open' })).toBeVisible();
  await expect.poll(running).toBe(0);
  await page.reload();
  await prompt(page);
  expect((await server.rest('GET', `/containers/${cuid}/sessions`)).sessions.filter((one) => one.ended_at === null)).toHaveLength(1);
});

test('a session that is gone says so', async ({ page, open, server, relay }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await relay.stop();
  await expect(state(page)).toContainText('Connection lost');
  const [{ id }] = (await server.rest('GET', `/containers/${cuid}/sessions`)).sessions;
  await server.rest('DELETE', `/containers/${cuid}/sessions/${id}`);
  await relay.start();
  await expect(state(page)).toContainText('This session is no longer there', { timeout: 20_000 });
  await button(page, 'Run again').click();
  await prompt(page);
});
