// What the tests of stats look for, by role and name.

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
