import { line, log, logsPage, numbered, script, texts, wheel } from '../../support/logs.js';
import { expect, test } from '../../support/test.js';

// The lines that are drawn are those of the log: in its order, each once, at every moment.

// Looks at every frame whether what is drawn is in order.
const watch = (page) =>
  page.addInitScript(() => {
    window.disorder = [];
    const look = () => {
      const rows = [...document.querySelectorAll('[role=log] [data-line]')];
      // the last may still be arriving
      const drawn = rows.map((row) => ({ number: Number(row.dataset.line), at: row.querySelector('.log-time')?.title ?? '9' }));
      for (let at = 1; at < drawn.length; at += 1) {
        const [before, after] = [drawn[at - 1], drawn[at]];
        if (after.number !== before.number + 1 || after.at < before.at) window.disorder.push([before, after]);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

const disorder = (page) => page.evaluate(() => window.disorder.slice(0, 5));

const writes = async (server, cuid, last) =>
  expect.poll(async () => (await server.fetch('GET', `/containers/${cuid}/logs?tail=1`)).text()).toContain(last);

test('a page that is opened while much is written shows what the server told it', async ({ page, open, server }) => {
  test.setTimeout(120_000);
  const { cuid } = await server.run({
    name: 'fast',
    image: 'python:3.12-slim',
    command: ['python', '-u', '-c', 'import time\nn = 0\nwhile True:\n  n += 1; print("line", n); time.sleep(0.001)'],
  });
  await watch(page);
  for (let turn = 0; turn < 20; turn += 1) {
    // also where the first line is just being written
    if (turn % 4 === 0) await server.rest('POST', `/containers/${cuid}/restart`);
    await open(logsPage(cuid, turn % 2 === 0 ? '?since=run' : ''));
    await expect(line(page, 'line').first()).toBeVisible();
    await page.waitForTimeout(300);
    expect(await disorder(page), `opened ${turn + 1} times`).toEqual([]);
  }
});

test('a page that begins without a line, or with a few, fills in order', async ({ page, open, server }) => {
  const { cuid } = await script(server, 'while :; do m=$(cat /app/upto 2>/dev/null || echo 0); while [ ${n:=0} -lt $m ]; do n=$((n+1)); echo "line $n."; done; sleep 0.05; done');
  await watch(page);
  await open(logsPage(cuid));
  await expect(page.getByRole('heading', { name: 'Nothing written yet' })).toBeVisible();
  for (const last of [1, 6, 31, 32, 33, 70, 400]) {
    await server.put(cuid, 'upto', String(last));
    await expect(line(page, `line ${last}.`)).toBeInViewport();
    await expect.poll(() => disorder(page), `up to ${last}`).toEqual([]);
    // as it was, with what the page begins with
    await open(logsPage(cuid));
    await expect(line(page, `line ${last}.`)).toBeInViewport();
    const drawn = await texts(page);
    expect(drawn).toEqual(drawn.map((_, at) => `line ${last - drawn.length + 1 + at}.`));
  }
  await expect(async () => {
    await log(page).press('Home');
    expect(await disorder(page)).toEqual([]);
    await expect(line(page, 'line 1.')).toBeInViewport({ timeout: 500 });
  }).toPass();
  expect(await disorder(page)).toEqual([]);
});

for (const [what, between, count, query] of [
  ['one block', 3000, 20, '?level=error'],
  ['many blocks', 500, 700, ''],
]) {
  test(`older lines come in order before ${what}`, async ({ page, open, server }) => {
    // few of the newest are of the level, so that the page begins with few
    const { cuid } = await script(server, `seq 500 | sed 's/.*/ERROR old &./'; ${numbered(between)}; seq ${count} | sed 's/.*/ERROR new &./'; sleep 1000`);
    await writes(server, cuid, `new ${count}.`);
    await watch(page);
    await open(logsPage(cuid, query));
    await expect(line(page, `new ${count}.`)).toBeVisible();
    await expect(async () => {
      await wheel(page, -3000);
      expect(await disorder(page)).toEqual([]);
      await expect(line(page, 'ERROR old 1.')).toBeVisible({ timeout: 100 });
    }).toPass({ timeout: 40_000 });
    await expect(page.getByText(query ? 'The first line that matches.' : 'The log begins here.')).toBeVisible();
    expect(await disorder(page)).toEqual([]);
  });
}
