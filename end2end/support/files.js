import { readFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';

// What the tests of a container's files look for, by role and name.

export const list = (page) => page.getByRole('table', { name: /^Files/ });

// The names in the list, in its order.
export const names = (page) => list(page).getByRole('rowheader').locator('a');

export const entry = (page, name) =>
  list(page).getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

// Opens the menu of an entry and chooses from it.
export async function choose(page, name, action) {
  await entry(page, name).getByLabel(`More actions for ${name}`).click();
  await entry(page, name).getByText(action, { exact: true }).click();
}

export const filesPage = (cuid, query = '') => `/ui/containers/${cuid}/files${query}`;

// Puts files into a container: paths and what is in them.
export async function fill(server, cuid, files) {
  for (const [path, content] of Object.entries(files)) await server.put(cuid, path, content);
}

// Drops files on an element, as somebody does who drags them from a folder: names and what is in them.
export async function drop(target, files) {
  const data = await target.page().evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const [name, content] of files) transfer.items.add(new File([Uint8Array.from(content)], name));
    return transfer;
  }, Object.entries(files).map(([name, content]) => [name, [...Buffer.from(content)]]));
  await target.dispatchEvent('dragover', { dataTransfer: data });
  await target.dispatchEvent('drop', { dataTransfer: data });
}

// Drags a file or a folder from the desktop and lets it go on an element, as the browser sees it done.
export async function drag(target, path) {
  const { x, y, width, height } = await target.boundingBox();
  const place = { x: x + width / 2, y: y + height / 2 };
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  const devtools = await target.page().context().newCDPSession(target.page());
  for (const type of ['dragEnter', 'dragOver', 'drop']) await devtools.send('Input.dispatchDragEvent', { type, ...place, data });
}

const crcs = Array.from({ length: 256 }, (_, at) => {
  let crc = at;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

const crc32 = (bytes) => ~bytes.reduce((crc, byte) => crcs[(crc ^ byte) & 255] ^ (crc >>> 8), -1) >>> 0;

// A ZIP archive of these files: paths and what is in them.
export function zip(files) {
  const locals = [];
  const central = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt16LE(0x5821, 8);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, name, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, place, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

// What a download saved.
export async function saved(download) {
  return readFile(await download.path());
}
