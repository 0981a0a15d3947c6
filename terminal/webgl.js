import { WebglAddon } from '@xterm/addon-webgl';

// Draws a terminal with WebGL; xterm takes over again when the browser lets go of the context.
export function draw(terminal) {
  const addon = new WebglAddon();
  addon.onContextLoss(() => addon.dispose());
  terminal.loadAddon(addon);
}
