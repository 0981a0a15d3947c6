// What the program in the browser imports as `xterm` and its addons (the import map in app/src/lib.rs
// leads here): bindings without a value until `load` has fetched xterm, when the first terminal opens.

export let Terminal;
export let FitAddon;
export let SearchAddon;
export let SerializeAddon;
export let ThemeAddon;
export let Unicode11Addon;
export let WebLinksAddon;

let attempts = 0;

// Not named where it is imported, or the bundler would put it in here.
const beside = (file) => new URL(file, import.meta.url).href;

export async function load() {
  // a browser that could not fetch a module remembers that
  const again = attempts ? `?${attempts}` : '';
  attempts += 1;
  const xterm = await import(beside(`xterm.js${again}`));
  attempts = 0;
  ({ Terminal, FitAddon, SearchAddon, SerializeAddon, ThemeAddon, Unicode11Addon, WebLinksAddon } = xterm);
}

// Lets the graphics card draw a terminal, where there is one that is worth it; otherwise xterm draws
// with the elements of the page.
export async function accelerate(terminal) {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!context) return;
  context.getExtension('WEBGL_lose_context')?.loseContext();
  try {
    (await import(beside('webgl.js'))).draw(terminal);
  } catch (error) {
    console.info('The terminal is drawn without WebGL.', error);
  }
}
