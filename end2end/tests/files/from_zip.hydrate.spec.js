import { button, messages } from '../../support/dashboard.js';
import { drop, zip } from '../../support/files.js';
import { expect, test } from '../../support/test.js';

// A ZIP archive that is dropped on the list of containers becomes one.

const area = (page) => page.getByRole('region', { name: 'Containers', exact: true });

test('a container is made of an archive, started, and shown', async ({ page, open, server }) => {
  await open('/ui/containers');
  await drop(area(page), { 'my-app.zip': zip({ 'boot.sh': 'echo begun; test -f data/a.txt && exit 7\n', 'data/a.txt': 'a' }) });
  const dialog = page.getByRole('dialog', { name: 'New container from my-app.zip' });
  await dialog.getByRole('combobox', { name: 'Image' }).fill('busybox:latest');
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('my-app');
  await button(dialog, 'Create and start').click();
  await expect(dialog).toContainText('Unpacked: 2 added');
  await expect(dialog).toContainText('exited with 7');
  await expect(dialog.getByRole('log', { name: 'Output' })).toContainText('begun');
  await dialog.getByRole('link', { name: 'its files' }).click();
  await expect(page.getByRole('link', { name: 'boot.sh', exact: true })).toBeVisible();
  const [made] = await server.list();
  expect(made).toMatchObject({ name: 'my-app', status: 'exited', exit_code: 7 });
});

test('what it writes shows as it writes it', async ({ page, open, server }) => {
  await open('/ui/containers');
  const script = 'echo begun; while [ ! -f go ]; do sleep 0.1; done; echo gone on; sleep 600\n';
  await drop(area(page), { 'my-app.zip': zip({ 'boot.sh': script }) });
  const dialog = page.getByRole('dialog', { name: 'New container from my-app.zip' });
  await dialog.getByRole('combobox', { name: 'Image' }).fill('busybox:latest');
  await button(dialog, 'Create and start').click();
  const output = dialog.getByRole('log', { name: 'Output' });
  await expect(output).toHaveText('begun');
  const [made] = await server.list();
  await server.put(made.cuid, 'go', '');
  await expect(output).toHaveText(/begun\s+gone on/);
  await button(dialog, 'Close').click();
  await expect(dialog).toBeHidden();
});

test.describe('a wrong image', () => {
  test.use({ provoked: ['status of 400'] });

  test('the form says what is wrong before anything is made', async ({ page, open, server }) => {
    await open('/ui/containers');
    await drop(area(page), { 'my-app.zip': zip({ 'boot.sh': '' }) });
    const dialog = page.getByRole('dialog', { name: 'New container from my-app.zip' });
    await dialog.getByRole('combobox', { name: 'Image' }).fill('No Image');
    await button(dialog, 'Create and start').click();
    await expect(dialog.getByRole('combobox', { name: 'Image' })).toHaveAttribute('aria-invalid', 'true');
    expect(await server.list()).toEqual([]);
    await button(dialog, 'Cancel').click();
    await drop(area(page), { 'notes.txt': 'a' });
    await expect(messages(page)).toContainText('Drop one ZIP archive here');
  });
});
