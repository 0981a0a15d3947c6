import { button, messages } from '../../support/dashboard.js';
import { build, removeImages } from '../../support/registry.js';
import { docker } from '../../support/docker.js';
import { expect, test as base } from '../../support/test.js';

const test = base.extend({
  // Makes images of the test's own, whose names begin with what it gives.
  mine: async ({ server }, use, { workerIndex }) => {
    const beginning = `removing-${workerIndex}-${(await server.project()).slice(-6)}`;
    await use(async (name) => {
      const image = `${beginning}-${name}:1`;
      await build(image);
      return image;
    });
    await server.clear();
    await removeImages(beginning);
  },
});

const link = (page, name) => page.getByRole('table').getByRole('link', { name, exact: true });

test('one that nothing uses is removed after a question', async ({ page, open, mine }) => {
  const image = await mine('one');
  await open('/ui/images');
  await button(page, `Remove ${image}`).click();
  const question = page.getByRole('dialog', { name: `Remove ${image}?` });
  await button(question, 'Cancel').click();
  await expect(link(page, image)).toBeVisible();
  await button(page, `Remove ${image}`).click();
  await button(question, 'Remove').click();
  await expect(messages(page)).toContainText(`${image} removed`);
  await expect(link(page, image)).toHaveCount(0);
});

test('one that is used stays, and says by whom', async ({ page, open, server, mine }) => {
  const image = await mine('used');
  const { cuid } = await server.run({ name: 'shop', image, command: ['1000'] });
  await open('/ui/images');
  await button(page, `Remove ${image}`).click();
  const question = page.getByRole('dialog', { name: `Remove ${image}?` });
  await expect(question).toContainText('a container that runs was made from them');
  await expect(question.getByRole('link', { name: 'shop' })).toHaveAttribute('href', `/ui/containers/${cuid}`);
  await expect(button(question, 'Remove')).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  // once it is stopped it may go, if somebody says so
  await server.rest('POST', `/containers/${cuid}/stop`);
  const users = page.getByRole('list', { name: `Containers that use ${image}` });
  await expect(users).toContainText('not running');
  await button(page, `Remove ${image}`).click();
  await expect(button(question, 'Remove')).toHaveAttribute('aria-disabled', 'true');
  await question.getByRole('checkbox', { name: /^Remove these too/ }).check();
  await button(question, 'Remove').click();
  await expect(messages(page)).toContainText(`${image} removed`);
});

test.describe('several', () => {
  test.use({ provoked: ['status of 409'] });

  test('are removed at once, each with its outcome', async ({ page, open, mine }) => {
    const [first, second] = [await mine('first'), await mine('second')];
    await open('/ui/images?q=removing-');
    await page.getByRole('checkbox', { name: `Select ${first}` }).check();
    await page.getByRole('checkbox', { name: `Select ${second}` }).check();
    await button(page.getByRole('toolbar', { name: 'Selection' }), 'Remove…').click();
    const question = page.getByRole('dialog', { name: 'Remove 2 images?' });
    await expect(question.getByRole('list', { name: 'To be removed' }).getByRole('listitem')).toHaveText([first, second]);
    // somebody is quicker to use one of them
    const [id] = await docker('create', first);
    await button(question, 'Remove 2 names').click();
    const batch = page.getByRole('article', { name: '1 of 2 images removed, 1 failed' });
    await expect(batch.getByRole('listitem').filter({ hasText: first })).toContainText('failed');
    await expect(batch.getByRole('listitem').filter({ hasText: second })).toContainText('done');
    await docker('rm', id);
    await batch.getByRole('button', { name: `Try ${first} again` }).click();
    await expect(page.getByRole('article', { name: '2 of 2 images removed' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'No image matches' })).toBeVisible();
  });
});

test('a clean-up says what it would free before it does', async ({ page, open, mine }) => {
  const image = await mine('unused');
  // the engine's other images are not this test's to remove
  await page.route('**/ui/fn/images/prune', async (route) => {
    const { request } = route.request().postDataJSON();
    if (request.dry_run) return route.continue();
    const images = [{ id: 'sha256:0123456789abcdef', tags: [image], size_bytes: 2 << 20 }];
    return route.fulfill({ json: { dry_run: false, images, freed_bytes: 1 << 20 } });
  });
  await open('/ui/images');
  await button(page, 'Clean up…').click();
  const question = page.getByRole('dialog', { name: 'Clean up images' });
  await question.getByRole('radio', { name: /^All that no container uses/ }).check();
  await expect(question).toContainText('This frees at most');
  await expect(question.getByRole('list', { name: 'To be removed' })).toContainText(image);
  await question.getByRole('button', { name: /^Remove \d+ images?$/ }).click();
  const outcome = page.getByRole('dialog', { name: '1 image removed' });
  await expect(outcome).toContainText('Freed 1 MiB.');
  await button(outcome, 'Close').click();
  await expect(outcome).toBeHidden();
});

test('the list follows what is done elsewhere', async ({ page, open, server, mine }) => {
  await open('/ui/images?q=removing-');
  await expect(page.getByRole('heading', { name: 'No image matches' })).toBeVisible();
  const image = await mine('elsewhere');
  await expect(link(page, image)).toBeVisible();
  await server.create({ name: 'report', image, command: ['1000'] });
  await expect(page.getByRole('list', { name: `Containers that use ${image}` })).toContainText('report');
  await page.getByRole('searchbox', { name: 'Filter images' }).fill('report');
  await expect(page).toHaveURL('/ui/images?q=report');
  await expect(link(page, image)).toBeVisible();
});

test.describe('one that goes', () => {
  test.use({ provoked: ['status of 404'] });

  test("is missed on its page", async ({ page, open, mine }) => {
    const image = await mine('gone');
    await open(`/ui/images/${image}`);
    await docker('rmi', image);
    await expect(page.getByText('The engine has no image of this name any more.')).toBeVisible();
  });
});
