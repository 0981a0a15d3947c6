import { expect } from '@playwright/test';

// What the tests of stats look for, by role and name, and wait for.

export const statsPage = (cuid) => `/ui/containers/${cuid}/stats`;

// A chart of the Stats tab.
export const chart = (page, name) => page.getByRole('figure', { name, exact: true });

// Where time can be moved along in a chart.
export const slider = (page, name) => page.getByRole('slider', { name: `${name} over time` });

// The path of a chart's first line.
export const path = (page, name) => chart(page, name).locator('.chart-plot path.line').first();

// How many points that line has.
export const points = async (page, name) => ((await path(page, name).getAttribute('d')) ?? '').split(/[ML]/).length - 1;

// A container that keeps half a core busy.
export const busy = (server, more = {}) =>
  server.run({
    name: 'busy',
    command: ['sh', '-c', 'while :; do :; done'],
    resources: { cpus: 0.5, memory: '64m' },
    ...more,
  });

const samples = async (server, cuid) => (await server.rest('GET', `/containers/${cuid}/stats/history`)).memory_bytes.length;

// Waits until so many samples have been taken of a container.
export const sampled = (server, cuid, count) =>
  expect.poll(() => samples(server, cuid), { timeout: 60_000 }).toBeGreaterThanOrEqual(count);

// Waits until so many more samples have been taken of a container: time as the server counts it.
export const sampledAgain = async (server, cuid, count) => sampled(server, cuid, (await samples(server, cuid)) + count);

// Hides the page as another tab does, or shows it again.
export const hide = (page, hidden) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);
