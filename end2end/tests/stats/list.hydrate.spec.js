import { names, row } from '../../support/dashboard.js';
import { busy, hide, sampled, sampledAgain } from '../../support/stats.js';
import { expect, test } from '../../support/test.js';

// What containers use, in the list.

const cell = (page, name, head) =>
  page.getByRole('table', { name: 'Containers' }).evaluate(
    (table, [name, head]) => {
      const heads = [...table.querySelectorAll('[role=columnheader]')].map((cell) => cell.innerText.trim());
      const rows = [...table.querySelectorAll('tbody [role=row]')];
      const found = rows.find((row) => row.querySelector('[role=rowheader] a').textContent === name);
      const cell = found.querySelectorAll(':scope > *')[heads.indexOf(head)];
      return { words: cell.innerText, path: cell.querySelector('path')?.getAttribute('d') ?? '' };
    },
    [name, head],
  );

test('numbers and lines move while a container works, and end with it', async ({ page, open, server }) => {
  const { cuid } = await busy(server);
  await server.create({ name: 'idle' });
  await open('/ui/containers');
  await expect.poll(async () => parseFloat((await cell(page, 'busy', 'CPU')).words)).toBeGreaterThan(0.1);
  await expect.poll(async () => (await cell(page, 'busy', 'CPU')).words).toMatch(/\d %/);
  await expect.poll(async () => (await cell(page, 'busy', 'Memory')).words).toMatch(/\d (KiB|MiB)\s+[\d.]+ %/);
  const before = (await cell(page, 'busy', 'CPU')).path;
  await expect.poll(async () => (await cell(page, 'busy', 'CPU')).path).not.toBe(before);
  expect((await cell(page, 'idle', 'CPU')).words).toContain('—');
  await server.rest('POST', `/containers/${cuid}/stop`);
  await expect.poll(async () => (await cell(page, 'busy', 'CPU')).words).toContain('—');
});

test('the line of what ran before the page was opened is there', async ({ page, open, server }) => {
  const { cuid } = await busy(server);
  await sampled(server, cuid, 6);
  await open('/ui/containers');
  await expect.poll(async () => (await cell(page, 'busy', 'CPU')).path.split('L').length).toBeGreaterThan(4);
});

test('what uses most comes first, and nothing moves under the pointer', async ({ page, open, server }) => {
  const busiest = await busy(server);
  await server.create({ name: 'off' });
  const calm = await server.run({ name: 'calm' });
  await open('/ui/containers');
  await expect.poll(async () => parseFloat((await cell(page, 'busy', 'CPU')).words)).toBeGreaterThan(0.1);
  await page.getByRole('columnheader', { name: 'CPU' }).getByRole('link').click();
  await expect(page).toHaveURL('/ui/containers?sort=cpu&order=desc');
  await expect(names(page)).toHaveText(['busy', 'calm', 'off']);
  // the other one works now; the rows stay while somebody is among them
  await row(page, 'busy').getByRole('link', { name: 'busy', exact: true }).focus();
  await server.docker('pause', busiest.cuid);
  await server.docker(['exec', '--detach'], calm.cuid, 'sh', '-c', 'while :; do :; done');
  await expect.poll(async () => parseFloat((await cell(page, 'calm', 'CPU')).words), { timeout: 20_000 }).toBeGreaterThan(0.1);
  // longer than one order is kept
  await sampledAgain(server, calm.cuid, 7);
  await expect(names(page)).toHaveText(['busy', 'calm', 'off']);
  await page.getByRole('heading', { name: 'Containers', level: 1 }).click();
  await expect(names(page)).toHaveText(['calm', 'busy', 'off'], { timeout: 20_000 });
});

test('the columns can be left out, and are remembered', async ({ page, open, server }) => {
  await server.create({ name: 'one' });
  await open('/ui/containers');
  await page.getByLabel('Density and columns').click();
  await page.getByRole('checkbox', { name: 'CPU' }).uncheck();
  await expect(page.getByRole('columnheader', { name: 'CPU' })).toBeHidden();
  await open('/ui/containers');
  await expect(page.getByRole('columnheader', { name: 'CPU' })).toBeHidden();
  await expect(page.getByRole('columnheader', { name: 'Memory' })).toBeVisible();
  await page.getByLabel('Density and columns').click();
  await page.getByRole('checkbox', { name: 'CPU' }).check();
});

test('one connection follows it, only while the page is seen and shown', async ({ page, open, server }) => {
  await busy(server);
  const streams = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/stats') streams.push(request);
  });
  await open('/ui/containers');
  await expect.poll(() => streams.length).toBe(1);
  await hide(page, true);
  await expect.poll(() => streams[0].failure()?.errorText).toContain('ERR_ABORTED');
  await hide(page, false);
  await expect.poll(() => streams.length).toBe(2);
  await page.getByRole('link', { name: 'Images' }).click();
  await expect.poll(() => streams[1].failure()?.errorText).toContain('ERR_ABORTED');
});
