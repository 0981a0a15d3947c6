import { ended, line, lines, log, logsPage, numbered, script, texts } from '../../support/logs.js';
import { expect, test } from '../../support/test.js';

// What there is to read, with JavaScript and without.

test('the tab shows what was written, in order, and which of it to standard error', async ({ page, open, server }) => {
  const { cuid } = await script(server, 'echo one; sleep 0.2; echo two >&2; sleep 0.2; echo three; sleep 1000');
  await expect.poll(async () => (await server.fetch('GET', `/containers/${cuid}/logs`)).text()).toContain('three');
  await open(`/ui/containers/${cuid}`);
  await page.getByRole('navigation', { name: 'Container' }).getByRole('link', { name: 'Logs' }).click();
  await expect(page).toHaveURL(logsPage(cuid));
  await expect(page).toHaveTitle('shop · Wharfinger');
  await expect(lines(page)).toHaveCount(3);
  expect(await texts(page)).toEqual(['one', 'two', 'three']);
  await expect(line(page, 'two').getByTitle('standard error')).toHaveText('err');
  await expect(line(page, 'one').getByTitle('standard error')).toHaveCount(0);
  await expect(line(page, 'one').getByRole('link')).toHaveText(/^\s*\d\d:\d\d:\d\d\.\d{3}\s*$/);
  await expect(line(page, 'one').getByRole('link')).toHaveAttribute('title', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{9} /);
  await expect(page.getByText('3 lines here')).toBeVisible();
  await expect(page.getByText('The log begins here.')).toBeVisible();
});

test('a container that has ended shows how', async ({ page, open, server }) => {
  const { cuid } = await script(server, 'echo last words; exit 3');
  await ended(server, cuid);
  await open(logsPage(cuid));
  await expect(lines(page)).toHaveCount(1);
  await expect(log(page)).toContainText(/last words\s*exited with 3: ended with an error/);
});

test('without a line it says why', async ({ page, open, server }) => {
  const idle = await server.create({ name: 'idle' });
  await open(logsPage(idle.cuid));
  await expect(page.getByRole('heading', { name: 'Not started yet' })).toBeVisible();
  const silent = await server.run({ name: 'silent' });
  await open(logsPage(silent.cuid));
  await expect(page.getByRole('heading', { name: 'Nothing written yet' })).toBeVisible();
  const mute = await script(server, 'exit 0');
  await ended(server, mute.cuid);
  await open(logsPage(mute.cuid));
  await expect(page.getByRole('heading', { name: 'It wrote nothing' })).toBeVisible();
  await expect(page.getByText('It exited with 0')).toBeVisible();
});

test('lines are looked for, and chosen by output and level', async ({ page, open, server }) => {
  const { cuid } = await script(
    server,
    'echo "INFO begun"; echo "ERROR it broke" >&2; echo "  at main" >&2; echo "level=warn slow"; echo plain; exit 0',
  );
  await ended(server, cuid);
  await open(logsPage(cuid));
  await page.getByRole('searchbox', { name: 'Look for text in lines' }).fill('BROKE');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\?q=BROKE/);
  await expect(page.getByRole('heading', { name: 'No line matches' })).toBeVisible();
  await page.getByRole('link', { name: 'Show all lines' }).click();
  await expect(lines(page)).toHaveCount(5);

  for (const [query, expected] of [
    ['?q=broke', ['ERROR it broke']],
    ['?q=BROKE&case=any', ['ERROR it broke']],
    ['?q=^[A-Z]%2B+b&regex=1', ['INFO begun']],
    ['?stream=stderr', ['ERROR it broke', '  at main']],
    // what goes on with a line belongs to it
    ['?level=error', ['ERROR it broke', '  at main']],
    ['?level=error&level=warn', ['ERROR it broke', '  at main', 'level=warn slow']],
    ['?since=run', ['INFO begun', 'ERROR it broke', '  at main', 'level=warn slow', 'plain']],
    ['?since=15m&q=plain', ['plain']],
  ]) {
    await open(logsPage(cuid, query));
    await expect.poll(() => texts(page), query).toHaveLength(expected.length);
    expect((await texts(page)).sort(), query).toEqual([...expected].sort());
  }
  await open(logsPage(cuid, '?q=broke'));
  await expect(line(page, 'ERROR').getByRole('mark')).toHaveText('broke');
});

test('a link leads to a line, with what was written before it', async ({ page, open, server }) => {
  const { cuid } = await script(server, `${numbered(500)}; exit 0`);
  await ended(server, cuid);
  await open(logsPage(cuid));
  await expect(line(page, 'line 500.')).toBeVisible();
  const all = await (await server.fetch('GET', `/containers/${cuid}/logs?format=ndjson`)).text();
  const { at } = all.trim().split('\n').map((line) => JSON.parse(line)).find(({ data }) => data === 'line 150.');
  await open(logsPage(cuid, `?line=${at}`));
  const pointed = log(page).locator('[aria-current=true]');
  await expect(pointed).toContainText('line 150.');
  await expect(line(page, 'line 149.')).toHaveCount(1);
});

test.describe('what is refused', () => {
  test.use({ provoked: ['status of 400', 'status of 404'] });

  test('a wrong expression is said at its field', async ({ page, open, server }) => {
    const { cuid } = await script(server, 'echo one; sleep 1000');
    await open(logsPage(cuid, '?q=a(b&regex=1'));
    const field = page.getByRole('searchbox', { name: 'Look for text in lines' });
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(/no regular expression; at character 2/);
  });

  test('a time that is none leads back', async ({ page, open, server }) => {
    const { cuid } = await script(server, 'echo one; sleep 1000');
    await open(logsPage(cuid, '?since=yesterday'));
    await expect(page.getByRole('alert')).toContainText('`since` is a moment');
    await page.getByRole('link', { name: 'Show the whole log' }).click();
    await expect(lines(page)).toHaveCount(1);
  });
});
