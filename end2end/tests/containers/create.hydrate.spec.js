import { button, messages } from '../../support/dashboard.js';
import { freePort } from '../../support/port.js';
import { expect, test } from '../../support/test.js';

test('a container is made as the form says', async ({ page, open, context, server }) => {
  const port = await freePort();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open('/ui/containers');
  await page.getByRole('link', { name: 'New container' }).click();
  await expect(page.getByRole('heading', { name: 'New container' })).toBeVisible();

  await page.getByRole('combobox', { name: 'Image' }).click();
  await page.getByRole('option', { name: /^busybox:latest/ }).click();
  await expect(page.getByRole('combobox', { name: 'Image' })).toHaveValue('busybox:latest');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('shop front');
  await page.getByRole('textbox', { name: 'Tags' }).fill('web, production');

  await button(page, 'Add port').click();
  await page.getByRole('textbox', { name: 'Host port' }).fill(String(port));
  await page.getByRole('textbox', { name: 'Container port' }).fill('80');
  await button(page, 'Add port').click();
  await page.getByRole('textbox', { name: 'Container port' }).nth(1).fill('53');
  await page.getByRole('combobox', { name: 'Protocol' }).nth(1).selectOption('udp');

  await button(page, 'Add variable').click();
  await page.evaluate(() => navigator.clipboard.writeText('# shop\nexport MODE=quiet\nPRICE="5 $"\n\nEMPTY=\n'));
  await expect(page.getByRole('textbox', { name: 'Variable name' })).toBeFocused();
  await page.keyboard.press('Control+V');
  await expect(page.getByRole('textbox', { name: 'Value of PRICE' })).toHaveValue('5 $');
  await button(page, 'Add variable').click();
  await page.getByRole('textbox', { name: 'Variable name' }).last().fill('NOTE');
  await page.getByRole('textbox', { name: 'Value of NOTE' }).fill('two\nlines');

  await page.getByRole('textbox', { name: 'CPUs' }).fill('0.5');
  await page.getByRole('textbox', { name: 'Memory' }).fill('64m');
  await page.getByRole('textbox', { name: 'Processes' }).fill('50');
  await page.getByRole('combobox', { name: 'Restart policy' }).selectOption('on-failure');
  await page.getByRole('textbox', { name: 'Command' }).fill("sh -c 'sleep 1000'");
  await expect(page.getByRole('list', { name: 'Arguments' }).getByRole('listitem')).toHaveText(['sh', '-c', 'sleep 1000']);
  await button(page, 'Create container').click();

  await expect(page.getByRole('heading', { name: 'shop front', level: 1 })).toBeVisible();
  await expect(messages(page)).toContainText('shop front created');
  await expect(button(page, 'Stop shop front')).toBeVisible();
  const [made] = await server.list();
  expect(page.url()).toContain(made.cuid);
  expect(made).toMatchObject({
    name: 'shop front',
    image: 'busybox:latest',
    status: 'running',
    tags: ['web', 'production'],
    env: { MODE: 'quiet', PRICE: '5 $', EMPTY: '', NOTE: 'two\nlines' },
    resources: { cpus: 0.5, memory: '64m', pids: 50 },
    restart: 'on-failure',
    command: ['sh', '-c', 'sleep 1000'],
  });
  expect(made.ports).toMatchObject([
    { host: port, container: 80, protocol: 'tcp', automatic: false },
    { container: 53, protocol: 'udp', automatic: true },
  ]);
});

test('a container is made without being started', async ({ page, open, server }) => {
  await open('/ui/containers/new');
  await page.getByRole('combobox', { name: 'Image' }).fill('busybox:latest');
  await page.getByRole('checkbox', { name: 'Start right after creating' }).uncheck();
  await button(page, 'Create container').click();
  // without a name it is named after its image
  await expect(page.getByRole('heading', { name: /^busybox-/, level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Start busybox-/ })).toBeVisible();
  expect(await server.list()).toMatchObject([{ status: 'created', image: 'busybox:latest' }]);
});

test.describe('what cannot start', () => {
  test.use({ provoked: ['status of 422'] });

  test('an interpreter without a program says what to upload', async ({ page, open }) => {
    await open('/ui/containers/new');
    await page.getByRole('combobox', { name: 'Image' }).fill('python:3.12-slim');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('report');
    await button(page, 'Create container').click();
    await expect(page.getByRole('heading', { name: 'report', level: 1 })).toBeVisible();
    await expect(messages(page)).toContainText(/report did not start: .*runs only an interpreter.*Upload boot\.py/);
    await button(page, 'Start report').click();
    await expect(page.getByRole('main').getByRole('alert')).toContainText(/Upload boot\.py .*\/app\/boot\.py.*or give the container a command/);
    await page.getByRole('main').getByRole('alert').getByRole('link', { name: 'Files' }).click();
    await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
  });
});
