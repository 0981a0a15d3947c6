import { button, expectWrong, messages, tabTo } from '../../support/dashboard.js';
import { docker } from '../../support/docker.js';
import { expect, test } from '../../support/test.js';

// What helps to fill in the form for a new container.

const image = (page) => page.getByRole('combobox', { name: 'Image' });
const textbox = (page, name) => page.getByRole('textbox', { name, exact: true });
const offers = (page) => page.getByRole('listbox', { name: 'Images' });
const file = (page) => page.getByRole('region', { name: 'compose.yaml' });

// An image that says which ports it listens on.
const exposing = 'wharfinger-test/exposing:latest';

test.beforeAll(async () => {
  const [id] = await docker('create', 'busybox:latest');
  await docker('commit', '--change', 'EXPOSE 8080/tcp 5353/udp', id, exposing);
  await docker('rm', id);
});

test.afterAll(() => docker('rmi', exposing));

async function paste(page, context, text) {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text);
  await page.keyboard.press('Control+V');
}

test('ten seconds at the keyboard: image, name, Ctrl-Enter', async ({ page, open, server }) => {
  await open('/ui/containers/new');
  await tabTo(page, image(page));
  await page.keyboard.type('busyb');
  await expect(page.getByRole('option', { name: /^busybox:latest/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(image(page)).toHaveValue('busybox:latest');
  await expect(offers(page)).toBeHidden();
  await page.keyboard.press('Tab');
  await page.keyboard.type('shop');
  await tabTo(page, textbox(page, 'Command'));
  await page.keyboard.type('sleep 1000');
  await page.keyboard.press('Control+Enter');
  await expect(button(page, 'Stop shop')).toBeVisible();
  expect(await server.list()).toMatchObject([{ name: 'shop', image: 'busybox:latest', status: 'running' }]);
});

test('images are offered, those used before first', async ({ page, open }) => {
  await open('/ui/containers/new');
  await image(page).fill('busybox:latest');
  await textbox(page, 'Command').fill('sleep 1000');
  await button(page, 'Create container').click();
  await expect(page.getByRole('heading', { name: /^busybox-/, level: 1 })).toBeVisible();
  await open('/ui/containers/new');
  await image(page).press('ArrowDown');
  await expect(offers(page).getByRole('option').first()).toHaveAccessibleName(/^busybox:latest.*used before/);
  await expect(page.getByRole('option', { name: /^nginx:alpine/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(offers(page)).toBeHidden();
  await image(page).fill('nobody/has-it');
  await expect(image(page)).toHaveAccessibleDescription(/Not on this engine: it is pulled first/);
});

test('the file that is written shows beside the form', async ({ page, open }) => {
  await open('/ui/containers/new');
  await expect(page.getByText('Choose an image, and')).toBeVisible();
  await image(page).fill('busybox:latest');
  await expect(file(page)).toContainText('image: "busybox:latest"');
  await button(page, 'Add variable').click();
  await textbox(page, 'Variable name').fill('TOKEN');
  await textbox(page, 'Value of TOKEN').fill('hunter2');
  await expect(file(page)).toContainText(/TOKEN: "?hunter2/);
  await button(page, 'Show values').click();
  await expect(file(page)).toContainText('TOKEN: ••••••••');
  await expect(file(page)).not.toContainText('hunter2');
  await expect(button(page, 'Copy compose.yaml')).toBeVisible();
});

test('what is wrong is said beside its field while it is typed', async ({ page, open, server }) => {
  await open('/ui/containers/new');
  await image(page).fill('busybox:latest');
  await expect(file(page)).toBeVisible();
  await textbox(page, 'Memory').fill('1k');
  await expectWrong(textbox(page, 'Memory'), /The least is 6m/);
  // calmly: nothing at the top before it is sent
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('Something in the form is not right yet')).toBeVisible();
  await textbox(page, 'Memory').fill('32m');
  await expect(textbox(page, 'Memory')).not.toHaveAttribute('aria-invalid');
  await expect(file(page)).toContainText('mem_limit: "32m"');
  expect(await server.list()).toEqual([]);
});

test('the ports of an image are filled in, and give way to others', async ({ page, open }) => {
  await open('/ui/containers/new');
  await image(page).fill(exposing);
  await expect(textbox(page, 'Container port')).toHaveCount(2);
  await expect(textbox(page, 'Container port').nth(0)).toHaveValue('5353');
  await expect(page.getByRole('combobox', { name: 'Protocol' }).nth(0)).toHaveValue('udp');
  await expect(textbox(page, 'Container port').nth(1)).toHaveValue('8080');
  await expect(page.getByText('The image says that it listens on 5353/udp, 8080/tcp')).toBeVisible();
  await image(page).fill('busybox:latest');
  await expect(textbox(page, 'Container port')).toHaveCount(0);
  await button(page, 'Add port').click();
  await textbox(page, 'Container port').fill('99');
  await image(page).fill(exposing);
  await expect(page.getByText('The image says that it listens on')).toBeVisible();
  await expect(textbox(page, 'Container port')).toHaveValue('99');
});

test('a preset fills in what it takes, and can be taken back', async ({ page, open }) => {
  await open('/ui/containers/new');
  await button(page, 'PostgreSQL').click();
  await expect(image(page)).toHaveValue('postgres:alpine');
  await expect(textbox(page, 'Container port')).toHaveValue('5432');
  await expect(textbox(page, 'Value of PGDATA')).toHaveValue('/app/pgdata');
  await expect(page.getByText('Give POSTGRES_PASSWORD a value')).toBeVisible();
  await expect(textbox(page, 'Name')).toBeFocused();
  await textbox(page, 'Name').fill('kept');
  await button(page, 'Redis').click();
  await expect(image(page)).toHaveValue('redis:alpine');
  await expect(textbox(page, 'Name')).toHaveValue('kept');
  await expect(textbox(page, 'Variable name')).toHaveCount(0);
  await button(messages(page), 'Undo').click();
  await expect(image(page)).toHaveValue('postgres:alpine');
  await expect(textbox(page, 'Variable name')).toHaveCount(2);
});

test('a docker run line fills the form, and says what it could not', async ({ page, open, server }) => {
  await open('/ui/containers/new');
  await button(page, 'Paste docker run').click();
  const dialog = page.getByRole('dialog', { name: 'Paste docker run' });
  const line = dialog.getByRole('textbox', { name: 'Line' });
  await expect(line).toBeFocused();
  await line.fill("docker run -d 'nginx");
  await expectWrong(line, /A quote is not closed/);
  await expect(button(dialog, 'Fill in the form')).toBeDisabled();
  await line.fill('docker run -d --rm --name shop -e MODE=quiet \\\n  -e "GREETING=good day" --env-file .env -p 127.0.0.1:0:80 busybox:latest');
  await expect(dialog.getByRole('list', { name: 'Not taken over' })).toContainText('-p 127.0.0.1:0:80 is not understood');
  await line.fill('docker run -d --rm --name shop -e MODE=quiet \\\n  -e "GREETING=good day" --env-file .env -p 80 -m 64m --cpus=0.5 -u 1000 busybox:latest sh -c \'sleep 1000\'');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  const left = page.getByRole('main').getByRole('list', { name: 'Not taken over' });
  await expect(left).toContainText('--rm: a container stays here until it is deleted');
  await expect(left).toContainText('--env-file .env: that file is not here');
  await button(page, 'Create container').click();
  await expect(page.getByRole('heading', { name: 'shop', level: 1 })).toBeVisible();
  expect(await server.list()).toMatchObject([{
    name: 'shop',
    env: { MODE: 'quiet', GREETING: 'good day' },
    resources: { cpus: 0.5, memory: '64m' },
    user: '1000',
    command: ['sh', '-c', 'sleep 1000'],
    ports: [{ container: 80, automatic: true }],
  }]);
});

test('a docker run line pasted as the image is understood too', async ({ page, open, context }) => {
  await open('/ui/containers/new');
  await image(page).focus();
  await paste(page, context, 'docker run --name shop -p 8080:80 nginx:alpine');
  await expect(image(page)).toHaveValue('nginx:alpine');
  await expect(textbox(page, 'Name')).toHaveValue('shop');
  await expect(textbox(page, 'Host port')).toHaveValue('8080');
});

test('a .env file is pasted, and what is there gets its new value', async ({ page, open }) => {
  await open('/ui/containers/new');
  await button(page, 'Add variable').click();
  await textbox(page, 'Variable name').fill('MODE');
  await textbox(page, 'Value of MODE').fill('loud');
  await button(page, 'Paste .env').click();
  const lines = textbox(page, 'Lines of a .env file');
  await expect(lines).toBeFocused();
  await lines.fill('# shop\nexport MODE=quiet\nPRICE="5 $"\n');
  await button(page, 'Add 2 variables').click();
  await expect(textbox(page, 'Value of MODE')).toHaveValue('quiet');
  await expect(textbox(page, 'Value of PRICE')).toHaveValue('5 $');
  await expect(textbox(page, 'Variable name')).toHaveCount(2);
});

test('limits and ports are shown against what others have', async ({ page, open, server }) => {
  await server.create({ name: 'other', ports: [{ host: 28080, container: 80 }], resources: { cpus: 0.25, memory: '64m' } });
  await open('/ui/containers/new');
  await expect(page.getByText('1 other container may use 0.25.')).toBeVisible();
  await expect(page.getByText('1 other container may use 64 MiB.')).toBeVisible();
  await textbox(page, 'Memory').fill('4096g');
  await expect(page.getByText('they may have to share')).toBeVisible();
  await button(page, 'Add port').click();
  await textbox(page, 'Host port').fill('28080');
  await expect(page.getByText('Also asked for by other')).toBeVisible();
  await page.getByRole('combobox', { name: 'Protocol' }).selectOption('udp');
  await expect(page.getByText('Also asked for by other')).toBeHidden();
});

test('what was filled in is there after a reload and after another page', async ({ page, open }) => {
  await open('/ui/containers/new');
  await image(page).fill('busybox:latest');
  await textbox(page, 'Name').fill('shop');
  await page.getByRole('checkbox', { name: 'Start right after creating' }).uncheck();
  await open('/ui/containers/new');
  await expect(textbox(page, 'Name')).toHaveValue('shop');
  await expect(page.getByRole('checkbox', { name: 'Start right after creating' })).not.toBeChecked();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: 'New container' }).click();
  await expect(image(page)).toHaveValue('busybox:latest');
  await expect(page.getByText('As you left it.')).toBeVisible();
  await button(page, 'Reset').click();
  await expect(image(page)).toHaveValue('');
  await button(messages(page), 'Undo').click();
  await expect(image(page)).toHaveValue('busybox:latest');
  await button(page, 'Reset').click();
  await open('/ui/containers/new');
  await expect(textbox(page, 'Name')).toHaveValue('');
});

test('a container is duplicated', async ({ page, open, server }) => {
  const { cuid } = await server.create({
    name: 'shop',
    tags: ['web'],
    env: { MODE: 'quiet' },
    ports: [{ host: 28080, container: 80 }, { container: 81 }],
    resources: { memory: '64m' },
  });
  await open('/ui/containers');
  await page.getByLabel('More actions for shop').click();
  await page.getByRole('link', { name: 'Duplicate shop' }).click();
  await expect(page).toHaveURL(`/ui/containers/new?from=${cuid}`);
  await expect(page.getByText('Filled in as shop is. Its files are not copied.')).toBeVisible();
  await expect(textbox(page, 'Name')).toHaveValue('shop copy');
  await expect(textbox(page, 'Host port').nth(0)).toHaveValue('');
  await button(page, 'Create container').click();
  await expect(button(page, 'Stop shop copy')).toBeVisible();
  const [copy] = await server.list();
  expect(copy).toMatchObject({ name: 'shop copy', tags: ['web'], env: { MODE: 'quiet' }, resources: { memory: '64m' } });
  expect(copy.ports).toMatchObject([{ container: 80, automatic: true }, { container: 81, automatic: true }]);
  // from its page, and by the palette
  await page.getByLabel('More actions').click();
  await page.getByRole('link', { name: 'Duplicate' }).click();
  await expect(textbox(page, 'Name')).toHaveValue('shop copy 2');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Search and commands' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type('duplicate shop');
  await expect(page.getByRole('option', { name: /^Duplicate shop\b(?! copy)/ })).toBeVisible();
});

test.describe('a copy of what is not there', () => {
  test.use({ provoked: ['status of 404'] });

  test('is refused in words', async ({ page, open }) => {
    await open('/ui/containers/new?from=c0192e4a0-7b5a-7c3e-8f21-0123456789ab');
    await expect(page.getByRole('alert')).toContainText('There is no container with this id');
  });
});
