// xterm with what the terminals of the dashboard use of it, fetched when the first one opens.

import './policy.js';
import '@xterm/xterm/css/xterm.css';

export { Terminal } from '@xterm/xterm';
export { FitAddon } from '@xterm/addon-fit';
export { SearchAddon } from '@xterm/addon-search';
export { SerializeAddon } from '@xterm/addon-serialize';
export { Unicode11Addon } from '@xterm/addon-unicode11';
export { WebLinksAddon } from '@xterm/addon-web-links';
export { ThemeAddon } from './theme.js';

// A terminal that is measured before its style sheet is there would have the wrong size.
await new Promise((done, failed) => {
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = new URL('xterm.css', import.meta.url).href;
  sheet.onload = done;
  sheet.onerror = () => {
    sheet.remove();
    failed(new Error('The style sheet of xterm could not be fetched.'));
  };
  document.head.append(sheet);
});
