import { button } from '../../support/dashboard.js';
import { script } from '../../support/logs.js';
import { expect, test } from '../../support/test.js';

// Why a container stopped, on its overview.

const why = (page) => page.getByRole('region', { name: 'Why it stopped' });

test('an error is told with the last lines, as soon as it happens', async ({ page, open, server }) => {
  const text = String.raw`printf "\033[31mred words\033[0m\n"; while [ ! -e /tmp/go ]; do sleep 0.1; done; echo it broke >&2; sleep 0.5; exit 3`;
  const { cuid } = await script(server, text);
  await open(`/ui/containers/${cuid}`);
  await expect(page.getByRole('region', { name: 'What it uses' })).toBeVisible();
  await server.rest('POST', `/containers/${cuid}/exec`, { command: ['touch', '/tmp/go'] });
  await expect(why(page)).toContainText('It ended with an error (exit code 3), by itself.');
  await expect(why(page)).toContainText('exited with 3: ended with an error');
  const lines = why(page).getByRole('list', { name: 'Its last lines' }).getByRole('listitem');
  await expect(lines).toHaveCount(2);
  await expect(lines.first().locator('.t-1')).toHaveText('red words');
  await expect(lines.last()).toContainText(/err\s*it broke/);
  await expect(page.getByRole('region', { name: 'What it uses' })).toHaveCount(0);
  await why(page).getByRole('link', { name: 'Open the log' }).click();
  await expect(page).toHaveURL(`/ui/containers/${cuid}/logs`);
});

test('who asked for it is told, and leads to the request', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(`/ui/containers/${cuid}`);
  await button(page, 'Stop shop').click();
  await expect(why(page)).toContainText('because admin asked for it');
  await expect(why(page)).toContainText('SIGTERM');
  await expect(why(page)).toContainText('admin: Stop, just now');
  await why(page).getByRole('link', { name: 'Show the request' }).click();
  await expect(page).toHaveURL(/\/ui\/activity\?q=/);
  await expect(page.getByRole('list', { name: 'Entries' })).toContainText('Stop');
});

test('what was killed past this server is told', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(`/ui/containers/${cuid}`);
  await server.docker('kill', cuid);
  await expect(why(page)).toContainText('SIGKILL');
  await expect(why(page)).toContainText('somebody told the engine to, past this server');
  await server.docker('start', cuid);
  await expect(why(page)).toHaveCount(0);
});

test('want of memory is told', async ({ page, open, server }) => {
  const { cuid } = await script(server, 'echo eating; x=x; while :; do x=$x$x; done', { resources: { memory: '16m' } });
  await open(`/ui/containers/${cuid}`);
  await expect(why(page)).toContainText('because it used more memory than it may', { timeout: 30_000 });
  await expect(why(page)).toContainText('killed for want of memory');
});

test('the end of the run before is told while it runs again', async ({ page, open, server }) => {
  const text = '[ -e /tmp/x ] && sleep 1000; touch /tmp/x; echo once; sleep 0.5; exit 9';
  const { cuid } = await script(server, text, { restart: 'on-failure' });
  await open(`/ui/containers/${cuid}`);
  const last = page.getByRole('region', { name: 'How its last run ended' });
  await expect(last).toContainText('exit code 9');
  await expect(last).toContainText('once, by its restart policy');
});
