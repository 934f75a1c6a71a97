// What the editor shows when the pointer rests on the code, asked for by keyboard.
import type { Workbench } from './workbench.js';

/** The texts of the parts of the hover at the cursor, from top to bottom, once one of them matches. */
export async function hoverParts(workbench: Workbench, expected: RegExp): Promise<string[]> {
  const { page } = workbench;
  const parts = page.locator('.monaco-resizable-hover .hover-row, .monaco-editor-hover .hover-row');
  const texts = await workbench.until(
    `the hover with ${String(expected)}`,
    async () => {
      // A hover that opens before the diagnostics are there stays without them.
      await workbench.runCommand('Show or Focus Hover');
      const found = await parts.allInnerTexts();
      if (!found.some((text) => expected.test(text))) await page.keyboard.press('Escape');
      return found;
    },
    (found) => found.some((text) => expected.test(text)),
  );
  await page.keyboard.press('Escape');
  return texts;
}
