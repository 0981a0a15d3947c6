import { prompt, run, screen, terminalPage } from '../../support/terminal.js';
import { expect, test } from '../../support/test.js';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('what a program colours is coloured, also where the page has no motion', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  await prompt(page);
  await run(page, String.raw`clear; printf '\033[32mgr''een\033[0m pl''ain\n'`);
  await expect(screen(page)).toContainText('green plain');
  const colour = (text) => page.locator('.xterm-rows span', { hasText: text }).first().evaluate((span) => getComputedStyle(span).color);
  expect(await colour(/^green$/)).toBe('rgb(17, 112, 63)');
  expect(await colour(/plain/)).toBe('rgb(26, 35, 46)');
});
