// The text editor, fetched when the first text is opened.
export const open = async (parent, options) => (await import('/pkg/editor/editor.js')).open(parent, options);
