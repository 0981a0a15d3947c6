import { button, messages, row } from '../../support/dashboard.js';
import { expect, test } from '../../support/test.js';

test('one that never ran goes after a question that names it', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'report' });
  await server.create({ name: 'other' });
  await open('/ui/containers');
  await row(page, 'report').getByLabel('More actions for report').click();
  await button(row(page, 'report'), 'Delete report').click();
  const question = page.getByRole('dialog', { name: 'Delete report?' });
  await expect(question).toContainText('It never ran.');
  await expect(question).toContainText(cuid);
  await button(question, 'Cancel').click();
  await expect(question).toBeHidden();
  await expect(row(page, 'report')).toBeVisible();

  await row(page, 'report').getByLabel('More actions for report').click();
  await button(row(page, 'report'), 'Delete report').click();
  await button(question, 'Delete').click();
  await expect(question).toBeHidden();
  await expect(messages(page)).toContainText('report deleted');
  await expect(row(page, 'report')).toHaveCount(0);
  await expect(row(page, 'other')).toBeVisible();
  expect(await server.list()).toMatchObject([{ name: 'other' }]);
});

test('a running one goes only when its name is typed', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(`/ui/containers/${cuid}`);
  await button(page, 'Delete shop').click();
  const question = page.getByRole('dialog', { name: 'Delete shop?' });
  await expect(question).toContainText('It is running');
  const name = question.getByRole('textbox', { name: 'Type shop to confirm' });
  await expect(name).toBeFocused();
  await name.fill('shoe');
  await page.keyboard.press('Enter');
  await expect(button(question, 'Stop and delete')).toBeDisabled();
  await expect(question).toBeVisible();
  expect(await server.list()).toHaveLength(1);

  await name.fill('shop');
  await button(question, 'Stop and delete').click();
  await expect(page).toHaveURL('/ui/containers');
  await expect(messages(page)).toContainText('shop deleted');
  await expect(page.getByRole('heading', { name: 'No containers yet' })).toBeVisible();
  expect(await server.list()).toEqual([]);
});
