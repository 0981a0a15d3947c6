import tests from './playwright.config.js';

// Takes the pictures in docs/screenshots/: `cargo xtask screenshots`.
const screens = {
  wide: { viewport: { width: 1280, height: 800 } },
  tablet: { viewport: { width: 820, height: 1100 }, hasTouch: true },
  phone: { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true },
};

export default {
  ...tests,
  testDir: './screenshots',
  workers: 1,
  projects: Object.entries(screens).flatMap(([screen, size]) =>
    ['light', 'dark'].map((colorScheme) => ({ name: `${screen} ${colorScheme}`, use: { ...size, colorScheme } })),
  ),
};
