import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { button, expectWrong, messages } from '../../support/dashboard.js';
import { freePort } from '../../support/port.js';
import { expect, test } from '../../support/test.js';

const textbox = (page, name) => page.getByRole('textbox', { name, exact: true });
const changes = (page) => page.getByRole('list', { name: 'Changes to compose.yaml' });
const settings = (cuid) => `/ui/containers/${cuid}/settings`;

test('tags and name change without a restart', async ({ page, open, server }) => {
  const before = await server.run({ name: 'shop', tags: ['web'] });
  await open(`/ui/containers/${before.cuid}`);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL(settings(before.cuid));
  await expect(page.getByText('Nothing is changed.')).toBeVisible();
  await expect(button(page, 'Save changes')).toBeDisabled();
  await textbox(page, 'Tags').fill('web, blue');
  await expect(page.getByText('Takes effect without a restart.')).toBeVisible();
  await expect(changes(page).getByRole('insertion')).toHaveText([/^Added: +- "?blue/]);
  await textbox(page, 'Name').fill('shop front');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'shop front', level: 1 })).toBeVisible();
  await expect(messages(page)).toContainText('shop front changed');
  await expect(page.getByText('Nothing is changed.')).toBeVisible();
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
  await open(settings(before.cuid));
  await button(page, 'Remove OLD').click();
  await expect(page.getByText(/Recreates and restarts: the container is stopped, made anew and run again/)).toBeVisible();
  await button(page, 'Add variable').click();
  await textbox(page, 'Variable name').last().fill('NEW');
  await textbox(page, 'Value of NEW').fill('3');
  // the port that the engine chose is still its choice
  await expect(textbox(page, 'Host port')).toHaveValue('');
  await textbox(page, 'Host port').fill(String(port));
  await expect(changes(page).getByRole('deletion').filter({ hasText: 'OLD' })).toBeVisible();
  await expect(changes(page).getByRole('insertion').filter({ hasText: String(port) })).toBeVisible();
  await button(page, 'Save changes').click();
  await expect(messages(page)).toContainText('shop changed');
  await expect(changes(page)).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'compose.yaml' })).toContainText(`published: "${port}"`);
  const after = await server.rest('GET', `/containers/${before.cuid}`);
  expect(after).toMatchObject({ status: 'running', env: { KEPT: '2', NEW: '3' }, ports: [{ host: port, container: 80 }] });
  expect(after.env).not.toHaveProperty('OLD');
  expect(after.container_id).not.toBe(before.container_id);
});

test('what was saved is taken back', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop', tags: ['web'] });
  await open(settings(cuid));
  await textbox(page, 'Tags').fill('blue');
  await button(page, 'Save changes').click();
  await button(messages(page), 'Undo').click();
  await expect(messages(page)).toContainText('shop is as it was');
  await expect(textbox(page, 'Tags')).toHaveValue('web');
  expect(await server.list()).toMatchObject([{ tags: ['web'] }]);
});

test('values of variables are covered until they are asked for', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop', env: { TOKEN: 'hunter2' } });
  await open(settings(cuid));
  const value = textbox(page, 'Value of TOKEN');
  const file = page.getByRole('region', { name: 'compose.yaml' });
  await expect(value).toHaveCSS('-webkit-text-security', 'disc');
  await expect(file).toContainText('TOKEN: ••••••••');
  await expect(page.getByText('hunter2')).toHaveCount(1);
  await value.fill('hunter3');
  await textbox(page, 'Name').focus();
  await expect(changes(page).getByRole('insertion')).toHaveText([/TOKEN: ••••••••/]);
  await button(page, 'Show values').click();
  await expect(value).toHaveCSS('-webkit-text-security', 'none');
  await expect(changes(page).getByRole('insertion')).toHaveText([/TOKEN: "?hunter3/]);
});

test('nothing is saved by leaving, and what was changed is there again', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await open(settings(cuid));
  await textbox(page, 'Name').fill('something else');
  await open(settings(cuid));
  await expect(textbox(page, 'Name')).toHaveValue('something else');
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(textbox(page, 'Name')).toHaveValue('something else');
  await button(page, 'Reset').click();
  await expect(textbox(page, 'Name')).toHaveValue('shop');
  await button(messages(page), 'Undo').click();
  await expect(textbox(page, 'Name')).toHaveValue('something else');
  await button(page, 'Reset').click();
  await expect(button(page, 'Save changes')).toBeDisabled();
  expect(await server.list()).toMatchObject([{ name: 'shop' }]);
});

