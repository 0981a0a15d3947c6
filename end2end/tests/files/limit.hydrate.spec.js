import { messages, row } from '../../support/dashboard.js';
import { drop, filesPage } from '../../support/files.js';
import { Server } from '../../support/server.js';
import { expect, test as base } from '../../support/test.js';

// A server that takes little.
const test = base.extend({
  server: [
    async ({}, use) => {
      const server = await Server.launch({ MAX_UPLOAD_BYTES: '2000' });
      await use(server);
      await server.end();
    },
    { scope: 'worker' },
  ],
});

test('what is too large is said before it is sent', async ({ page, open, server }) => {
  const sent = [];
  page.on('request', (request) => request.method() === 'PUT' && sent.push(request.url()));
  const { cuid } = await server.create({ name: 'shop' });
  await open('/ui/containers');
  await expect(row(page, 'shop')).toBeVisible();
  await drop(page.getByRole('region', { name: 'Containers', exact: true }), { 'large.zip': 'PK'.repeat(2000) });
  await expect(messages(page)).toContainText('large.zip is too large: it has 3.9 KiB, the server takes up to 1.9 KiB');
  await open(filesPage(cuid));
  await expect(page.getByText('Nothing here yet')).toBeVisible();
  await drop(page.getByRole('region', { name: 'Files', exact: true }), { 'small.txt': 'a', 'large.bin': 'x'.repeat(3000) });
  const uploads = page.getByRole('region', { name: 'Uploads' });
  await expect(uploads).toContainText('1 of 2 not uploaded');
  await expect(uploads).toContainText('too large: it has 2.9 KiB, the server takes up to 1.9 KiB (MAX_UPLOAD_BYTES)');
  expect(sent).toHaveLength(1);
});
