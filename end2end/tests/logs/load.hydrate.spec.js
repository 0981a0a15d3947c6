import { readFile } from 'node:fs/promises';
import { button } from '../../support/dashboard.js';
import { line, log, logsPage } from '../../support/logs.js';
import { expect, test } from '../../support/test.js';

// 5,000 lines a second for a minute: the page answers at once, and keeps to its memory.

const RATE = 5000;
const SECONDS = 60;

// Writes that many lines a second by the clock, with what real lines have in them.
const writer = `
import sys, time
rate, seconds = ${RATE}, ${SECONDS}
begun, n = time.monotonic(), 0
print("begin", flush=True)
while n < rate * seconds:
    due = min(int((time.monotonic() - begun) * rate), rate * seconds)
    out = []
    while n < due:
        n += 1
        level = ("INFO", "DEBUG", "WARN", "ERROR")[n % 4]
        out.append(f'2026-01-20 15:30:00 \\033[3{n % 8}m{level}\\033[0m shop.orders: order {n} {{"ms": {n % 977}, "path": "/articles/{n}"}}\\n')
    sys.stdout.write("".join(out))
    sys.stdout.flush()
    time.sleep(0.01)
print(f"end {n}", flush=True)
time.sleep(1000)
`;

// What the page's process takes for itself, by the kernel's book: JavaScript, WebAssembly, what is
// drawn, and the browser's own; in bytes.
async function resident(browser) {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  const sizes = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      // one that the browser keeps in reserve may be gone by now
      .map(({ id }) => readFile(`/proc/${id}/status`, 'utf8').catch(() => '')),
  );
  return Math.max(...sizes.map((status) => Number(status.match(/RssAnon:\s+(\d+) kB/)?.[1] ?? 0) * 1024));
}

// pictures of the page are made while it is measured otherwise
test.use({ trace: 'off' });

test('a flood of lines', { tag: '@measured' }, async ({ page, open, server, browser }, testInfo) => {
  test.setTimeout(240_000);
  // a page of the dashboard that shows no lines, to compare with
  await open('/ui/containers');
  await page.waitForTimeout(2000);
  const before = await resident(browser);
  const { cuid } = await server.run({ name: 'flood', image: 'python:3.12-slim', command: ['python', '-c', writer] });
  await open(logsPage(cuid));
  await expect(line(page, 'order').first()).toBeVisible();

  // what the browser itself measures of each interaction: from the press to the next frame
  await page.evaluate(() => {
    window.interactions = [];
    new PerformanceObserver((list) => {
      for (const { name, duration, interactionId } of list.getEntries()) {
        if (interactionId) window.interactions.push({ name, duration });
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true });
  });
  const presses = [];
  const press = async (act) => {
    const begun = performance.now();
    await act();
    presses.push(Math.round(performance.now() - begun));
  };
  const figures = [];
  const begun = Date.now();
  while (Date.now() - begun < SECONDS * 1000) {
    await press(() => button(page, 'Timestamps').click());
    await press(() => button(page, 'Wrap').click());
    await press(() => page.keyboard.press('Tab'));
    await page.waitForTimeout(1500);
    figures.push({ second: Math.round((Date.now() - begun) / 1000), resident: await resident(browser) });
  }

  await expect(line(page, `end ${RATE * SECONDS}`)).toBeInViewport({ timeout: 60_000 });
  const lag = Math.round((Date.now() - begun) / 1000) - SECONDS;
  const interactions = await page.evaluate(() => window.interactions);
  const slowest = Math.max(0, ...interactions.map(({ duration }) => duration));
  const mostResident = Math.max(...figures.map(({ resident }) => resident));
  const result = {
    lines: RATE * SECONDS,
    seconds: SECONDS,
    'seconds behind at the end': lag,
    'slowest interaction, ms': slowest,
    interactions: interactions.length,
    'most memory of the process, MB': Math.round(mostResident / 1e6),
    'that of the list of containers, MB': Math.round(before / 1e6),
    'times from press to answer over the wire, ms': presses,
    figures,
  };
  await testInfo.attach('figures', { body: JSON.stringify(result, null, 2), contentType: 'application/json' });
  console.log(JSON.stringify({ ...result, figures: undefined }));
  expect(slowest, 'slowest interaction, ms').toBeLessThan(200);
  expect(mostResident, 'all that the process takes for itself, bytes').toBeLessThan(200e6);
  expect(await log(page).locator('[data-line]').count()).toBeLessThan(200);
});
