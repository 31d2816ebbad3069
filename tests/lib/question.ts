import type { Locator, Page } from 'playwright-core';

/** The field of the query editor that chooses what is asked. */
export const questionOf = (page: Page): Locator => page.getByRole('combobox', { name: /^Question/ });

/** Chooses a question as a person without a mouse does, by typing its name. */
export async function chooseQuestion(page: Page, name: string): Promise<void> {
  const option = (text: string): Locator => page.getByRole('option', { name: new RegExp(`^${text}`) });
  await questionOf(page).focus();
  await page.keyboard.press('ArrowDown');
  // What is typed before the list is there, or taken before it is narrowed down, belongs to another question.
  await option('Drift over time').waitFor();
  // In place of the field's words: an answer that comes just now puts them back, and what is typed would follow them.
  await questionOf(page).fill(name);
  await option('Drift over time').waitFor({ state: 'detached' });
  await option(name).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}