test('what is changed elsewhere is taken over, and never overwritten unseen', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop', tags: ['web'], env: { A: '1' }, resources: { memory: '64m' } });
  await open(settings(cuid));
  await textbox(page, 'Memory').fill('32m');
  await server.rest('PATCH', `/containers/${cuid}`, { tags: ['blue'], env: { A: '2' } });
  await expect(textbox(page, 'Tags')).toHaveValue('blue');
  await expect(textbox(page, 'Value of A')).toHaveValue('2');
  await expect(textbox(page, 'Memory')).toHaveValue('32m');
  await expect(messages(page)).toContainText('Changed elsewhere: Tags, Variable A');
  await server.rest('PATCH', `/containers/${cuid}`, { resources: { memory: '128m' } });
  await expect(page.getByText('Changed elsewhere while you were changing it too: Memory')).toBeVisible();
  await expect(changes(page).getByRole('deletion')).toHaveText([/mem_limit: "128m"/]);
  await button(page, 'Save changes').click();
  await expect(button(page, 'Take theirs')).toBeVisible();
  expect(await server.list()).toMatchObject([{ resources: { memory: '128m' } }]);
  await button(page, 'Take theirs').click();
  await expect(textbox(page, 'Memory')).toHaveValue('128m');
  await expect(page.getByText('Nothing is changed.')).toBeVisible();
});

test('a file that was edited by hand is shown and left alone', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  const path = join(server.folder, 'data/containers', cuid, 'compose.yaml');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('    init: true', '    init: true\n    hostname: by-hand'));
  await expect.poll(async () => {
    await open(settings(cuid));
    return page.getByText('was edited by hand').count();
  }).toBe(1);
  await expect(textbox(page, 'Name')).toBeDisabled();
  await expect(page.getByRole('region', { name: 'compose.yaml' })).toContainText('hostname: by-hand');
});

test('a container is deleted from its settings', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await open(settings(cuid));
  await button(page, 'Delete this container').click();
  await button(page.getByRole('dialog', { name: 'Delete shop?' }), 'Delete').click();
  await expect(page).toHaveURL('/ui/containers');
  expect(await server.list()).toEqual([]);
});

test('the file is copied and downloaded', async ({ page, open, server, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { cuid } = await server.create({ name: 'shop', env: { TOKEN: 'hunter2' } });
  await open(settings(cuid));
  await button(page, 'Copy compose.yaml').click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/TOKEN: "?hunter2/);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('region', { name: 'What saving does' }).getByRole('link', { name: 'Download compose.yaml' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('compose.yaml');
  expect(await readFile(await download.path(), 'utf8')).toBe(copied);
});

test.describe('what is refused', () => {
  test.use({ provoked: ['status of 409'] });

  test('is told at its field, and the old container runs on', async ({ page, open, server }) => {
    const other = await server.run({ name: 'other', ports: [{ container: 80 }] });
    const taken = String(other.ports[0].host);
    const before = await server.run({ name: 'shop', ports: [{ container: 80 }] });
    await open(settings(before.cuid));
    await textbox(page, 'Memory').fill('1m');
    await expectWrong(textbox(page, 'Memory'), /The least is 6m/);
    await expect(page.getByText("it can't be saved like this")).toBeVisible();
    await textbox(page, 'Memory').fill('');
    await textbox(page, 'Host port').fill(taken);
    await button(page, 'Save changes').click();
    await expect(page.getByRole('alert')).toContainText(`Host port ${taken} is taken`);
    await expect(textbox(page, 'Host port')).toHaveValue(taken);
    const after = await server.rest('GET', `/containers/${before.cuid}`);
    expect(after).toMatchObject({ status: 'running', resources: before.resources, ports: [{ automatic: true }] });
  });
});
