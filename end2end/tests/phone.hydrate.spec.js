import { button, row, state } from '../support/dashboard.js';
import { choose, filesPage, fill, names } from '../support/files.js';
import { line, logsPage, numbered, script } from '../support/logs.js';
import { build, removeImages } from '../support/registry.js';
import { busy, chart, sampled, slider, statsPage } from '../support/stats.js';
import { expect, test } from '../support/test.js';

test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });

async function expectNoSideScroll(page) {
  // not the window's own width, which grows with what does not fit
  const content = await page.evaluate(() => document.scrollingElement.scrollWidth);
  expect(content, 'width of the content').toBeLessThanOrEqual(page.viewportSize().width);
}

const unwieldy = {
  name: 'a_name_that_is_long_and_has_no_place_where_it_could_be_broken_0',
  tags: ['production', 'eu-central-1', 'team-warehouse', 'a-tag-that-is-very-long-and-can-not-be-broken-anywhere'],
  env: { A_VARIABLE_WITH_A_NAME_THAT_GOES_ON_AND_ON: 'x'.repeat(200) },
  ports: [{ container: 80 }, { container: 443 }, { container: 53, protocol: 'udp' }],
};

test('the list fits and can be worked with', async ({ page, open, server }) => {
  await server.run(unwieldy);
  await server.create({ name: 'shop' });
  await open('/ui/containers');
  await expectNoSideScroll(page);
  await expect(row(page, unwieldy.name)).toBeVisible();
  await button(page, 'Start shop').tap();
  await expect(state(page, 'shop')).toContainText('running');
  await expectNoSideScroll(page);
  await row(page, 'shop').getByLabel('More actions for shop').tap();
  await button(page, 'Delete shop').tap();
  const question = page.getByRole('dialog', { name: 'Delete shop?' });
  await question.getByRole('textbox').fill('shop');
  await button(question, 'Stop and delete').tap();
  await expect(row(page, 'shop')).toHaveCount(0);
  await expectNoSideScroll(page);
});

test('a container is made on a phone', async ({ page, open, server }) => {
  await open('/ui/containers');
  await expectNoSideScroll(page);
  await page.getByRole('link', { name: 'New container' }).tap();
  await expect(page.getByRole('heading', { name: 'New container' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Image' }).tap();
  await expectNoSideScroll(page);
  await page.getByRole('option', { name: /^busybox:latest/ }).tap();
  // the file that is written lies folded beneath the fields
  await expect(page.getByRole('region', { name: 'compose.yaml' })).toBeHidden();
  await page.getByText('What is written').tap();
  await expect(page.getByRole('region', { name: 'compose.yaml' })).toContainText('image: "busybox:latest"');
  await expectNoSideScroll(page);
  await button(page, 'Add port').tap();
  await page.getByRole('textbox', { name: 'Container port' }).fill('80');
  await button(page, 'Add variable').tap();
  await page.getByRole('textbox', { name: 'Variable name' }).fill('MODE');
  await page.getByRole('textbox', { name: 'Command' }).fill('sleep 1000');
  await expectNoSideScroll(page);
  await button(page, 'Create container').tap();
  await expect(page.getByRole('button', { name: /^Stop busybox/ })).toBeVisible();
  await expectNoSideScroll(page);
  expect(await server.list()).toHaveLength(1);
});

test("a container's page and its settings fit", async ({ page, open, server }) => {
  const { cuid } = await server.run(unwieldy);
  await open(`/ui/containers/${cuid}`);
  await expectNoSideScroll(page);
  await button(page, 'Show values').tap();
  await expect(page.getByText('xxxxxxxxxx')).toBeVisible();
  await expectNoSideScroll(page);
  await page.getByRole('link', { name: 'Settings' }).tap();
  await expect(page.getByRole('form', { name: 'Settings' })).toBeVisible();
  await expectNoSideScroll(page);
  await page.getByRole('textbox', { name: 'Memory' }).fill('64m');
  await expect(page.getByRole('list', { name: 'Changes to compose.yaml' })).toContainText('mem_limit: "64m"');
  await expectNoSideScroll(page);
  await button(page, 'Reset').tap();
  await button(page, `Pause ${unwieldy.name}`).tap();
  await expect(button(page, `Unpause ${unwieldy.name}`)).toBeVisible();
  await button(page, `Delete ${unwieldy.name}`).tap();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectNoSideScroll(page);
});

test('what a container uses fits, and each moment can be read', async ({ page, open, server }) => {
  const { cuid } = await busy(server, { ...unwieldy, command: ['sh', '-c', 'while :; do :; done'] });
  await sampled(server, cuid, 4);
  await open(`/ui/containers/${cuid}`);
  await expect(page.getByRole('meter', { name: 'Memory' })).toBeVisible();
  await expectNoSideScroll(page);
  await open(statsPage(cuid));
  const { width, height } = await slider(page, 'CPU').boundingBox();
  await slider(page, 'CPU').tap({ position: { x: width - 2, y: height / 2 } });
  await expect(chart(page, 'CPU')).toContainText(/UTC: [\d.]+ cores/);
  await expectNoSideScroll(page);
  await page.getByText('As a table').tap();
  await expect(page.getByRole('region', { name: 'Means by the minute' })).toBeVisible();
  await expectNoSideScroll(page);
});

test('files fit and can be worked with', async ({ page, open, server }) => {
  const { cuid } = await server.create(unwieldy);
  await fill(server, cuid, { [`${'long'.repeat(40)}.txt`]: 'x', 'boot.py': 'x'.repeat(300), 'docs/a.txt': 'a' });
  await open(filesPage(cuid));
  await expectNoSideScroll(page);
  await page.getByRole('checkbox', { name: 'Select boot.py' }).tap();
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeVisible();
  await expectNoSideScroll(page);
  await choose(page, 'boot.py', 'Permissions… boot.py');
  await expectNoSideScroll(page);
  await button(page, 'Cancel').tap();
  await page.getByRole('link', { name: 'boot.py', exact: true }).tap();
  await expect(page.getByRole('textbox', { name: 'Text of boot.py' })).toBeVisible();
  await expectNoSideScroll(page);
  await page.getByRole('navigation', { name: 'Folder' }).getByRole('link', { name: '/app' }).tap();
  await page.getByRole('link', { name: 'docs', exact: true }).tap();
  await expect(names(page)).toHaveText(['a.txt']);
  await expectNoSideScroll(page);
});

test('a log fits and can be worked with', async ({ page, open, server }) => {
  const { cuid } = await script(server, `${numbered(500)}; echo ERROR ${'long'.repeat(100)}; echo '{"level":"warn","msg":"slow"}'; sleep 1000`);
  await open(logsPage(cuid));
  // what is set lies above the log: the page is scrolled once, then the log has the screen
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect(line(page, 'slow')).toBeInViewport();
  await expectNoSideScroll(page);
  await button(line(page, 'slow'), 'Unfold JSON').tap();
  await expect(line(page, 'slow')).toContainText('"msg": "slow"');
  await line(page, 'slow').getByRole('link').tap();
  await expect(page.getByRole('group', { name: 'Line that is pointed at' })).toBeVisible();
  await expectNoSideScroll(page);
  await page.getByRole('checkbox', { name: 'error' }).tap();
  await expect(page.getByText('1 line here')).toBeVisible();
  await button(page, 'Wrap').tap();
  await expectNoSideScroll(page);
  await page.getByLabel('Keyboard shortcuts').tap();
  await expectNoSideScroll(page);
});

test('the way around fits, and shows where one is', async ({ page, open }) => {
  for (const name of ['Containers', 'Images', 'Activity']) {
    await open(`/ui/${name.toLowerCase()}`);
    await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name })).toBeInViewport({ ratio: 1 });
    await expectNoSideScroll(page);
  }
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Images' }).tap();
  await expect(page).toHaveURL('/ui/images');
});

