import { button, expectWrong, messages } from '../../support/dashboard.js';
import { freePort } from '../../support/port.js';
import { expect, test } from '../../support/test.js';

const textbox = (page, name) => page.getByRole('textbox', { name, exact: true });

test('tags and name change without a restart', async ({ page, open, server }) => {
  const before = await server.run({ name: 'shop', tags: ['web'] });
  await open(`/ui/containers/${before.cuid}`);
  await page.getByRole('link', { name: 'Edit' }).click();
  await textbox(page, 'Tags').fill('web, blue');
  await textbox(page, 'Name').fill('shop front');
  await button(page, 'Save changes').click();
  await expect(page.getByRole('heading', { name: 'shop front', level: 1 })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Configuration' })).toContainText('blue');
  const after = await server.rest('GET', `/containers/${before.cuid}`);
  expect(after).toMatchObject({
    tags: ['web', 'blue'],
    container_id: before.container_id,
    started_at: before.started_at,
  });
});

test('variables and ports change by a new container that runs again', async ({ page, open, server }) => {
  const port = await freePort();
  const before = await server.run({ name: 'shop', env: { OLD: '1', KEPT: '2' }, ports: [{ container: 80 }] });
  await open(`/ui/containers/${before.cuid}?edit=1`);
  await expect(page.getByText(/stops it, recreates it and runs it again/)).toBeVisible();
  await button(page, 'Remove OLD').click();
  await button(page, 'Add variable').click();
  await textbox(page, 'Variable name').last().fill('NEW');
  await textbox(page, 'Value of NEW').fill('3');
  // the port that the engine chose is still its choice
  await expect(textbox(page, 'Host port')).toHaveValue('');
  await textbox(page, 'Host port').fill(String(port));
  await button(page, 'Save changes').click();
  await expect(messages(page)).toContainText('shop changed');
  await expect(page).toHaveURL(`/ui/containers/${before.cuid}`);
  await expect(page.getByRole('link', { name: `${port} → 80` })).toBeVisible();
  const after = await server.rest('GET', `/containers/${before.cuid}`);
  expect(after).toMatchObject({ status: 'running', env: { KEPT: '2', NEW: '3' }, ports: [{ host: port, container: 80 }] });
  expect(after.env).not.toHaveProperty('OLD');
  expect(after.container_id).not.toBe(before.container_id);
});

test('what is edited stays in the address, and nothing is saved by leaving', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await open(`/ui/containers/${cuid}`);
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByRole('form', { name: 'Settings' })).toBeVisible();
  await open(page.url());
  await expect(page.getByRole('form', { name: 'Settings' })).toBeVisible();
  await textbox(page, 'Name').fill('something else');
  await button(page, 'Cancel').click();
  await expect(page.getByRole('heading', { name: 'shop', level: 1 })).toBeVisible();
  await expect(page.getByRole('form', { name: 'Settings' })).toHaveCount(0);
  expect(await server.list()).toMatchObject([{ name: 'shop' }]);
});

test.describe('what is refused', () => {
  test.use({ provoked: ['status of 400', 'status of 409'] });

  test('is told at its field, and the old container runs on', async ({ page, open, server }) => {
    const other = await server.run({ name: 'other', ports: [{ container: 80 }] });
    const taken = String(other.ports[0].host);
    const before = await server.run({ name: 'shop', ports: [{ container: 80 }] });
    await open(`/ui/containers/${before.cuid}?edit=1`);
    await textbox(page, 'Memory').fill('1m');
    await button(page, 'Save changes').click();
    await expectWrong(textbox(page, 'Memory'), /The least is 6m/);
    await textbox(page, 'Memory').fill('');
    await textbox(page, 'Host port').fill(taken);
    await button(page, 'Save changes').click();
    await expect(page.getByRole('alert')).toContainText(`Host port ${taken} is taken`);
    await expect(textbox(page, 'Host port')).toHaveValue(taken);
    const after = await server.rest('GET', `/containers/${before.cuid}`);
    expect(after).toMatchObject({ status: 'running', resources: before.resources, ports: [{ automatic: true }] });
  });
});
