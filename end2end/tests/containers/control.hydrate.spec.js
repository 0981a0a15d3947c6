import { button, messages, row, state } from '../../support/dashboard.js';
import { expect, test } from '../../support/test.js';

// Each step: the button to press, what is said then, and the state it leads to.
const steps = [
  ['Start', 'shop started', 'running'],
  ['Pause', 'shop paused', 'paused'],
  ['Unpause', 'shop unpaused', 'running'],
  ['Restart', 'shop restarted', 'running'],
  ['Stop', 'shop stopped', 'exited'],
];

test('every action works from the list', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await open('/ui/containers');
  let started = null;
  for (const [action, said, status] of steps) {
    await button(row(page, 'shop'), `${action} shop`).click();
    await expect(messages(page)).toContainText(said);
    await expect(state(page, 'shop')).toContainText(status);
    const now = await server.rest('GET', `/containers/${cuid}`);
    expect(now.status).toBe(status);
    if (action === 'Restart') expect(now.started_at).not.toBe(started);
    started = now.started_at;
  }
  // what makes no sense now is not offered
  await expect(row(page, 'shop').getByRole('button', { name: /^(Stop|Pause|Unpause|Restart) / })).toHaveCount(0);
});

test('every action works from its own page', async ({ page, open, server }) => {
  const { cuid } = await server.create({ name: 'shop' });
  await open(`/ui/containers/${cuid}`);
  for (const [action, said, status] of steps) {
    await button(page, `${action} shop`).click();
    await expect(messages(page)).toContainText(said);
    await expect(page.getByRole('main')).toContainText(status);
    expect((await server.rest('GET', `/containers/${cuid}`)).status).toBe(status);
  }
  await expect(page.getByRole('region', { name: 'State' })).toContainText(/exited with 1\d\d/);
});

test.describe('an action that fails', () => {
  test.use({ provoked: ['status of 409'] });

  test('is told with what to do, and the container stays', async ({ page, open, server }) => {
    const taken = await server.run({ name: 'first', ports: [{ container: 80 }] });
    const port = taken.ports[0].host;
    await server.create({ name: 'second', ports: [{ host: port, container: 80 }] });
    await open('/ui/containers');
    await button(row(page, 'second'), 'Start second').click();
    await expect(messages(page)).toContainText(`second did not start: Host port ${port} is taken`);
    await button(messages(page), 'Dismiss message').click();
    await expect(messages(page)).not.toContainText('second did not start');
    await expect(state(page, 'second')).toContainText("can't start");
    await page.getByRole('link', { name: 'second', exact: true }).click();
    await expect(page.getByRole('main').getByRole('alert')).toContainText('The engine could not start it');
  });
});
