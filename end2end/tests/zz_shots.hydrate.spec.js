import { button } from '../support/dashboard.js';
import { choose, launch, prompt, rows, run, screen, state, terminalPage } from '../support/terminal.js';
import { expect, test } from '../support/test.js';
const out = '/tmp/w/tui/shots';
for (const scheme of ['light', 'dark']) {
  for (const [screenName, options] of [['wide', { viewport: { width: 1280, height: 800 } }], ['phone', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }]]) {
    test.describe(`${scheme} ${screenName}`, () => {
      test.use({ ...options, colorScheme: scheme });
      test('shots', async ({ page, open, server }) => {
        test.setTimeout(120000);
        const shot = (name) => page.screenshot({ path: `${out}/${name}-${screenName}-${scheme}.png` });
        const { cuid } = await server.run({ name: 'shop-frontend', image: 'wharfinger/tools:latest', command: ['sleep', '1000'] });
        await open(terminalPage(cuid));
        await prompt(page);
        await run(page, String.raw`clear; for i in 30 31 32 33 34 35 36 37 90 91 92 93 94 95 96 97; do printf "\033[$i""mcolour $i \033[0m "; done; echo; ls --color=always -l /; echo https://example.com/link`);
        await expect(screen(page)).toContainText('example.com');
        await shot('colours');
        await page.getByLabel('More for terminals').click();
        await shot('menu');
        await page.keyboard.press('Escape');
        await page.getByRole('textbox', { name: /^Terminal/ }).focus();
        await page.keyboard.press('Control+Shift+F');
        await page.keyboard.type('root');
        await shot('search');
        await page.keyboard.press('Escape');
        await button(page, 'New terminal').click();
        await prompt(page);
        await run(page, 'exit 3');
        await expect(button(page, 'Run again')).toBeVisible();
        await shot('ended');
        await page.getByLabel('More for terminals').click();
        await button(page, 'New with command or user…').click();
        await shot('chooser');
        await page.keyboard.press('Escape');
        await choose(page, 'Keyboard and mouse');
        await shot('help');
        await page.keyboard.press('Escape');
        await button(page, 'Fill the window').click();
        await launch(page, { command: 'htop' });
        await expect(screen(page)).toContainText('F10');
        await shot('htop-filled');
        await launch(page, { command: 'vim -N /etc/passwd' });
        await expect(screen(page)).toContainText('root:x');
        await shot('vim');
        const list = (await server.rest('GET', `/containers/${cuid}/sessions`)).sessions;
        void list;
      });
    });
  }
}
