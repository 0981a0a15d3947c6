import { expect } from '@playwright/test';
import { button } from './dashboard.js';

// What the tests of terminals look for, by role and name.

export const terminalPage = (cuid) => `/ui/containers/${cuid}/terminal`;

// The terminals by name, and the one that is shown.
export const tab = (page, name) => page.getByRole('tab', { name });
export const pane = (page) => page.getByRole('tabpanel');

// What one types into.
export const input = (page) => pane(page).getByRole('textbox', { name: /^Terminal: / });

// What is on the screen; and its rows.
export const screen = (page) => pane(page).locator('.xterm-rows');
export const rows = async (page) => (await screen(page).locator('> div').allInnerTexts()).map((row) => row.replaceAll('\u00a0', ' ').trimEnd());

// How the terminal that is shown is doing, in words.
export const state = (page) => page.getByRole('status', { name: 'State of the terminal' });

// Where on the page the last row is that contains a text: the middle of its first character.
export async function place(page, text) {
  return screen(page).evaluate((screen, text) => {
    const row = [...screen.children].findLast((row) => row.textContent.includes(text));
    let left = row.textContent.indexOf(text);
    const nodes = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode() && left >= nodes.currentNode.length) left -= nodes.currentNode.length;
    const range = document.createRange();
    range.setStart(nodes.currentNode, left);
    range.setEnd(nodes.currentNode, left + 1);
    const box = range.getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }, text);
}

// Waits until a shell asks for a command.
export async function prompt(page) {
  await expect(screen(page)).toContainText(/[$#]/);
  await expect(input(page)).toBeFocused();
}

// Types a command.
export async function run(page, command) {
  await page.keyboard.type(command);
  await page.keyboard.press('Enter');
}

// The size that programs see: rows and columns.
export async function size(page, mark) {
  await run(page, `echo ${mark} $(stty size) .`);
  const found = new RegExp(`${mark} (\\d+) (\\d+) \\.`);
  await expect(screen(page)).toContainText(found);
  const [, high, wide] = (await rows(page)).join('\n').match(found);
  return { high: Number(high), wide: Number(wide) };
}

// Opens another terminal by the menu: a command, and as whom.
export async function launch(page, { command = '', user = '' }) {
  await page.getByLabel('More for terminals').click();
  await button(page, 'New with command or user…').click();
  const dialog = page.getByRole('dialog', { name: 'Open a terminal' });
  await dialog.getByRole('combobox', { name: 'Command' }).fill(command);
  await dialog.getByRole('textbox', { name: 'User' }).fill(user);
  await button(dialog, 'Open').click();
}

// Chooses from the menu.
export async function choose(page, action) {
  await page.getByLabel('More for terminals').click();
  await button(page, action).click();
}
