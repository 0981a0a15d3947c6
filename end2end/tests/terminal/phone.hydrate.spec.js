import { button } from '../../support/dashboard.js';
import { input, pane, prompt, rows, run, screen, size, terminalPage } from '../../support/terminal.js';
import { expect, test } from '../../support/test.js';

test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });

const keys = (page) => page.getByRole('toolbar', { name: 'Keys' });

async function expectNoSideScroll(page) {
  expect(await page.evaluate(() => document.scrollingElement.scrollWidth)).toBeLessThanOrEqual(360);
}

test('a terminal is worked with on a phone, with the keys that phones lack', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop', image: 'wharfinger/tools:latest', command: ['sleep', '1000'] });
  await open(terminalPage(cuid));
  await prompt(page);
  await expectNoSideScroll(page);
  expect((await size(page, 'phone')).wide).toBeLessThan(50);
  await run(page, 'sleep 1000');
  await button(keys(page), 'Ctrl').tap();
  await expect(button(keys(page), 'Ctrl')).toHaveAttribute('aria-pressed', 'true');
  // the keyboard stays on the screen
  await expect(input(page)).toBeFocused();
  await page.keyboard.type('c');
  await expect(button(keys(page), 'Ctrl')).toHaveAttribute('aria-pressed', 'false');
  await expect(screen(page)).toContainText('^C');
  await run(page, 'clear');
  await page.keyboard.type('echo a ');
  for (const key of ['Pipe', 'Slash', 'Tilde']) await button(keys(page), key).tap();
  await expect(screen(page)).toContainText('echo a |/~');
  await button(keys(page), 'Ctrl').tap();
  await page.keyboard.type('u');
  await run(page, 'vim -N -u NONE');
  await page.keyboard.type('iabc');
  await button(keys(page), 'Escape').tap();
  await button(keys(page), 'Left').tap();
  await page.keyboard.type('x');
  await expect.poll(async () => (await rows(page))[0]).toBe('ac');
  await expectNoSideScroll(page);
  for (const name of ['New terminal', 'Search in the terminal', 'Larger text', 'Fill the window']) {
    await button(page, name).tap();
    await expectNoSideScroll(page);
  }
});

test('the keyboard on the screen leaves the terminal in view', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  const high = (await rows(page)).length;
  // what a phone does when its keyboard comes up
  await page.setViewportSize({ width: 360, height: 420 });
  await expect.poll(async () => (await rows(page)).length).toBeLessThan(high);
  await expect(keys(page)).toBeInViewport({ ratio: 0.9 });
  await run(page, 'echo se""en');
  await expect(screen(page)).toContainText('seen');
  await expectNoSideScroll(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await expect.poll(async () => (await rows(page)).length).toBe(high);
  await expect(pane(page)).toBeInViewport();
});
