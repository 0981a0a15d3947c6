import { line, lines, log, logsPage, script } from '../../support/logs.js';
import { expect, test } from '../../support/test.js';

// Lines as large as a page of the log, and larger.

const long = (bytes, letter) => `head -c ${bytes} /dev/zero | tr '\\0' ${letter}; echo`;

test('a line of 3 MB is told with its size, hides none that is older, and can be had whole', async ({ page, open, server }) => {
  const { cuid } = await script(server, `seq 20 | sed 's/.*/old &./'; ${long(3_000_000, 'x')}; seq 3 | sed 's/.*/new &./'; sleep 1000`);
  await expect.poll(async () => (await server.fetch('GET', `/containers/${cuid}/logs?tail=1`)).text()).toContain('new 3.');
  await open(logsPage(cuid));
  await expect(line(page, 'new 3.')).toBeVisible();
  const huge = line(page, 'xxx');
  await expect(huge).toHaveCount(1);
  const whole = huge.getByRole('link', { name: 'Download the whole line, 2.8 MiB' });
  await expect(whole).toBeVisible();
  await log(page).press('Home');
  await expect(line(page, 'old 1.')).toBeInViewport();
  await expect(page.getByText('The log begins here.')).toBeVisible();
  await expect(lines(page)).toHaveCount(24);
  const text = await (await server.fetch('GET', await whole.getAttribute('href'))).text();
  expect(text).toBe(`${'x'.repeat(3_000_000)}\n`);
});

test('many long lines are read page by page, to the first', async ({ page, open, server }) => {
  // 30 of them are more than a page, and more than is looked at to know lines again
  const { cuid } = await script(server, `echo 'the first'; for i in $(seq 30); do ${long(200_000, 'y')}; done; echo 'the last'; sleep 1000`);
  await expect.poll(async () => (await server.fetch('GET', `/containers/${cuid}/logs?tail=1`)).text()).toContain('the last');
  await open(logsPage(cuid));
  await expect(line(page, 'the last')).toBeVisible();
  await expect(async () => {
    await log(page).press('Home');
    await expect(line(page, 'the first')).toBeInViewport({ timeout: 500 });
  }).toPass();
  await expect(page.getByText('The log begins here.')).toBeVisible();
  await expect(page.getByText('32 lines here')).toBeVisible();
});

test('a long line that is still being written grows', async ({ page, open, server }) => {
  const { cuid } = await script(server, `head -c 600000 /dev/zero | tr '\\0' z; while [ ! -f /app/go ]; do sleep 0.05; done; ${long(400_000, 'z')}; echo after; sleep 1000`);
  await open(logsPage(cuid));
  await expect(lines(page)).toHaveCount(1);
  await server.put(cuid, 'go', '');
  await expect(line(page, 'after')).toBeVisible();
  await expect(line(page, 'zzz').getByRole('link', { name: 'Download the whole line, 976.5 KiB' })).toBeVisible();
  await expect(lines(page)).toHaveCount(2);
});
