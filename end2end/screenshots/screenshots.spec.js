import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { button } from '../support/dashboard.js';
import { expect, test as base } from '../support/test.js';
import { drop, entry, fill, filesPage, list, names, zip } from '../support/files.js';
import { line, logsPage } from '../support/logs.js';
import { chart, sampled, statsPage } from '../support/stats.js';
import { prompt, run, screen, terminalPage } from '../support/terminal.js';
import { fleet, launch, shop, shopLog, work } from './fleet.js';

// Pictures of every page, on a wide screen, on a tablet and on a phone, in light and in dark:
// `containers.webp`, `containers-dark.webp`, `containers-tablet.webp`, …
const test = base.extend({
  picture: async ({ page, viewport }, use, testInfo) => {
    const [screen, scheme] = testInfo.project.name.split(' ');
    const suffix = [screen, scheme].filter((word) => word !== 'wide' && word !== 'light').map((word) => `-${word}`).join('');
    const browser = await page.context().newCDPSession(page);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await use(async (name) => {
      // a screen as high as the page, since what sticks to the screen's edge hides what is beneath
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ ...viewport, height: /^(containers|palette)/.test(name) ? viewport.height : height });
      // the layout that follows
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const { data } = await browser.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
      await writeFile(resolve(`../docs/screenshots/${name}${suffix}.webp`), data, 'base64');
      await page.setViewportSize(viewport);
    });
  },
});

test('containers', async ({ page, open, server, picture }) => {
  const { cuid } = await launch(server);
  await sampled(server, cuid, 9);
  await open('/ui/containers');
  await expect(page.getByRole('rowheader')).toHaveCount(fleet.length);
  await expect(page.getByRole('row', { name: /shop-frontend/ }).locator('path').first()).toHaveAttribute('d', /L.*L.*L/);
  await expect(page.getByRole('row').filter({ hasText: 'exited' })).toHaveCount(2);
  await picture('containers');
});

test('many at once', async ({ page, open, server, picture }) => {
  await launch(server);
  await open('/ui/containers?sort=name');
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  const bar = page.getByRole('toolbar', { name: 'Selection' });
  await button(bar, 'Start 3').click();
  await expect(page.getByRole('article')).toContainText('3 of 3 containers started');
  await picture('containers-chosen');
});

test('palette', async ({ page, open, server, picture }) => {
  await launch(server);
  await open('/ui/containers');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('s');
  await expect(page.getByRole('option', { selected: true })).toBeVisible();
  await picture('palette');
});

test('container', async ({ page, open, server, picture }) => {
  const { cuid } = await launch(server);
  await sampled(server, cuid, 3);
  await open(`/ui/containers/${cuid}`);
  await expect(page.getByRole('meter', { name: 'CPU' })).toHaveAttribute('aria-valuetext', /cores/);
  await picture('container');
});

test('a container that stopped', async ({ page, open, server, picture }) => {
  const { cuid } = await server.create({ name: 'shop-frontend', image: 'python:3.12-slim', tags: ['web'], command: undefined });
  await fill(server, cuid, { 'boot.py': shopLog });
  await server.rest('POST', `/containers/${cuid}/start`);
  await expect.poll(async () => (await server.rest('GET', `/containers/${cuid}`)).stopped?.log.length, { timeout: 20_000 }).toBeGreaterThan(10);
  await open(`/ui/containers/${cuid}`);
  await expect(page.getByRole('region', { name: 'Its last lines' })).toBeVisible();
  await picture('container-stopped');
});

test('stats', async ({ page, open, server, picture }) => {
  const { cuid } = await server.run({
    name: 'shop-frontend',
    image: 'python:3.12-slim',
    tags: ['web'],
    resources: { cpus: 0.5, memory: '128m', pids: 50 },
    command: ['sh', '-c', work],
  });
  await sampled(server, cuid, 20);
  await open(statsPage(cuid));
  await expect(chart(page, 'CPU')).toContainText('cores');
  await picture('stats');
});

test('no stats', async ({ page, open, server, picture }) => {
  const { cuid } = await server.create({ name: 'shop-frontend' });
  await open(statsPage(cuid));
  await expect(page.getByRole('heading', { name: 'Nothing measured yet' })).toBeVisible();
  await picture('no-stats');
});

test('files', async ({ page, open, server, picture }) => {
  const { cuid } = await server.create({ name: 'shop-frontend', image: 'python:3.12-slim', tags: ['web'] });
  await fill(server, cuid, shop);
  await open(filesPage(cuid));
  await expect(names(page)).not.toHaveCount(0);
  await picture('files');
  await entry(page, 'boot.py').getByRole('checkbox').check();
  await entry(page, 'data').getByRole('checkbox').check();
  await picture('files-chosen');
  await open(filesPage(cuid, '?file=boot.py'));
  await expect(page.getByText('import http.server')).toBeVisible();
  await picture('file');
});

test('no files', async ({ page, open, server, picture }) => {
  const { cuid } = await server.create({ name: 'shop-frontend' });
  await open(filesPage(cuid));
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  await picture('no-files');
});

test('archive', async ({ page, open, server, picture }) => {
  const { cuid } = await server.create({ name: 'shop-frontend', image: 'python:3.12-slim', tags: ['web'] });
  await fill(server, cuid, shop);
  await open(filesPage(cuid));
  await drop(list(page), { 'release.zip': zip({ 'boot.py': 'print("new")', 'static/basket.js': 'basket();', 'README.md': '# Shop' }) });
  await expect(page.getByRole('dialog')).toContainText('boot.py');
  await picture('archive');
});

