import { button, messages, row, state } from '../../support/dashboard.js';
import { expect, test } from '../../support/test.js';

const bar = (page) => page.getByRole('toolbar', { name: 'Selection' });
const drawer = (page) => page.getByRole('region', { name: 'Tasks' });
const outcome = (page, name) => drawer(page).getByRole('list', { name: 'Outcomes' }).getByRole('listitem').filter({ hasText: new RegExp(`^${name}`) });
const select = (page, name) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });

test('many are started and stopped, and each outcome is shown', async ({ page, open, server }) => {
  for (const name of ['one', 'two', 'three']) await server.create({ name });
  await server.run({ name: 'four' });
  await open('/ui/containers');
  await select(page, 'three').click();
  await select(page, 'one').click({ modifiers: ['Shift'] });
  await expect(page.getByRole('row', { selected: true })).toHaveCount(3);
  await button(bar(page), 'Start 3').click();
  await expect(drawer(page).getByRole('article', { name: '3 of 3 containers started' })).toBeVisible();
  for (const name of ['one', 'two', 'three']) {
    await expect(outcome(page, name)).toContainText('done');
    await expect(state(page, name)).toContainText('running');
  }
  // what makes no sense for any of them is not done
  await expect(button(bar(page), 'Start 0')).toBeDisabled();
  await button(drawer(page), 'Close tasks').click();
  await expect(page.getByRole('button', { name: 'Tasks' })).toBeFocused();
  await page.getByRole('checkbox', { name: 'Select all' }).click();
  await button(bar(page), 'Pause 4').click();
  await expect(drawer(page).getByRole('article', { name: '4 of 4 containers paused' })).toBeVisible();
});

test.describe('one that fails', () => {
  test.use({ provoked: ['status of 409'] });

  test('says why, and is tried again', async ({ page, open, server }) => {
    const first = await server.run({ name: 'first', ports: [{ container: 80 }] });
    const port = first.ports[0].host;
    await server.create({ name: 'good' });
    await server.create({ name: 'bad', ports: [{ host: port, container: 80 }] });
    await open('/ui/containers');
    await page.keyboard.press('Control+a');
    await button(bar(page), 'Start 2').click();
    await expect(drawer(page).getByRole('article', { name: '1 of 2 containers started, 1 failed' })).toBeVisible();
    await expect(outcome(page, 'good')).toContainText('done');
    await expect(outcome(page, 'bad')).toContainText(`Host port ${port} is taken`);
    await expect(page.getByRole('status').filter({ hasText: '1 of 2 containers started, 1 failed' })).toHaveCount(1);
    await server.rest('POST', `/containers/${first.cuid}/stop`);
    await button(drawer(page), 'Try bad again').click();
    await expect(drawer(page).getByRole('article', { name: '2 of 2 containers started' })).toBeVisible();
    await expect(state(page, 'bad')).toContainText('running');
  });
});

test('many are deleted once it is typed', async ({ page, open, server }) => {
  await server.create({ name: 'kept' });
  for (const name of ['one', 'two']) await server.create({ name });
  await server.run({ name: 'three' });
  await open('/ui/containers');
  for (const name of ['one', 'two', 'three']) await select(page, name).click();
  await button(bar(page), 'Delete…').click();
  const question = page.getByRole('dialog', { name: 'Delete 3 containers?' });
  await expect(question).toContainText('1 of them is running');
  await expect(question.getByRole('listitem')).toHaveText(['three', 'two', 'one']);
  await expect(question.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('delete 2');
  await expect(button(question, 'Delete 3 containers')).toBeDisabled();
  await page.keyboard.press('Backspace');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await expect(drawer(page).getByRole('article', { name: '3 of 3 containers deleted' })).toBeVisible();
  expect((await server.list()).map(({ name }) => name)).toEqual(['kept']);
  await page.mouse.move(0, 0);
  await expect(page.getByRole('table', { name: 'Containers' }).getByRole('rowheader')).toHaveText([/^kept/]);
});

test('it goes on while somebody looks elsewhere', async ({ page, open, server }) => {
  for (const name of ['one', 'two', 'three', 'four', 'five', 'six']) await server.run({ name });
  await open('/ui/containers');
  await page.keyboard.press('Control+a');
  await button(bar(page), 'Stop 6').click();
  await button(drawer(page), 'Close tasks').click();
  await page.getByRole('link', { name: 'New container' }).click();
  await expect(messages(page)).toContainText('6 of 6 containers stopped');
  await button(messages(page), 'Show').click();
  await expect(outcome(page, 'six')).toContainText('done');
  const statuses = (await server.list()).map(({ status }) => status);
  expect(statuses).toEqual(Array(6).fill('exited'));
});

test('by keyboard alone', async ({ page, open, server }) => {
  for (const name of ['one', 'two', 'three']) await server.create({ name });
  await open('/ui/containers');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'three', exact: true })).toBeFocused();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByRole('row', { selected: true })).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row', { selected: true })).toHaveCount(0);
  await page.keyboard.press('Space');
  await expect(row(page, 'two')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('dialog', { name: 'Delete two?' })).toBeVisible();
});
