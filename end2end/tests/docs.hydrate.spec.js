import { expect, test } from '../support/test.js';

test('the API documentation shows itself without any other host', async ({ page }) => {
  await page.goto('/docs');
  await expect(page.getByRole('heading', { name: /Wharfinger/ })).toBeVisible();
  await expect(page.getByText('/containers/{cuid}/start', { exact: true })).toBeVisible();
});