test('terminal', async ({ page, open, server, picture }) => {
  const { cuid } = await server.run({ name: 'shop-frontend', image: 'wharfinger/tools:latest', tags: ['web'] });
  await fill(server, cuid, shop);
  await open(terminalPage(cuid));
  await prompt(page);
  await button(page, 'New terminal').click();
  await prompt(page);
  await run(page, String.raw`clear; PS1='\[\e[32m\]shop-frontend\[\e[0m\]:\[\e[34m\]\w\[\e[0m\]\$ '; printf '\033]2;shop\007'; clear`);
  await run(page, 'ls --color=always -l');
  await run(page, 'grep -n --color=always def boot.py');
  await expect(screen(page)).toContainText('do_GET');
  await picture('terminal');
});

test('no terminal', async ({ page, open, server, picture }) => {
  const { cuid } = await server.create({ name: 'shop-frontend' });
  await open(terminalPage(cuid));
  await expect(button(page, 'Start the container')).toBeVisible();
  await picture('no-terminal');
});

test('logs', async ({ page, open, server, picture }) => {
  const { cuid } = await server.run({ name: 'shop-frontend', image: 'python:3.12-slim', tags: ['web'], command: ['python', '-c', shopLog] });
  await open(logsPage(cuid));
  await expect(line(page, 'shutting down')).toBeVisible();
  await button(line(page, 'order 4711'), 'Unfold JSON').click();
  await page.getByRole('log').press('End');
  await picture('logs');
  await open(logsPage(cuid, '?q=order&level=error&level=warn'));
  await expect(line(page, 'order').first()).toBeVisible();
  await picture('logs-found');
});

test('no logs', async ({ page, open, server, picture }) => {
  const { cuid } = await server.create({ name: 'shop-frontend' });
  await open(logsPage(cuid));
  await expect(page.getByRole('heading', { name: 'Not started yet' })).toBeVisible();
  await picture('no-logs');
});

test('no containers', async ({ page, open, picture }) => {
  await open('/ui/containers');
  await expect(page.getByRole('heading', { name: 'No containers yet' })).toBeVisible();
  await picture('no-containers');
});

test('images', async ({ page, open, server, picture }) => {
  await launch(server);
  await open('/ui/images');
  await expect(page.getByRole('table', { name: 'Images' }).getByRole('link', { name: 'shop-frontend' })).toBeVisible();
  await picture('images');
  await page.getByRole('link', { name: 'Pull an image' }).click();
  await page.getByRole('combobox', { name: 'Image' }).fill('postgres:17-alpine');
  await picture('image-pull');
  await open('/ui/images/python:3.12-slim');
  await expect(page.getByRole('region', { name: 'What it runs' })).toBeVisible();
  await picture('image');
});

test('no images', async ({ page, open, picture }) => {
  await open('/ui/images?q=nothing+like+it');
  await expect(page.getByRole('heading', { name: 'No image matches' })).toBeVisible();
  await picture('no-images');
});

test('activity', async ({ page, open, server, picture }) => {
  const { cuid } = await launch(server);
  await server.rest('PATCH', `/containers/${cuid}`, { memroy: '64m' }).catch(() => {});
  await server.rest('POST', `/containers/${cuid}/pause`);
  await server.rest('POST', `/containers/${cuid}/unpause`);
  await open('/ui/activity');
  const entries = page.getByRole('list', { name: 'Entries' }).locator('> li');
  await expect(entries.filter({ hasText: 'refused' })).not.toHaveCount(0);
  await picture('activity');
  await entries.filter({ hasText: 'refused' }).first().locator('summary').click();
  await picture('activity-details');
});

test('no activity', async ({ page, open, picture }) => {
  await open('/ui/activity?user=nobody');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await picture('no-activity');
});

test('new container', async ({ page, open, server, picture }) => {
  await server.create({ name: 'basket', resources: { cpus: 1, memory: '512m' } });
  await open('/ui/containers/new');
  await button(page, 'nginx').click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('shop-frontend');
  await page.getByRole('textbox', { name: 'Tags' }).fill('web, production');
  await page.getByRole('textbox', { name: 'Host port' }).fill('8081');
  await button(page, 'Add variable').click();
  await page.getByRole('textbox', { name: 'Variable name' }).fill('LANG');
  await page.getByRole('textbox', { name: 'Value of LANG' }).fill('C.UTF-8');
  await page.getByRole('textbox', { name: 'Memory' }).fill('128m');
  await page.getByRole('textbox', { name: 'Memory' }).blur();
  await expect(page.getByText('mem_limit: "128m"')).toBeAttached();
  await picture('new-container');
});

test('settings', async ({ page, open, server, picture }) => {
  const { cuid } = await launch(server);
  await open(`/ui/containers/${cuid}/settings`);
  await page.getByRole('textbox', { name: 'Memory' }).fill('96m');
  await page.getByRole('textbox', { name: 'Tags' }).fill('web, production, eu-central');
  await expect(page.getByRole('list', { name: 'Changes to compose.yaml' })).toContainText('96m');
  await picture('settings');
});

test('system', async ({ page, open, server, picture }) => {
  await launch(server);
  await open('/ui/system');
  await expect(page.getByRole('meter').first()).toBeVisible();
  await picture('system');
});

test('shortcuts', async ({ page, open, server, picture }) => {
  await launch(server);
  await open('/ui/containers');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await picture('containers-shortcuts');
});

test.describe('an address that leads nowhere', () => {
  test.use({ provoked: ['status of 404'] });

  test('not found', async ({ page, open, picture }) => {
    await open('/ui/nowhere');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await picture('not-found');
  });
});

test.describe('without a login', () => {
  test.use({ loggedIn: false });

  test('login', async ({ page, open, picture }) => {
    await open('/login');
    await expect(button(page, 'Log in')).toBeVisible();
    await picture('login');
  });
});
