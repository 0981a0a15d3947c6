import { busy, chart, hide, path, points, sampledAgain, slider, statsPage } from '../../support/stats.js';
import { expect, test } from '../../support/test.js';

// The Stats tab of a container.

test('the charts go on with what the container uses', async ({ page, open, server }) => {
  const { cuid } = await busy(server);
  await open(statsPage(cuid));
  await expect(page.getByRole('link', { name: 'Stats' })).toHaveAttribute('aria-current', 'page');
  for (const name of ['CPU', 'Memory', 'Network', 'Disk', 'Processes']) await expect(chart(page, name)).toBeVisible();
  await expect.poll(async () => parseFloat(await chart(page, 'CPU').getByRole('strong').innerText())).toBeGreaterThan(0.1);
  await expect(chart(page, 'CPU')).toContainText('% of the limit of 0.50 cores');
  await expect(chart(page, 'Memory')).toContainText('limit of 64 MiB');
  await expect(chart(page, 'Network')).toContainText('in');
  const before = await points(page, 'Memory');
  await expect.poll(() => points(page, 'Memory')).toBeGreaterThan(before + 1);
});

test('any moment is read exactly, by keyboard and by mouse', async ({ page, open, server }) => {
  const { cuid } = await busy(server);
  await open(statsPage(cuid));
  await expect.poll(() => points(page, 'CPU')).toBeGreaterThan(2);
  await slider(page, 'CPU').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(slider(page, 'CPU')).toHaveAttribute('aria-valuenow', '448');
  await expect(slider(page, 'CPU')).toHaveAttribute('aria-valuetext', /^\d\d:\d\d:\d\d UTC: [\d.]+ cores$/);
  await expect(chart(page, 'CPU')).toContainText(/\d\d:\d\d:\d\d UTC: [\d.]+ cores/);
  // the same moment in the others
  await expect(chart(page, 'Network')).toContainText(/UTC: in .*, out /);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect(slider(page, 'CPU')).not.toHaveAttribute('aria-valuenow', '449');
  await page.keyboard.press('Escape');
  await expect(chart(page, 'CPU')).not.toContainText('UTC: ');
  const box = await slider(page, 'Memory').boundingBox();
  await page.mouse.move(box.x + box.width - 1, box.y + 20);
  await expect(chart(page, 'Memory')).toContainText(/UTC: [\d.]+ MiB|UTC: [\d.]+ KiB/);
  await page.mouse.move(box.x + 2, box.y + 20);
  await expect(chart(page, 'Memory')).toContainText('nothing measured then');
});

test('a time at which it did not run is a gap', async ({ page, open, server }) => {
  const { cuid } = await busy(server);
  const clock = await server.run({ name: 'clock' });
  await open(statsPage(cuid));
  await expect.poll(() => points(page, 'Memory')).toBeGreaterThan(2);
  await server.rest('POST', `/containers/${cuid}/stop`);
  await expect(page.getByText('It does not run. These are the last 15 minutes before its end.')).toBeVisible();
  await expect(chart(page, 'CPU').getByRole('strong')).toHaveText('—');
  await sampledAgain(server, clock.cuid, 5);
  await server.rest('POST', `/containers/${cuid}/start`);
  await expect(page.getByText('The last 15 minutes, every two seconds.')).toBeVisible();
  await expect(chart(page, 'Memory').locator('rect.gap')).toHaveCount(1, { timeout: 15_000 });
  expect((await path(page, 'Memory').getAttribute('d')).split('M').length).toBe(3);
  // as the server has it too
  await open(statsPage(cuid));
  await expect(chart(page, 'Memory').locator('rect.gap')).toHaveCount(1);
});

test('nothing is sent to a page that nobody sees, and nothing is missing afterwards', async ({ page, open, server }) => {
  const { cuid } = await busy(server);
  await open(statsPage(cuid));
  await expect.poll(() => points(page, 'Memory')).toBeGreaterThan(1);
  const stream = page.waitForEvent('requestfailed', (request) => new URL(request.url()).pathname === '/stats');
  await hide(page, true);
  await stream;
  const before = await path(page, 'Memory').getAttribute('d');
  await sampledAgain(server, cuid, 4);
  expect(await path(page, 'Memory').getAttribute('d')).toBe(before);
  const count = await points(page, 'Memory');
  await hide(page, false);
  await expect.poll(() => points(page, 'Memory')).toBeGreaterThan(count + 2);
  await expect(chart(page, 'Memory').locator('rect.gap')).toHaveCount(0);
});

test('a container that never ran says so, until it runs', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await open(statsPage(cuid));
  await expect(page.getByRole('heading', { name: 'Nothing measured yet' })).toBeVisible();
  await server.rest('POST', `/containers/${cuid}/start`);
  await expect(chart(page, 'CPU')).toBeVisible();
});
