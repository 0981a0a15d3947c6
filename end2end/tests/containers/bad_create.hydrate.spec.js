import { button, expectWrong } from '../../support/dashboard.js';
import { expect, test } from '../../support/test.js';

test.use({ provoked: ['status of 400', 'status of 404'] });

const image = (page) => page.getByRole('combobox', { name: 'Image' });
const textbox = (page, name) => page.getByRole('textbox', { name, exact: true });

async function addVariable(page, name, value) {
  await button(page, 'Add variable').click();
  await textbox(page, 'Variable name').last().fill(name);
  await textbox(page, `Value of ${name}`).last().fill(value);
}

async function addPort(page, host, inside) {
  await button(page, 'Add port').click();
  await textbox(page, 'Host port').last().fill(host);
  await textbox(page, 'Container port').last().fill(inside);
}

// Each: what is filled in, and what the fields then say is wrong with it.
const mistakes = {
  'no image': async (page) => {
    await image(page).fill('');
    return [[image(page), /Image is required/]];
  },
  'an image that cannot be pulled': async (page) => {
    await image(page).fill('localhost:1/nobody/has-it:1');
    return [[image(page), /is not on the engine and can't be pulled/]];
  },
  'what no engine would accept': async (page) => {
    await image(page).fill('Not An Image');
    await addPort(page, '70000', '80');
    await addPort(page, '28080', '81');
    await addPort(page, '28080', '82');
    await addVariable(page, '1ST', 'x');
    await textbox(page, 'CPUs').fill('4096');
    await textbox(page, 'Memory').fill('5m');
    await textbox(page, 'Processes').fill('0');
    await textbox(page, 'User').fill('no such user!');
    return [
      [image(page), /This is no image name/],
      [textbox(page, 'Host port').nth(0), /A port is a number from 1 to 65535/],
      [textbox(page, 'Host port').nth(2), /in the list already/],
      [textbox(page, 'Variable name'), /begins with a letter or _/],
      [textbox(page, 'CPUs'), /Cores go from 0\.01 to \d+, which the host has/],
      [textbox(page, 'Memory'), /The least is 6m/],
      [textbox(page, 'Processes'), /goes from 1 to/],
      [textbox(page, 'User'), /A user is a name or a number/],
    ];
  },
  'what means nothing': async (page) => {
    await addPort(page, 'eighty', '80');
    await addVariable(page, 'TWICE', 'a');
    await addVariable(page, 'TWICE', 'b');
    await textbox(page, 'CPUs').fill('two');
    await textbox(page, 'Command').fill("sh -c 'sleep 10");
    return [
      [textbox(page, 'Host port'), /A port is a number from 1 to 65535/],
      [textbox(page, 'Variable name').last(), /there twice/],
      [textbox(page, 'CPUs'), /This is no number/],
      [textbox(page, 'Command'), /is not closed/],
    ];
  },
  'a port without its end inside': async (page) => {
    await addPort(page, '28080', '');
    return [[textbox(page, 'Container port'), /A port is a number from 1 to 65535/]];
  },
};

for (const [title, make] of Object.entries(mistakes)) {
  test(`${title}: told at the fields, and nothing is lost or made`, async ({ page, open, server }) => {
    await open('/ui/containers/new');
    await image(page).fill('busybox:latest');
    await textbox(page, 'Name').fill('kept');
    const wrong = await make(page);
    const chosen = await image(page).inputValue();
    await button(page, 'Create container').click();
    for (const [field, why] of wrong) await expectWrong(field, why);
    await expect(wrong[0][0]).toBeFocused();
    await expect(textbox(page, 'Name')).toHaveValue('kept');
    await expect(image(page)).toHaveValue(chosen);
    await expect(button(page, 'Create container')).toBeEnabled();
    expect(await server.list()).toEqual([]);
  });
}

test('what was wrong is forgotten when it is put right', async ({ page, open, server }) => {
  await open('/ui/containers/new');
  await image(page).fill('busybox:latest');
  await textbox(page, 'Memory').fill('1k');
  await textbox(page, 'Command').fill('sleep 1000');
  await button(page, 'Create container').click();
  await expectWrong(textbox(page, 'Memory'), /The least is 6m/);
  await textbox(page, 'Memory').fill('32m');
  await button(page, 'Create container').click();
  await expect(page.getByRole('heading', { name: /^busybox-/, level: 1 })).toBeVisible();
  expect(await server.list()).toMatchObject([{ resources: { memory: '32m' } }]);
});
