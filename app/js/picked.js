// The files that somebody dropped, pasted or picked, each with its path, and the folders among them
// that hold nothing.

export async function dropped(transfer) {
  const found = [];
  // all have to be taken before the first wait: the browser empties the list then
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  for (const entry of entries) await walk(entry, found);
  return found;
}

export const picked = (input) =>
  [...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

async function walk(entry, found) {
  if (entry instanceof File) {
    found.push({ path: entry.name, file: entry });
  } else if (entry?.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    found.push({ path: entry.fullPath.slice(1), file });
  } else if (entry?.isDirectory) {
    const children = await list(entry.createReader());
    if (!children.length) found.push({ path: entry.fullPath.slice(1) });
    for (const child of children) await walk(child, found);
  }
}

// A browser gives a part of a long list at a time, and an empty part at its end.
async function list(reader) {
  const all = [];
  for (;;) {
    const part = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!part.length) return all;
    all.push(...part);
  }
}
