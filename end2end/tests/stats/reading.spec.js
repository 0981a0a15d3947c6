import { row } from '../../support/dashboard.js';
import { busy, chart, path, statsPage } from '../../support/stats.js';
import { expect, test } from '../../support/test.js';

// What containers use and the machine has, to be read with JavaScript and without.

const sampled = (server, cuid, count) =>
  expect
    .poll(async () => (await server.rest('GET', `/containers/${cuid}/stats/history`)).memory_bytes.length, { timeout: 30_000 })
    .toBeGreaterThan(count);

test('the list says what each uses, and can be sorted by it', async ({ page, open, server }) => {
  const { cuid } = await busy(server);
  await server.create({ name: 'off' });
  await sampled(server, cuid, 2);
  await open('/ui/containers?sort=memory');
  await expect(row(page, 'busy').getByRole('cell', { name: /(KiB|MiB)/ })).toBeVisible();
  await expect(row(page, 'off').getByRole('cell', { name: 'not running' })).toHaveCount(2);
  await expect(page.getByRole('rowheader')).toHaveText([/busy/, /off/]);
});

test('the charts are drawn, and are a table too', async ({ page, open, server }) => {
  const { cuid } = await busy(server);
  await sampled(server, cuid, 3);
  await open(statsPage(cuid));
  await expect(chart(page, 'CPU')).toContainText('cores');
  await expect(path(page, 'CPU')).toHaveAttribute('d', /^M\d+ [\d.]+L/);
  await page.getByText('As a table').click();
  const table = page.getByRole('table', { name: /means by the minute/ });
  await expect(table.getByRole('row').nth(1)).toContainText(/UTC.*cores.*(KiB|MiB)/);
});

test('the overview says what a container uses', async ({ page, open, server }) => {
  const { cuid } = await busy(server);
  await sampled(server, cuid, 2);
  await open(`/ui/containers/${cuid}`);
  const uses = page.getByRole('region', { name: 'What it uses' });
  await expect(uses.getByRole('meter', { name: 'CPU' })).toHaveAttribute('aria-valuetext', /cores, .* % of the limit of 0.50 cores/);
  await expect(uses.getByRole('meter', { name: 'Memory' })).toHaveAttribute('aria-valuetext', /of the limit of 64 MiB/);
  await uses.getByRole('link', { name: 'Charts' }).click();
  await expect(page).toHaveURL(statsPage(cuid));
});

test('the system page tells of the machine, its engine and this server', async ({ page, open, server }) => {
  await server.run({ name: 'shop' });
  await server.create({ name: 'report' });
  const host = await server.rest('GET', '/host');
  await open('/ui/containers');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^System/ }).click();
  await expect(page).toHaveTitle('System · Wharfinger');
  const card = (name) => page.getByRole('region', { name, exact: true });
  await expect(card('Machine')).toContainText(host.engine.kernel);
  await expect(card('Machine')).toContainText(`version ${host.engine.cgroup_version}`);
  await expect(card('Machine').getByRole('meter', { name: 'Memory in use' })).toHaveAttribute('aria-valuetext', /available$/);
  await expect(card('Disks').getByRole('meter', { name: "Disk of containers' files" })).toHaveAttribute('aria-valuetext', /left$/);
  await expect(card('Engine')).toContainText(host.engine.version);
  await expect(card('Engine')).toContainText(host.compose_version);
  await expect(card('Engine')).toContainText(host.engine.storage_driver);
  await expect(card('Wharfinger')).toContainText(host.version);
  await expect(card('Wharfinger')).toContainText('2, 1 running');
  if (host.warnings.length) {
    await expect(card('Warnings').getByRole('listitem')).toHaveCount(host.warnings.length);
    await expect(card('Warnings')).toContainText(host.warnings[0].message);
  } else {
    await expect(card('Warnings')).toContainText('All is well.');
  }
});
