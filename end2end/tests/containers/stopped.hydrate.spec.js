import { button } from '../../support/dashboard.js';
import { expect, test } from '../../support/test.js';

test('why a container stopped is told as soon as it has', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(`/ui/containers/${cuid}`);
  await button(page, 'Stop shop').click();
  const why = page.getByRole('region', { name: 'Why it stopped' });
  await expect(why.getByRole('link', { name: 'admin, by container.stop' })).toBeVisible();
  await button(page, 'Start shop').click();
  await expect(why).toHaveCount(0);
});
