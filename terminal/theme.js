// The dashboard's colours (style/tokens.css) as a terminal's, and the sixteen that programs name: those
// that are read as text have a contrast of 4.5 and more on the ground of their theme.
const pairs = {
  background: 'var(--terminal)',
  foreground: 'var(--text)',
  cursor: 'var(--text)',
  cursorAccent: 'var(--terminal)',
  selectionBackground: 'var(--code-selection)',
  scrollbarSliderBackground: 'light-dark(#1a232e40, #dbe3ec40)',
  scrollbarSliderHoverBackground: 'light-dark(#1a232e66, #dbe3ec66)',
  scrollbarSliderActiveBackground: 'light-dark(#1a232e8c, #dbe3ec8c)',
  black: 'light-dark(#1a232e, #2b3644)',
  red: 'light-dark(#b3261e, #ff8a80)',
  green: 'light-dark(#11703f, #5ccb8b)',
  yellow: 'light-dark(#855700, #e2b04a)',
  blue: 'light-dark(#1f5fb4, #82b4f4)',
  magenta: 'light-dark(#8a2fa0, #d9a1e8)',
  cyan: 'light-dark(#0b6e77, #6fd0da)',
  white: 'light-dark(#5b6675, #c3cdd8)',
  brightBlack: 'light-dark(#667180, #8592a3)',
  brightRed: 'light-dark(#c5352c, #ffaba4)',
  brightGreen: 'light-dark(#17804b, #85dba9)',
  brightYellow: 'light-dark(#946200, #f0c776)',
  brightBlue: 'light-dark(#2a6ec8, #a6caf8)',
  brightMagenta: 'light-dark(#9c3fb3, #e6bff0)',
  brightCyan: 'light-dark(#0f7d87, #98e0e7)',
  brightWhite: 'light-dark(#3f4a58, #f4f7fa)',
};

// The colours as they are now, beside that of an element of the page.
function colours(beside) {
  const probe = document.createElement('span');
  // where the page has no motion, even that would be on its way from one colour to the next
  probe.style.setProperty('transition', 'none', 'important');
  beside.append(probe);
  const resolve = (colour) => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const found = Object.entries(pairs).map(([name, colour]) => [name, resolve(colour)]);
  probe.remove();
  return Object.fromEntries(found);
}

// Gives a terminal the colours of the theme, also when that changes. Load it once it is open.
export class ThemeAddon {
  activate(terminal) {
    const apply = () => {
      terminal.options.theme = colours(terminal.element.parentElement);
    };
    this.system = matchMedia('(prefers-color-scheme: dark)');
    this.system.addEventListener('change', apply);
    this.chosen = new MutationObserver(apply);
    this.chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.apply = apply;
    apply();
  }

  dispose() {
    this.system.removeEventListener('change', this.apply);
    this.chosen.disconnect();
  }
}