test('images fit and can be worked with', async ({ page, open, server }) => {
  const image = `${'a-long-name-'.repeat(6)}${await server.project()}:1`;
  await build(image);
  await server.run({ ...unwieldy, image, command: ['1000'] });
  await open('/ui/images');
  await expect(page.getByRole('link', { name: image, exact: true })).toBeVisible();
  await expectNoSideScroll(page);
  await button(page, `Remove ${image}`).tap();
  await expectNoSideScroll(page);
  await button(page.getByRole('dialog'), 'Cancel').tap();
  await page.getByRole('link', { name: 'Pull an image' }).tap();
  await page.getByRole('combobox', { name: 'Image' }).fill('127.0.0.1:9/none:1');
  await button(page.getByRole('dialog'), 'Pull').tap();
  await expect(page.getByRole('article', { name: '127.0.0.1:9/none:1 could not be pulled' })).toBeVisible();
  await expectNoSideScroll(page);
  await page.getByRole('link', { name: image, exact: true }).tap();
  await expect(page.getByRole('heading', { name: image, level: 1 })).toBeVisible();
  await expectNoSideScroll(page);
  await server.clear();
  await removeImages(image);
});

test('the activity fits and can be worked with', async ({ page, open, server }) => {
  const { cuid } = await server.create(unwieldy);
  await server.rest('PATCH', `/containers/${cuid}`, { [`${'x'.repeat(100)}`]: 'x' }).catch(() => {});
  await open('/ui/activity');
  await expectNoSideScroll(page);
  const entries = page.getByRole('list', { name: 'Entries' }).locator('> li');
  await entries.filter({ hasText: 'refused' }).first().locator('summary').tap();
  await expect(page.getByText('UNKNOWN_FIELD').first()).toBeVisible();
  await expectNoSideScroll(page);
  await page.getByRole('checkbox', { name: 'Only failures' }).tap();
  await expect(page).toHaveURL('/ui/activity?failures=1');
  await expectNoSideScroll(page);
});

test.describe('the login', () => {
  test.use({ loggedIn: false });

  test('fits', async ({ page, open }) => {
    await open('/login?error=session_expired');
    await expectNoSideScroll(page);
    await expect(button(page, 'Log in')).toBeInViewport();
  });
});
