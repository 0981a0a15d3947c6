import { expect, test } from '../support/test.js';

// What there is to read about the machine, with JavaScript and without.

test('the machine, its engine and what is left are told', async ({ page, open, server }) => {
  const report = await server.rest('GET', '/host');
  await open('/ui/containers');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'System' }).click();
  await expect(page).toHaveURL('/ui/system');
  await expect(page).toHaveTitle('System · Wharfinger');
  await expect(page.getByRole('region', { name: 'Engine', exact: true })).toContainText(report.engine.version);
  await expect(page.getByRole('region', { name: 'Engine', exact: true })).toContainText(report.compose_version);
  await expect(page.getByRole('region', { name: 'Host', exact: true })).toContainText(report.engine.kernel);
  await expect(page.getByRole('region', { name: 'Wharfinger', exact: true })).toContainText(report.version);
  const disk = page.getByRole('meter', { name: 'Disk of definitions and files' });
  await expect(disk).toHaveAttribute('aria-valuetext', /^[\d.]+ \wi?B of [\d.]+ \wi?B left$/);
  const warnings = page.getByRole('region', { name: 'Warnings' });
  if (report.warnings.length === 0) await expect(warnings).toContainText('Nothing is wrong.');
  else await expect(warnings.getByRole('listitem')).toHaveText(report.warnings.map((warning) => warning.message));
});
