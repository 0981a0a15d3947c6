import { button } from '../../support/dashboard.js';
import { expect, test } from '../../support/test.js';

const entries = (page) => page.getByRole('list', { name: 'Entries' }).locator('> li');
const whats = (page) => entries(page).locator('summary strong');

test('new entries come by themselves, and wait while somebody reads', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await open(`/ui/activity?cuid=${cuid}`);
  await expect(whats(page)).toHaveText(['Create']);
  await server.rest('POST', `/containers/${cuid}/start`);
  await expect(whats(page)).toHaveText(['Start', 'Create']);
  await entries(page).first().locator('summary').click();
  await server.rest('POST', `/containers/${cuid}/stop`);
  await expect(button(page, '1 new')).toBeVisible();
  await expect(whats(page)).toHaveText(['Start', 'Create']);
  await button(page, '1 new').click();
  await expect(whats(page)).toHaveText(['Stop', 'Start', 'Create']);
  // what is named changes its name
  await server.rest('PATCH', `/containers/${cuid}`, { name: 'store' });
  await expect(entries(page).last().getByRole('link', { name: 'store' })).toBeVisible();
  await server.rest('DELETE', `/containers/${cuid}`);
  await expect(entries(page).last().getByRole('link')).toHaveCount(0);
});

test('the filters are in the address, and hold for what is new', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await open('/ui/activity');
  await page.getByRole('searchbox', { name: 'Search the activity' }).fill(cuid);
  await page.getByRole('combobox', { name: 'Actions' }).selectOption('Containers');
  await expect(page).toHaveURL(`/ui/activity?q=${cuid}&action=container.`);
  await expect(whats(page)).toHaveText(['Create']);
  await server.put(cuid, 'a.txt', 'a');
  await server.rest('POST', `/containers/${cuid}/start`);
  await expect(whats(page)).toHaveText(['Start', 'Create']);
  await page.getByRole('checkbox', { name: 'Only failures' }).check();
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.goBack();
  await expect(page).not.toHaveURL(/activity/);
});

test('the page stays small however far one goes back', async ({ page, open, server }) => {
  test.setTimeout(120_000);
  const { cuid } = await server.create({ name: 'shop' });
  for (let round = 0; round < 40; round += 1) {
    const change = (number) => server.rest('PATCH', `/containers/${cuid}`, { tags: [`t${round}-${number}`] });
    await Promise.all([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(change));
  }
  await open(`/ui/activity?cuid=${cuid}`);
  await expect(entries(page)).toHaveCount(50);
  for (let count = 100; count <= 300; count += 50) {
    await page.getByRole('link', { name: 'Show older entries' }).click();
    await expect(entries(page)).toHaveCount(count);
  }
  const before = await entries(page).last().textContent();
  await page.getByRole('link', { name: 'Show older entries' }).click();
  await expect(entries(page).last()).not.toHaveText(before);
  await expect(entries(page)).toHaveCount(300);
  await page.getByRole('link', { name: 'Show the newest' }).click();
  await expect(entries(page)).toHaveCount(50);
  await expect(page.getByRole('link', { name: 'Show the newest' })).toHaveCount(0);
});

test('a page that nobody looks at is told nothing, and catches up', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await open(`/ui/activity?cuid=${cuid}`);
  await expect(whats(page)).toHaveText(['Create']);
  const look = (hidden) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
      dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await look(true);
  await server.rest('POST', `/containers/${cuid}/start`);
  await server.rest('POST', `/containers/${cuid}/pause`);
  await expect(whats(page)).toHaveText(['Create']);
  await look(false);
  await expect(whats(page)).toHaveText(['Pause', 'Start', 'Create']);
});

test('letters and the palette lead there', async ({ page, open }) => {
  await open('/ui/containers');
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page).toHaveURL('/ui/activity');
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(page).toHaveURL('/ui/images');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('pull an');
  await expect(page.getByRole('option', { selected: true })).toContainText('Pull an image');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Pull an image' })).toBeVisible();
});
