import { button, expectWrong } from '../../support/dashboard.js';
import { expect, test } from '../../support/test.js';

test.use({ provoked: ['status of 400', 'status of 404', 'status of 409'] });

const textbox = (page, name) => page.getByRole('textbox', { name, exact: true });

// Each: what is filled in, and which field then says what is wrong with it.
const mistakes = [
  {
    title: 'no image',
    fill: () => {},
    field: (page) => page.getByLabel('Image', { exact: true }),
    image: '',
    why: /Image is required/,
  },
  {
    title: 'a malformed image',
    fill: () => {},
    field: (page) => page.getByLabel('Image', { exact: true }),
    image: 'Not An Image',
    why: /This is no image name/,
  },
  {
    title: 'a variable whose name begins with a digit',
    fill: async (page) => {
      await button(page, 'Add variable').click();
      await textbox(page, 'Variable name').fill('1ST');
      await textbox(page, 'Value of 1ST').fill('x');
    },
    field: (page) => textbox(page, 'Variable name'),
    why: /begins with a letter or _/,
  },
  {
    title: 'a variable twice',
    fill: async (page) => {
      for (const value of ['a', 'b']) {
        await button(page, 'Add variable').click();
        await textbox(page, 'Variable name').last().fill('TWICE');
        await textbox(page, 'Value of TWICE').last().fill(value);
      }
    },
    field: (page) => textbox(page, 'Variable name').first(),
    why: /there twice/,
  },
  {
    title: 'more cores than the host has',
    fill: (page) => textbox(page, 'CPUs').fill('4096'),
    field: (page) => textbox(page, 'CPUs'),
    why: /Cores go from 0\.01 to \d+, which the host has/,
  },
  {
    title: 'cores that are no number',
    fill: (page) => textbox(page, 'CPUs').fill('two'),
    field: (page) => textbox(page, 'CPUs'),
    why: /This is no number/,
  },
  {
    title: 'too little memory',
    fill: (page) => textbox(page, 'Memory').fill('5m'),
    field: (page) => textbox(page, 'Memory'),
    why: /The least is 6m/,
  },
  {
    title: 'no processes',
    fill: (page) => textbox(page, 'Processes').fill('0'),
    field: (page) => textbox(page, 'Processes'),
    why: /goes from 1 to/,
  },
  {
    title: 'a host port beyond the last',
    fill: async (page) => {
      await button(page, 'Add port').click();
      await textbox(page, 'Host port').fill('70000');
      await textbox(page, 'Container port').fill('80');
    },
    field: (page) => textbox(page, 'Host port'),
    why: /A port is a number from 1 to 65535/,
  },
  {
    title: 'a port without its end inside',
    fill: async (page) => {
      await button(page, 'Add port').click();
      await textbox(page, 'Host port').fill('8080');
    },
    field: (page) => textbox(page, 'Container port'),
    why: /A port is a number from 1 to 65535/,
  },
  {
    title: 'a host port twice',
    fill: async (page) => {
      for (const inside of ['80', '81']) {
        await button(page, 'Add port').click();
        await textbox(page, 'Host port').last().fill('28080');
        await textbox(page, 'Container port').last().fill(inside);
      }
    },
    field: (page) => textbox(page, 'Host port').last(),
    why: /in the list already/,
  },
  {
    title: 'a quote that is not closed',
    fill: (page) => textbox(page, 'Command').fill("sh -c 'sleep 10"),
    field: (page) => textbox(page, 'Command'),
    why: /is not closed/,
  },
  {
    title: 'a user that is none',
    fill: (page) => textbox(page, 'User').fill('no such user!'),
    field: (page) => textbox(page, 'User'),
    why: /A user is a name or a number/,
  },
  {
    title: 'an image that cannot be pulled',
    fill: () => {},
    field: (page) => page.getByLabel('Image', { exact: true }),
    image: 'localhost:1/nobody/has-it:1',
    why: /is not on the engine and can't be pulled/,
  },
];

for (const { title, fill, field, why, image = 'busybox:latest' } of mistakes) {
  test(`${title} is told at its field`, async ({ page, open, server }) => {
    await open('/ui/containers/new');
    await page.getByLabel('Image', { exact: true }).fill(image);
    await textbox(page, 'Name').fill('kept');
    await fill(page);
    await button(page, 'Create container').click();
    await expectWrong(field(page), why);
    await expect(field(page)).toBeFocused();
    // nothing that was filled in is lost, and nothing was made
    await expect(textbox(page, 'Name')).toHaveValue('kept');
    await expect(page.getByLabel('Image', { exact: true })).toHaveValue(image);
    await expect(button(page, 'Create container')).toBeEnabled();
    expect(await server.list()).toEqual([]);
  });
}

test('all mistakes are told at once, and are gone when they are put right', async ({ page, open, server }) => {
  await open('/ui/containers/new');
  await page.getByLabel('Image', { exact: true }).fill('busybox:latest');
  await textbox(page, 'CPUs').fill('4096');
  await textbox(page, 'Memory').fill('1k');
  await textbox(page, 'Command').fill('sleep 1000');
  await button(page, 'Create container').click();
  await expectWrong(textbox(page, 'CPUs'), /Cores go from/);
  await expectWrong(textbox(page, 'Memory'), /The least is 6m/);
  await textbox(page, 'CPUs').fill('1');
  await textbox(page, 'Memory').fill('32m');
  await button(page, 'Create container').click();
  await expect(page.getByRole('heading', { name: /^busybox-/, level: 1 })).toBeVisible();
  expect(await server.list()).toMatchObject([{ resources: { cpus: 1, memory: '32m' } }]);
});
