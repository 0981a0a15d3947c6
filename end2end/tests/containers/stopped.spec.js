import { expect, test } from '../../support/test.js';

// Why a container does not run any more, with JavaScript and without.

const why = (page) => page.getByRole('region', { name: 'Why it stopped' });
const stopped = (server, cuid) => async () => (await server.rest('GET', `/containers/${cuid}`)).stopped?.exit_code;

test('one that ended by itself tells its exit code and what it wrote last', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop', command: ['sh', '-c', 'echo first; echo no money left; exit 3'] });
  await expect.poll(stopped(server, cuid)).toBe(3);
  const { message } = (await server.rest('GET', `/containers/${cuid}`)).stopped;
  await open(`/ui/containers/${cuid}`);
  await expect(why(page)).toContainText(message);
  await expect(why(page).getByRole('region', { name: 'Its last lines' })).toContainText(/first\s+no money left/);
  await expect(why(page).getByRole('link', { name: 'Show its whole log' })).toHaveAttribute('href', `/ui/containers/${cuid}/logs`);
});

test('one that was stopped tells who asked for it', async ({ page, open, server }) => {
  const { cuid } = await server.run({ name: 'shop' });
  await open(`/ui/containers/${cuid}`);
  await expect(why(page)).toHaveCount(0);
  await server.rest('POST', `/containers/${cuid}/stop`);
  await expect.poll(stopped(server, cuid)).toBeGreaterThan(0);
  await open(`/ui/containers/${cuid}`);
  await expect(why(page)).toContainText(/Exit code1\d\d/);
  const who = why(page).getByRole('link', { name: 'admin, by container.stop' });
  await expect(who).toHaveAttribute('href', /^\/ui\/activity\?q=/);
});
