import { input, place, prompt, rows, run, screen, terminalPage } from '../../support/terminal.js';
import { expect, test } from '../../support/test.js';

// Programs that draw the whole screen are right after the window got another size. Each picture is
// kept with the test's results.

const sizes = [{ width: 800, height: 640 }, { width: 1280, height: 900 }];

test.beforeEach(async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'tools', image: 'wharfinger/tools:latest', command: ['sleep', '1000'] });
  await open(terminalPage(cuid));
  await prompt(page);
});

async function picture(page, testInfo, name) {
  await testInfo.attach(name, { body: await page.screenshot(), contentType: 'image/png' });
}

// What is on the screen once it satisfies something.
async function settled(page, right) {
  let found;
  await expect
    .poll(async () => {
      found = await rows(page);
      return right(found);
    }, { timeout: 15_000 })
    .toBe(true);
  return found;
}

test('vim', async ({ page }, testInfo) => {
  await run(page, 'seq 1 500 > numbers; vim -N -u NONE -c "set number ruler laststatus=2" numbers');
  for (const size of [...sizes, sizes[0]]) {
    await page.setViewportSize(size);
    // every row has its number and its text, above a line of state and one for commands
    const drawn = await settled(page, (all) =>
      all.slice(0, -2).every((row, at) => row.trim() === `${at + 1} ${at + 1}`) && /^numbers\s.*1,1\s+Top$/.test(all.at(-2)));
    expect(drawn.length).toBeGreaterThan(10);
    await picture(page, testInfo, `vim ${size.width}`);
  }
  await page.keyboard.type('G');
  await settled(page, (all) => all.at(-3).trim() === '500 500' && /500,1\s+Bot$/.test(all.at(-2)));
  await page.keyboard.type(':q');
  await page.keyboard.press('Enter');
  // the shell is there again as it was
  await settled(page, (all) => all.some((row) => row.includes('seq 1 500')));
});

test('less', async ({ page }, testInfo) => {
  await run(page, 'seq 1 500 > numbers; less numbers');
  for (const size of [...sizes, sizes[0]]) {
    await page.setViewportSize(size);
    await settled(page, (all) => all.slice(0, -1).every((row, at) => row === `${at + 1}`) && /^(numbers|:)/.test(all.at(-1)));
    await picture(page, testInfo, `less ${size.width}`);
  }
  await page.keyboard.press('End');
  await settled(page, (all) => all.at(-2) === '500' && all.at(-1).includes('(END)'));
  await page.keyboard.type('/123');
  await page.keyboard.press('Enter');
  await page.keyboard.type('q');
  await prompt(page);
});

test('htop', async ({ page }, testInfo) => {
  await run(page, 'htop');
  for (const size of [...sizes, sizes[0]]) {
    await page.setViewportSize(size);
    await settled(page, (all) =>
      /^F1Help .*F10Quit/.test(all.at(-1)) && all.some((row) => /^\s*PID\s*USER/.test(row)) && all.some((row) => row.includes('sleep 1000')));
    await picture(page, testInfo, `htop ${size.width}`);
  }
  // it uses the mouse: a click on one of its labels quits
  const { x, y } = await place(page, 'Quit');
  await page.mouse.click(x, y);
  await settled(page, (all) => !all.some((row) => row.includes('F10Quit')));
  await expect(input(page)).toBeFocused();
});

test('tmux', async ({ page }, testInfo) => {
  await run(page, 'tmux -f /dev/null new -s night');
  await settled(page, (all) => /^\[night\]/.test(all.at(-1)));
  await page.keyboard.press('Control+b');
  await page.keyboard.type('%');
  await run(page, 'echo right-$((1 + 1))');
  for (const size of [...sizes, sizes[0]]) {
    await page.setViewportSize(size);
    // a line down the middle, and beneath everything the line of state across the whole width
    const drawn = await settled(page, (all) => {
      const middle = all[0].indexOf('│');
      return middle > 10 && all.slice(0, -1).every((row) => row[middle] === '│') && /^\[night\].*\d\d:\d\d/.test(all.at(-1))
        && all.some((row) => row.indexOf('right-2') > middle);
    });
    expect(Math.abs(drawn[0].indexOf('│') - drawn.at(-1).length / 2)).toBeLessThan(3);
    await picture(page, testInfo, `tmux ${size.width}`);
  }
  await page.keyboard.press('Control+d');
  await settled(page, (all) => !all[0].includes('│'));
});
