// Changes the user settings of an open window as a user does: in their JSON file.
import type { Workbench } from './workbench.js';

/** Adds to the present settings; undefined takes a setting back. */
export async function changeSettings(workbench: Workbench, changes: Record<string, unknown>): Promise<void> {
  const { page } = workbench;
  const settings = { ...workbench.settings, ...changes };
  await workbench.runCommand('Preferences: Open User Settings (JSON)');
  await workbench.step('the settings to be saved', async () => {
    const tab = page.locator('.tab.active[data-resource-name="settings.json"]');
    await tab.waitFor();
    await workbench.editor().locator('.view-line').first().waitFor();
    await workbench.focusEditor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(JSON.stringify(settings));
    await page.locator('.tab.active.dirty[data-resource-name="settings.json"]').waitFor();
    await page.keyboard.press('Control+S');
    await page.locator('.tab.active:not(.dirty)[data-resource-name="settings.json"]').waitFor();
    await workbench.runCommand('View: Close Editor');
    await tab.waitFor({ state: 'hidden' });
  });
}
