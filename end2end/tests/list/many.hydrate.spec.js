import { button, filterBox, names } from '../../support/dashboard.js';
import { Server } from '../../support/server.js';
import { alive, expect, test as base } from '../../support/test.js';

// A list of two thousand containers is as quick as a short one.

const COUNT = 2000;
// What is promised is promised of the program that people get; that of a dev build is many times slower.
const SLOWER = process.env.WHARFINGER_BIN?.includes('/debug/') ? 6 : 1;
const name = (number) => `worker-${String(number).padStart(4, '0')}`;

const test = base.extend({
  server: [
    async ({}, use) => {
      const server = await Server.launch();
      await server.define(COUNT, (number) => ({ name: name(number), tag: number % 10 ? 'batch' : 'web' }));
      await use(server);
      await server.end();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  // what is there stays from test to test
  empty: [async ({}, use) => use(), { auto: true }],
});

const table = (page) => page.getByRole('table', { name: 'Containers' });
const rows = (page) => table(page).getByRole('rowheader');

test.beforeEach(async ({ page, open }) => {
  await open('/ui/containers?sort=name');
  await expect(table(page)).toHaveAttribute('aria-rowcount', String(COUNT + 1));
  // all are here once fewer rows are laid out than came with the page
  await expect.poll(() => rows(page).count()).toBeLessThan(60);
});

test('scrolls at sixty frames a second', { tag: '@measured' }, async ({ page }) => {
  const frames = await page.evaluate(async () => {
    const times = [];
    const end = performance.now() + 3000;
    let last = performance.now();
    await new Promise((done) => {
      const step = (now) => {
        times.push(now - last);
        last = now;
        scrollBy(0, 60);
        if (now < end) requestAnimationFrame(step);
        else done();
      };
      requestAnimationFrame(step);
    });
    return times.sort((a, b) => a - b);
  });
  const median = frames[Math.floor(frames.length / 2)];
  const slow = frames.filter((time) => time > 50).length / frames.length;
  test.info().annotations.push({ type: 'frames', description: `median ${median.toFixed(1)} ms, over 50 ms: ${(slow * 100).toFixed(1)} %` });
  expect(median).toBeLessThan(20 * SLOWER);
  expect(slow).toBeLessThan(0.25 * SLOWER);
  await expect(names(page).first()).not.toHaveText(name(0));
  expect(await rows(page).count()).toBeLessThan(60);
});

test('filters in less than fifty milliseconds', { tag: '@measured' }, async ({ page }) => {
  const times = [];
  for (const text of ['worker-1', 'tag:web', 'worker-1999', '-tag:web 19']) {
    times.push(
      await filterBox(page).evaluate(async (input, text) => {
        const rows = document.querySelector('table[aria-label="Containers"] tbody');
        const changed = new Promise((done) => {
          new MutationObserver(() => done(performance.now())).observe(rows, { childList: true });
        });
        input.value = text;
        const began = performance.now();
        input.dispatchEvent(new Event('input', { bubbles: true }));
        return (await changed) - began;
      }, text),
    );
  }
  times.sort((a, b) => a - b);
  test.info().annotations.push({ type: 'filter', description: times.map((time) => `${time.toFixed(1)} ms`).join(', ') });
  // what the machine does besides falls on the others
  expect(times[0]).toBeLessThan(50 * SLOWER);
  await filterBox(page).fill('worker-1999');
  await expect(names(page)).toHaveText([name(1999)]);
});

test('goes from one end to the other by keyboard, and keeps its place', async ({ page }) => {
  await page.keyboard.press('ArrowDown');
  await expect(names(page).first()).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('link', { name: name(COUNT - 1), exact: true })).toBeFocused();
  // quicker than rows are laid out
  for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press('PageUp');
  await expect(page.getByRole('link', { name: name(COUNT - 51), exact: true })).toBeFocused();
  await page.keyboard.press('Home');
  await expect(page.getByRole('link', { name: name(0), exact: true })).toBeFocused();
});

test('all are selected, and only those that match', async ({ page }) => {
  await page.keyboard.press('Control+a');
  const bar = page.getByRole('toolbar', { name: 'Selection' });
  await expect(bar).toContainText('2000 selected');
  await filterBox(page).fill('tag:web');
  await expect(bar).toContainText('200 selected');
  await button(bar, 'Clear selection').click();
  await expect(bar).toHaveCount(0);
});

test('is whole again after it was left', async ({ page }) => {
  await page.getByRole('link', { name: name(3), exact: true }).click();
  await expect(page.getByRole('heading', { name: name(3), level: 1 })).toBeVisible();
  await page.goBack();
  await alive(page);
  await expect(table(page)).toHaveAttribute('aria-rowcount', String(COUNT + 1));
});

test('is read page by page without JavaScript', async ({ browser, session, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: session, baseURL });
  const page = await context.newPage();
  await page.goto('/ui/containers?sort=name');
  await expect(rows(page)).toHaveCount(100);
  await page.getByRole('link', { name: 'Show more' }).click();
  await expect(names(page).first()).toHaveText(name(100));
  await context.close();
});
