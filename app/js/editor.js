// The text editor, fetched when the first text is opened.
export const open = async (parent, options) => (await import(new URL('editor/editor.js', import.meta.url).href)).open(parent, options);
