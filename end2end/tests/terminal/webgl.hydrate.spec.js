import { choose, input, pane, prompt, run, terminalPage } from '../../support/terminal.js';
import { expect, test } from '../../support/test.js';
import config from '../../playwright.config.js';

// What is drawn by the graphics card, or by Chromium's imitation of one.

const { launchOptions } = config.use;
const args = [...launchOptions.args.filter((arg) => !['--disable-3d-apis', '--disable-gpu'].includes(arg)), '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

test.use({ launchOptions: { ...launchOptions, args }, provoked: ['GL Driver Message', 'webgl context not restored'] });

test('a terminal is drawn by WebGL, and by elements when that is taken away', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(terminalPage(cuid));
  const canvases = pane(page).locator('.xterm-screen canvas');
  await expect(canvases.first()).toBeVisible();
  await expect(pane(page).locator('.xterm-rows')).toHaveCount(0);
  await expect(input(page)).toBeFocused();
  await choose(page, 'For screen readers');
  await input(page).focus();
  const lines = pane(page).getByRole('listitem');
  await run(page, 'echo dra""wn');
  await expect(lines.filter({ hasText: 'drawn' }).last()).toBeAttached();
  const picture = await pane(page).screenshot();
  const colours = await page.evaluate(async (bytes) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
    const copy = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    copy.drawImage(picture, 0, 0);
    return new Set(new Uint32Array(copy.getImageData(0, 0, picture.width, picture.height).data.buffer)).size;
  }, [...picture]);
  // letters have soft edges
  expect(colours).toBeGreaterThan(20);
  await canvases.evaluateAll((all) => all.forEach((canvas) => canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context').loseContext()));
  await expect(pane(page).locator('.xterm-rows')).toContainText('drawn', { timeout: 15_000 });
  await prompt(page);
});
