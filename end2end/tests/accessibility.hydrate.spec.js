import { AxeBuilder } from '@axe-core/playwright';
import { button, row } from '../support/dashboard.js';
import { choose, drop, filesPage, fill, zip } from '../support/files.js';
import { choose as chooseInTerminal, prompt, run, screen, terminalPage } from '../support/terminal.js';
import { ended, everyColour, line, logsPage, script } from '../support/logs.js';
import { build, removeImages } from '../support/registry.js';
import { busy, sampled, slider, statsPage } from '../support/stats.js';
import { expect, test } from '../support/test.js';

// No page has a fault that axe can find, in light and in dark.

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function expectAccessible(page) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
    const faults = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => [node.html, node.failureSummary]) }));
    expect(faults, colorScheme).toEqual([]);
  }
}

test('the list, empty, full and with nothing that matches', async ({ page, open, server }) => {
  await open('/ui/containers');
  await expectAccessible(page);
  await server.create({ name: 'report' });
  const paused = await server.run({ name: 'paused', tags: ['web'], ports: [{ container: 80 }] });
  await server.rest('POST', `/containers/${paused.cuid}/pause`);
  const failed = await server.run({ name: 'failed' });
  await server.docker('kill', failed.cuid);
  await server.run({ name: 'shop', tags: ['web', 'production'], ports: [{ container: 80 }] });
  await expect(row(page, 'shop').getByRole('button', { name: 'Stop shop' })).toBeVisible();
  await expectAccessible(page);
  await row(page, 'shop').getByLabel('More actions for shop').click();
  await expect(button(page, 'Delete shop')).toBeVisible();
  await expectAccessible(page);
  await button(page, 'Delete shop').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await open('/ui/containers?q=nothing+like+it');
  await expectAccessible(page);
});

test('what lies over the list: suggestions, selection, tasks, palette and shortcuts', async ({ page, open, server }) => {
  for (const name of ['one', 'two']) await server.create({ name, tags: ['web'] });
  await open('/ui/containers');
  await page.getByRole('combobox', { name: 'Filter containers' }).fill('sta');
  await page.keyboard.press('ArrowDown');
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Filter containers' }).fill('stauts:x');
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Filter containers' }).fill('');
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: 'Select all' }).click();
  await expectAccessible(page);
  await button(page.getByRole('toolbar', { name: 'Selection' }), 'Start 2').click();
  await expect(page.getByRole('article', { name: '2 of 2 containers started' })).toBeVisible();
  await expectAccessible(page);
  await button(page.getByRole('region', { name: 'Tasks' }), 'Close tasks').click();
  await page.getByLabel('Density and columns').click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await button(page.getByRole('toolbar', { name: 'Selection' }), 'Delete…').click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option').first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page);
});

