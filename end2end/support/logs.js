// What the tests of a container's log look for, by role and name.

export const logsPage = (cuid, query = '') => `/ui/containers/${cuid}/logs${query}`;

export const log = (page) => page.getByRole('log', { name: /^Log of/ });

// The lines that are drawn; those far from what is in view are not.
export const lines = (page) => log(page).locator('[data-line]');

export const line = (page, text) => lines(page).filter({ hasText: text });

// What the lines say, without their times.
export const texts = (page) => log(page).locator('.log-text').allInnerTexts();

// A container that runs a script.
export const script = (server, text, more = {}) => server.run({ name: 'shop', command: ['sh', '-c', text], ...more });

// What writes so many lines with their numbers.
export const numbered = (count) => `seq ${count} | sed 's/.*/line &./'`;

// Waits until a container has ended.
export async function ended(server, cuid) {
  for (;;) {
    const { status } = await server.rest('GET', `/containers/${cuid}/status`);
    if (status === 'exited') return;
    await new Promise((done) => setTimeout(done, 50));
  }
}

// How far the log is scrolled, and how high it is.
export const scroll = (page) =>
  log(page).evaluate(({ scrollTop, scrollHeight, clientHeight }) => ({
    top: scrollTop,
    left: scrollHeight - clientHeight - scrollTop,
  }));

// Turns the mouse's wheel over the log: up where it is negative.
export async function wheel(page, pixels) {
  await log(page).hover();
  await page.mouse.wheel(0, pixels);
}

// The line at the upper edge of the view, and where it stands.
export const firstInView = (page) =>
  log(page).evaluate((list) => {
    const { top } = list.getBoundingClientRect();
    for (const row of list.querySelectorAll('[data-line]')) {
      const place = row.getBoundingClientRect();
      if (place.top >= top) return { text: row.querySelector('.log-text').innerText, offset: Math.round(place.top - top) };
    }
  });

// Writes lines of every level and in every kind of colour.
export const everyColour = String.raw`
for c in 30 31 32 33 34 35 36 37 90 91 92 93 94 95 96 97; do printf "\033[$c""mnamed $c\033[0m \033[1;$c""mbold\033[0m \033[7;$c""minverse\033[0m \033[2;$c""mdim\033[0m "; done; echo
for c in 40 41 42 43 44 45 46 47 100 101 102 103 104 105 106 107; do printf "\033[$c""mground\033[0m \033[37;$c""mwhite\033[0m \033[30;$c""mblack\033[0m "; done; echo
for c in 16 21 46 51 93 100 196 201 208 226 231 232 240 255; do printf "\033[38;5;$c""mindexed $c\033[0m \033[48;5;$c""mground\033[0m "; done; echo
printf "\033[38;2;255;135;0mdirect\033[0m \033[7minverse\033[0m \033[2mdim\033[0m \033[3mitalic\033[0m\n"
for c in 31 32 33 34 35 36; do printf "ERROR \033[$c""min an error\033[0m\nWARN \033[$c""min a warning\033[0m\n"; done
echo "ERROR shop.orders: it broke" >&2; echo "  at main" >&2; echo "WARN low"; echo "INFO fine"; echo "DEBUG x=1"; echo "TRACE deep"
echo '{"level":"warn","msg":"slow","ms":1200,"tags":["a",null]}'
echo last`;
