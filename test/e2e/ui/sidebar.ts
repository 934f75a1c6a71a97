// What a user does in the views of a sidebar and in the Refactor Preview that their actions open.
import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench.js';

/** The header's name goes on with the view's description, where it has one. */
function pane({ page }: Workbench, view: string): Locator {
  const header = page.locator(`.pane-header[aria-label^="${view}"]`);
  return page.locator('.sidebar .pane').filter({ has: header });
}

/** The first row with this label; `label` may be the beginning of it. */
function row(workbench: Workbench, view: string, label: string): Locator {
  return pane(workbench, view)
    .locator('.monaco-list-row')
    .filter({ has: workbench.page.locator('.label-name').getByText(label) })
    .first();
}

/** Unfolds a row, so that its children are among the view's rows. */
export async function expandRow(workbench: Workbench, view: string, label: string): Promise<void> {
  await workbench.step(`the children of ${label}`, async () => {
    const parent = row(workbench, view, label);
    if ((await parent.getAttribute('aria-expanded')) !== 'true')
      await parent.locator('.monaco-tl-twistie').click();
    await parent.and(workbench.page.locator('[aria-expanded="true"]')).waitFor();
  });
}

export async function collapseRow(workbench: Workbench, view: string, label: string): Promise<void> {
  await workbench.step(`${label} to fold`, async () => {
    const parent = row(workbench, view, label);
    if ((await parent.getAttribute('aria-expanded')) === 'true')
      await parent.locator('.monaco-tl-twistie').click();
    await parent.and(workbench.page.locator('[aria-expanded="false"]')).waitFor();
  });
}

export async function clickRow(workbench: Workbench, view: string, label: string): Promise<void> {
  await workbench.step(`the row ${label}`, () => row(workbench, view, label).locator('.label-name').click());
}

/** Clicks the icon at the end of a row that has this name. */
export async function clickRowAction(
  workbench: Workbench,
  view: string,
  label: string,
  action: string,
): Promise<void> {
  await workbench.step(`the action ${action} of ${label}`, async () => {
    const target = row(workbench, view, label);
    await target.hover();
    await target.locator(`.actions .action-label[aria-label="${action}"]`).click();
  });
}

/** Names of the icons that a row shows under the pointer. */
export async function rowActions(workbench: Workbench, view: string, label: string): Promise<string[]> {
  return workbench.step(`the actions of ${label}`, async () => {
    const target = row(workbench, view, label);
    await target.hover();
    const icons = target.locator('.actions .action-label');
    return icons.evaluateAll((elements) =>
      elements.map((element) => element.getAttribute('aria-label') ?? ''),
    );
  });
}

/** The line of text above the rows of a view. */
export async function viewMessage(workbench: Workbench, view: string): Promise<string> {
  const message = pane(workbench, view).locator('.message').first();
  return (await message.isVisible()) ? (await message.innerText()).trim() : '';
}

/** What a view says in place of rows, with the titles of its links and buttons. */
export async function welcomeText(workbench: Workbench, view: string): Promise<string> {
  const content = pane(workbench, view).locator('.welcome-view-content');
  return (await content.isVisible()) ? (await content.innerText()).replace(/\s+/g, ' ').trim() : '';
}

/** The number on a container of the activity bar; empty without one. */
export async function activityBadge({ page }: Workbench, container: string): Promise<string> {
  const badge = page.locator(`.activitybar .action-item:has(a[aria-label^="${container}"]) .badge-content`);
  return (await badge.count()) > 0 ? (await badge.first().innerText()).trim() : '';
}

export interface PreviewRow {
  readonly text: string;
  readonly checked: boolean;
}

/** The rows of the Refactor Preview, once one of them matches: they come one after the other. */
export async function previewRows(workbench: Workbench, expected: RegExp): Promise<PreviewRow[]> {
  const rows = workbench.page.locator('.bulk-edit-panel .monaco-list-row');
  return workbench.until(
    `the preview of ${String(expected)}`,
    () =>
      rows.evaluateAll((elements) =>
        elements.map((element) => ({
          text: (element.querySelector('.monaco-tl-contents')?.textContent ?? '').trim(),
          checked: element.querySelector('.edit-checkbox')?.getAttribute('aria-checked') === 'true',
        })),
      ),
    (found) => found.some(({ text }) => expected.test(text)),
  );
}

export async function answerPreview(workbench: Workbench, answer: 'Apply' | 'Discard'): Promise<void> {
  const panel = workbench.page.locator('.bulk-edit-panel');
  await workbench.step(`${answer} in the preview`, async () => {
    await panel.getByRole('button', { name: answer, exact: true }).click();
    await panel.locator('.monaco-list-row').first().waitFor({ state: 'hidden' });
  });
}

/** Picks an entry of a row's context menu. */
export async function pickFromMenu(
  workbench: Workbench,
  view: string,
  label: string,
  entry: string,
): Promise<void> {
  await workbench.step(`${entry} of ${label}`, async () => {
    await row(workbench, view, label).locator('.label-name').click({ button: 'right' });
    const menu = workbench.page.locator('.monaco-menu');
    await workbench.until(
      'the menu to take the click',
      async () => {
        // For a moment after it has opened, a menu takes none: it could be the click that opened it.
        await workbench.page.waitForTimeout(150);
        if (await menu.isVisible()) await menu.locator('.action-label', { hasText: entry }).first().click();
        return menu.isVisible();
      },
      (isOpen) => !isOpen,
    );
  });
}
