import { row } from '../../support/dashboard.js';
import { busy, chart, path, sampled, statsPage } from '../../support/stats.js';
import { expect, test } from '../../support/test.js';

// What containers use, to be read with JavaScript and without.

test('the list says what each uses, and can be sorted by it', async ({ page, open, server }) => {
  const { cuid } = await busy(server);
  await server.create({ name: 'off' });
  await sampled(server, cuid, 3);
  await open('/ui/containers?sort=memory');
  await expect(row(page, 'busy').getByRole('cell', { name: /(KiB|MiB)/ })).toBeVisible();
  await expect(row(page, 'off').getByRole('cell', { name: 'not running' })).toHaveCount(2);
  await expect(page.getByRole('rowheader')).toHaveText([/busy/, /off/]);
});

test('the charts are drawn, and are a table too', async ({ page, open, server }) => {
  const { cuid } = await busy(server);
  await sampled(server, cuid, 4);
  await open(statsPage(cuid));
  await expect(chart(page, 'CPU')).toContainText('cores');
  await expect(path(page, 'CPU')).toHaveAttribute('d', /^M\d+ [\d.]+L/);
  await page.getByText('As a table').click();
  const table = page.getByRole('table', { name: /means by the minute/ });
  await expect(table.getByRole('row').nth(1)).toContainText(/UTC.*cores.*(KiB|MiB)/);
});

test('the overview says what a container uses', async ({ page, open, server }) => {
  const { cuid } = await busy(server);
  await sampled(server, cuid, 3);
  await open(`/ui/containers/${cuid}`);
  const uses = page.getByRole('region', { name: 'What it uses' });
  await expect(uses.getByRole('meter', { name: 'CPU' })).toHaveAttribute('aria-valuetext', /cores, .* % of the limit of 0.50 cores/);
  await expect(uses.getByRole('meter', { name: 'Memory' })).toHaveAttribute('aria-valuetext', /of the limit of 64 MiB/);
  await uses.getByRole('link', { name: 'Charts' }).click();
  await expect(page).toHaveURL(statsPage(cuid));
});