test("a container's page and its settings", async ({ page, open, server }) => {
  const { cuid } = await server.run({
    name: 'shop',
    tags: ['web'],
    env: { MODE: 'quiet' },
    ports: [{ container: 80 }],
    resources: { memory: '64m' },
  });
  await open(`/ui/containers/${cuid}`);
  await expectAccessible(page);
  await server.docker('kill', cuid);
  await expect(page.getByText('killed (SIGKILL)')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('More actions').click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('form', { name: 'Settings' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Memory' }).fill('128m');
  await expect(page.getByRole('list', { name: 'Changes to compose.yaml' })).toBeVisible();
  await server.rest('PATCH', `/containers/${cuid}`, { resources: { memory: '32m' } });
  await expect(button(page, 'Take theirs')).toBeVisible();
  await expectAccessible(page);
  await server.rest('DELETE', `/containers/${cuid}`);
  await expect(page.getByText('This container has been deleted.')).toBeVisible();
  await expectAccessible(page);
});

test.describe('files', () => {
  test.use({ provoked: ['status of 409'] });

  test('the list, its dialogs and uploads', async ({ page, open, server }) => {
    const { cuid } = await server.create({ name: 'shop' });
    await open(filesPage(cuid));
    await expectAccessible(page);
    await fill(server, cuid, { 'boot.py': 'print(1)\n', 'docs/a.md': '# A\n' });
    await open(filesPage(cuid));
    await page.getByRole('checkbox', { name: 'Select boot.py' }).check();
    await expectAccessible(page);
    await button(page, 'Permissions…').click();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await button(page, 'Move to…').click();
    await expect(button(page.getByRole('list', { name: 'Folders' }), 'docs')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await choose(page, 'boot.py', 'Rename… boot.py');
    await page.getByRole('textbox', { name: 'Name' }).fill('');
    await page.keyboard.press('Enter');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    const desk = page.getByRole('region', { name: 'Files', exact: true });
    await drop(desk, { 'new.zip': zip({ 'boot.py': '2', 'b.txt': 'b' }) });
    await expect(page.getByRole('list', { name: 'Changes' })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await drop(desk, { 'boot.py': '3', 'c.txt': 'c' });
    await expect(page.getByRole('dialog', { name: 'Some names are taken' })).toBeVisible();
    await expectAccessible(page);
    await button(page, 'Skip').click();
    await expect(page.getByRole('region', { name: 'Uploads' })).toContainText('2 uploads ended');
    await expectAccessible(page);
  });

  test('a file that is open', async ({ page, open, server }) => {
    const { cuid } = await server.create({ name: 'shop' });
    await fill(server, cuid, { 'boot.py': 'import os\n# why\nprint("a", 1, os.name)\n' });
    await open(filesPage(cuid, '?file=boot.py'));
    const text = page.getByRole('textbox', { name: 'Text of boot.py' });
    await expect(text.locator('span', { hasText: /^import$/ })).toBeVisible();
    await expectAccessible(page);
    await server.put(cuid, 'boot.py', 'changed elsewhere');
    await text.press('a');
    await page.keyboard.press('Control+s');
    await expect(page.getByText('This file was changed elsewhere')).toBeVisible();
    await expectAccessible(page);
  });
});

test('terminals, their search, dialogs and end', async ({ page, open, server }) => {
  // nine looks at a page of many elements, each in light and in dark
  test.setTimeout(180_000);
  const { cuid } = await server.create({ name: 'shop' });
  await open(terminalPage(cuid));
  await expectAccessible(page);
  await button(page, 'Start the container').click();
  await prompt(page);
  await run(page, String.raw`printf '\033[31mred\033[32mgreen\033[33myellow\033[34mblue\033[90mgrey\033[0m\n'`);
  await expect(screen(page)).toContainText('redgreen');
  await expectAccessible(page);
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('red');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await chooseInTerminal(page, 'Keyboard and mouse');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await chooseInTerminal(page, 'New with command or user…');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await chooseInTerminal(page, 'For screen readers');
  await button(page, 'New terminal').click();
  await prompt(page);
  await expectAccessible(page);
  await run(page, 'exit 3');
  await expect(button(page, 'Run again')).toBeVisible();
  await expectAccessible(page);
});

test.describe('logs', () => {
  test.use({ provoked: ['status of 400'] });

  test('empty, full of colours, looked through and pointed at', async ({ page, open, server }) => {
    const idle = await server.create({ name: 'idle' });
    await open(logsPage(idle.cuid));
    await expectAccessible(page);
    const { cuid } = await script(server, `${everyColour}; exit 3`);
    await ended(server, cuid);
    await open(logsPage(cuid));
    await expect(line(page, 'last')).toBeVisible();
    await button(line(page, 'slow'), 'Unfold JSON').click();
    await expect(button(line(page, 'slow'), 'Fold JSON')).toBeVisible();
    await expectAccessible(page);
    await line(page, 'last').getByRole('link').click();
    await expect(page.getByRole('group', { name: 'Line that is pointed at' })).toBeVisible();
    await expectAccessible(page);
    await open(logsPage(cuid, '?q=e&level=error&level=warn&since=15m'));
    await expect(line(page, 'ERROR').getByRole('mark').first()).toBeVisible();
    await expectAccessible(page);
    await open(logsPage(cuid, '?q=(&regex=1'));
    await expectAccessible(page);
  });
});

test('images, their dialogs and one of them', async ({ page, open, server }) => {
  test.setTimeout(120_000);
  const image = `axe-${await server.project()}:1`;
  await build(image);
  await server.run({ name: 'shop' });
  await open('/ui/images');
  await page.getByRole('checkbox', { name: `Select ${image}` }).check();
  await expectAccessible(page);
  await button(page, 'Remove busybox:latest').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await button(page, 'Clean up…').click();
  await page.getByRole('radio', { name: /^All that/ }).check();
  await expect(page.getByRole('list', { name: 'To be removed' })).toContainText(image);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Pull an image' }).click();
  await button(page.getByRole('dialog'), 'Pull').click();
  await expectAccessible(page);
  // a registry that there is not
  await page.getByRole('combobox', { name: 'Image' }).fill('127.0.0.1:9/none:1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article', { name: '127.0.0.1:9/none:1 could not be pulled' })).toBeVisible();
  await expectAccessible(page);
  await open('/ui/images?q=nothing+like+it');
  await expectAccessible(page);
  await open(`/ui/images/${image}`);
  await expectAccessible(page);
  await removeImages(image);
});

test('the system, and why a container stopped', async ({ page, open, server }) => {
  await open('/ui/system');
  await expect(page.getByRole('meter').first()).toBeVisible();
  await expectAccessible(page);
  const { cuid } = await server.run({ name: 'shop', command: ['sh', '-c', 'echo -e "\\033[31mno\\033[0m way"; exit 3'] });
  await expect.poll(async () => (await server.rest('GET', `/containers/${cuid}`)).stopped?.log.length).toBe(1);
  await open(`/ui/containers/${cuid}`);
  await expect(page.getByRole('region', { name: 'Its last lines' })).toBeVisible();
  await expectAccessible(page);
});

test('what a container uses, and before anything was measured', async ({ page, open, server }) => {
  const { cuid } = await busy(server);
  await sampled(server, cuid, 3);
  await open(`/ui/containers/${cuid}`);
  await expect(page.getByRole('meter', { name: 'CPU' })).toBeVisible();
  await expectAccessible(page);
  await open(statsPage(cuid));
  await slider(page, 'CPU').focus();
  await page.getByText('As a table').click();
  await expectAccessible(page);
  const { cuid: other } = await server.create({ name: 'other' });
  await open(statsPage(other));
  await expect(page.getByRole('heading', { name: 'Nothing measured yet' })).toBeVisible();
  await expectAccessible(page);
});

test('the activity: full, unfolded and empty', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await server.rest('PATCH', `/containers/${cuid}`, { imag: 'x' }).catch(() => {});
  await open(`/ui/activity?cuid=${cuid}`);
  const entries = page.getByRole('list', { name: 'Entries' }).locator('> li');
  await entries.first().locator('summary').click();
  await expect(page.getByText('UNKNOWN_FIELD').first()).toBeVisible();
  await server.rest('POST', `/containers/${cuid}/stop`);
  await expect(button(page, '1 new')).toBeVisible();
  await expectAccessible(page);
  await open('/ui/activity?user=nobody-of-that-name');
  await expectAccessible(page);
});

test('the form, what it is filled in from, and what is wrong with it', async ({ page, open, server }) => {
  // as many looks as at a terminal
  test.setTimeout(180_000);
  await server.create({ name: 'other', ports: [{ host: 28080, container: 80 }], resources: { cpus: 0.5, memory: '64m' } });
  await open('/ui/containers/new');
  await page.getByRole('combobox', { name: 'Image' }).press('ArrowDown');
  await expect(page.getByRole('listbox', { name: 'Images' }).getByRole('option', { selected: true })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await button(page, 'Paste docker run').click();
  await page.getByRole('textbox', { name: 'Line' }).fill('docker run');
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Line' }).fill('docker run --rm -p 28080:80 -e A=b nginx:alpine');
  await expectAccessible(page);
  await button(page, 'Fill in the form').click();
  await expect(page.getByRole('region', { name: 'compose.yaml' })).toBeVisible();
  await button(page, 'Paste .env').click();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Container port' }).fill('x');
  await button(page, 'Add variable').click();
  await page.getByRole('textbox', { name: 'Value of new variable' }).fill('x');
  await page.getByRole('textbox', { name: 'CPUs' }).fill('two');
  await button(page, 'Create container').click();
  await expect(page.getByRole('textbox', { name: 'CPUs' })).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
});

test.describe('what leads nowhere', () => {
  test.use({ provoked: ['status of 404'] });

  for (const path of ['/ui/nowhere', '/ui/containers/c0192e4a0-7b5a-7c3e-8f21-0123456789ab']) {
    test(path, async ({ page, open }) => {
      await open(path);
      await expectAccessible(page);
    });
  }
});

test.describe('the login', () => {
  test.use({ loggedIn: false });

  test('and its errors', async ({ page, open }) => {
    await open('/login');
    await expectAccessible(page);
    await open('/login?error=wrong_credentials');
    await expectAccessible(page);
    await open('/login?error=too_many');
    await expectAccessible(page);
  });
});

test('the menu and the API documentation', async ({ page, open }) => {
  await open('/ui/containers');
  await page.getByLabel('Account and theme').click();
  await expect(button(page, 'Log out')).toBeVisible();
  await expectAccessible(page);
});
