import { ended, firstInView, line, lines, log, logsPage, numbered, script, scroll, texts, wheel } from '../../support/logs.js';
import { button } from '../../support/dashboard.js';
import { expect, test } from '../../support/test.js';

// What is written shows by itself, and nothing moves that somebody reads.

// Writes a line for each number that is put into /app/upto, and so on.
const counter = 'n=0; while :; do m=$(cat /app/upto 2>/dev/null || echo 0); while [ $n -lt $m ]; do n=$((n+1)); echo "line $n."; done; sleep 0.05; done';
const upTo = (server, cuid, number) => server.put(cuid, 'upto', String(number));

test('new lines appear at the end, which stays in view', async ({ page, open, server }) => {
  const { cuid } = await script(server, counter);
  await open(logsPage(cuid));
  await expect(page.getByRole('heading', { name: 'Nothing written yet' })).toBeVisible();
  await upTo(server, cuid, 300);
  await expect(line(page, 'line 300.')).toBeInViewport();
  await upTo(server, cuid, 301);
  await expect(line(page, 'line 301.')).toBeInViewport();
  expect((await scroll(page)).left).toBeLessThan(5);
  await expect(page.getByText('301 lines here')).toBeVisible();
  // far fewer are in the document
  expect(await lines(page).count()).toBeLessThan(120);
});

test('what is read stays where it is, and a button tells what came', async ({ page, open, server }) => {
  const { cuid } = await script(server, counter);
  await upTo(server, cuid, 2000);
  await open(logsPage(cuid));
  await expect(line(page, 'line 2000.')).toBeInViewport();
  await wheel(page, -600);
  await expect(button(page, 'Go to the end')).toBeVisible();
  await expect.poll(() => firstInView(page)).not.toBeUndefined();
  const before = await firstInView(page);
  await upTo(server, cuid, 2050);
  await expect(button(page, '50 new lines')).toBeVisible();
  expect(await firstInView(page)).toEqual(before);
  // more than is kept: the oldest are dropped meanwhile
  await upTo(server, cuid, 9000);
  await expect(page.getByRole('button', { name: '7,000 new lines' })).toBeVisible();
  expect(await firstInView(page)).toEqual(before);
  await page.getByRole('button', { name: '7,000 new lines' }).click();
  await expect(line(page, 'line 9000.')).toBeInViewport();
  await expect(page.getByRole('button', { name: /new line/ })).toBeHidden();
  await upTo(server, cuid, 9001);
  await expect(line(page, 'line 9001.')).toBeInViewport();
});

test('scrolling back to the end follows again, and so does the End key', async ({ page, open, server }) => {
  const { cuid } = await script(server, counter);
  await upTo(server, cuid, 500);
  await open(logsPage(cuid));
  await expect(line(page, 'line 500.')).toBeInViewport();
  await wheel(page, -400);
  await expect(button(page, 'Go to the end')).toBeVisible();
  await wheel(page, 4000);
  await expect(button(page, 'Go to the end')).toBeHidden();
  await wheel(page, -400);
  await expect(button(page, 'Go to the end')).toBeVisible();
  await log(page).press('End');
  await expect(button(page, 'Go to the end')).toBeHidden();
  await upTo(server, cuid, 501);
  await expect(line(page, 'line 501.')).toBeInViewport();
});

test('older lines come when one scrolls up, to the first, and back again', async ({ page, open, server }) => {
  const { cuid } = await script(server, `${numbered(3000)}; sleep 1000`);
  await expect.poll(async () => (await server.fetch('GET', `/containers/${cuid}/logs?tail=1`)).text()).toContain('3000');
  await open(logsPage(cuid));
  await expect(line(page, 'line 3000.')).toBeInViewport();
  const seen = new Set();
  await expect(async () => {
    await log(page).press('Home');
    for (const text of await texts(page)) seen.add(text);
    await expect(line(page, 'line 1.')).toBeInViewport({ timeout: 500 });
  }).toPass();
  await expect(page.getByText('The log begins here.')).toBeVisible();
  await expect(page.getByText('3,000 lines here')).toBeVisible();
  // none is missing and none is there twice
  const drawn = await texts(page);
  expect(drawn).toEqual(drawn.map((_, at) => `line ${at + 1}.`));
  await log(page).press('End');
  await expect(line(page, 'line 3000.')).toBeInViewport();
});

test('a slow read keeps its place while older lines are put before it', async ({ page, open, server }) => {
  const { cuid } = await script(server, `${numbered(3000)}; sleep 1000`);
  await expect.poll(async () => (await server.fetch('GET', `/containers/${cuid}/logs?tail=1`)).text()).toContain('3000');
  await open(logsPage(cuid));
  await expect(line(page, 'line 3000.')).toBeInViewport();
  let last = 3000;
  for (let turn = 0; turn < 30; turn += 1) {
    await wheel(page, -300);
    await expect(async () => {
      const { text } = await firstInView(page);
      const number = Number(text.match(/\d+/)[0]);
      // a turn of the wheel is fifteen lines, and a little where lines are drawn meanwhile
      expect(last - number).toBeGreaterThan(5);
      expect(last - number).toBeLessThan(turn === 0 ? 100 : 25);
      last = number;
    }).toPass({ timeout: 5000 });
  }
});

test('a restart is followed, and told between the lines', async ({ page, open, server }) => {
  const { cuid } = await script(server, 'echo "run $(cat /app/run)"; sleep 1000');
  await server.put(cuid, 'run', 'one');
  await server.rest('POST', `/containers/${cuid}/restart`);
  await open(logsPage(cuid));
  await expect(line(page, 'run one')).toBeVisible();
  await server.put(cuid, 'run', 'two');
  await server.docker('kill', cuid);
  await expect(log(page)).toContainText(/run one\s*exited with 137: killed \(SIGKILL\)/);
  await server.rest('POST', `/containers/${cuid}/start`);
  await expect(line(page, 'run two')).toBeVisible();
  await expect(log(page)).toContainText(/run one\s*exited with 137: killed \(SIGKILL\) · [\d:.]+\s*started · [\d:.]+[^]*run two/);
});

test.describe('a connection that is lost', () => {
  test.use({ provoked: ['net::ERR'] });

  test('comes back without a gap and without repetition', async ({ page, open, server }) => {
    const { cuid } = await script(server, counter);
    await upTo(server, cuid, 100);
    await open(logsPage(cuid));
    await expect(line(page, 'line 100.')).toBeInViewport();
    await server.stop();
    await expect(page.getByRole('status').filter({ hasText: 'no line is missed' })).toBeVisible();
    await server.start();
    await upTo(server, cuid, 150);
    await expect(line(page, 'line 150.')).toBeInViewport({ timeout: 20_000 });
    await expect(page.getByText('150 lines here')).toBeVisible();
    await expect(page.getByText('no line is missed')).toBeHidden();
  });
});

test('a container that writes nothing more says so, and a deleted one too', async ({ page, open, server }) => {
  const { cuid } = await script(server, 'echo one; exit 0');
  await ended(server, cuid);
  await open(logsPage(cuid));
  await expect(page.getByText('Nothing is being written')).toBeVisible();
  await server.rest('DELETE', `/containers/${cuid}`);
  await expect(page.getByText('Its log is gone with it.')).toBeVisible();
});
