// The menu of the light bulb, asked for by keyboard.
import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench.js';

/** What the light bulb offers at the cursor. */
export async function quickFixTitles(workbench: Workbench): Promise<string[]> {
  return workbench.step('the quick fixes', async () => {
    const rows = await open(workbench);
    const titles = await rows.locator('.title').allTextContents();
    await workbench.page.keyboard.press('Escape');
    await rows.first().waitFor({ state: 'hidden' });
    return titles;
  });
}

export async function applyQuickFix(workbench: Workbench, title: string): Promise<void> {
  await workbench.step(`the quick fix ${title}`, async () => {
    const rows = await open(workbench);
    await rows.filter({ has: workbench.page.getByText(title, { exact: true }) }).click();
    await rows.first().waitFor({ state: 'hidden' });
  });
}

async function open(workbench: Workbench): Promise<Locator> {
  const rows = workbench.page.locator('.action-widget .monaco-list-row.action');
  await workbench.press('Control+.', rows.first());
  return rows;
}
