// A VS Code window for the user-interface tests: it does what a user does, through keyboard and mouse, and reads what a
// user sees. Every step waits for what it needs and fails with a picture of the window when that does not come.
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { root } from '../../../scripts/bootstrap.mjs';
import { browserArguments } from '../../../scripts/vscode/browser.mjs';
import { launchEmbedded, quietSettings, type RunningEmbedded } from '../../../scripts/vscode/embedded.mjs';
import { prepared } from '../../../scripts/vscode/prepare.mjs';
import { temporaryFolder } from '../../../scripts/vscode/temporary.mjs';
import { readProblems, readSquiggles, readTree, type Problem, type Row, type Squiggle } from './dom.js';

const STEP_LIMIT_MS = 30_000;
const START_LIMIT_MS = 120_000;
const KEY_LIMIT_MS = 5_000;
const PICK_LIMIT_MS = 15_000;
const FIRST_PICK_LIMIT_MS = 4_000;
const KEY_ATTEMPTS = 6;
const pictures = join(root, '.cache', 'e2e', 'failures');

export interface OpenOptions {
  /** User settings. */
  settings?: Record<string, unknown>;
  /** Folders are not trusted: VS Code's Restricted Mode. */
  restricted?: boolean;
}

/** What is typed stays as it is until it is saved, and the settings file opens in a tab like any other. */
const testSettings = {
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'files.autoSave': 'off',
  'workbench.editor.useModal': 'off',
};

/** Folders are not trusted, and nobody is asked about it. */
const restrictedSettings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

interface Parts {
  readonly browser: Browser;
  readonly server: RunningEmbedded;
  readonly temporary: { remove: () => void };
  readonly settings: Record<string, unknown>;
}

export class Workbench {
  private constructor(
    public page: Page,
    private folders: readonly string[],
    private readonly parts: Parts,
  ) {}

  /** Opens a window on one folder, on a workspace of several, or on nothing. */
  static async open(folders: string | readonly string[], options: OpenOptions = {}): Promise<Workbench> {
    const all = typeof folders === 'string' ? [folders] : folders;
    const restricted = options.restricted === true;
    const settings = { ...testSettings, ...(restricted ? restrictedSettings : {}), ...options.settings };
    const { browser: executablePath, extensionsDir } = await prepared();
    const temporary = temporaryFolder('window');
    const server = await launchEmbedded({
      folders: all,
      userDataDir: join(temporary.path, 'user-data'),
      extensionsDir,
      settings,
      workspaceTrust: restricted,
      idleTimeoutSeconds: 120,
    });
    const browser = await chromium.launch({ executablePath, args: browserArguments });
    const workbench = new Workbench(await newPage(browser), all, {
      browser,
      server,
      temporary,
      settings: { ...quietSettings, ...settings },
    });
    await workbench.load(server.url);
    return workbench;
  }

  /** The same VS Code with a window on something else, which is quicker than another VS Code. */
  async reopen(folders: string | readonly string[]): Promise<void> {
    const { browser, server } = this.parts;
    // A closed page asks nothing about unsaved files, and takes its extension host with it.
    await this.page.close();
    this.folders = typeof folders === 'string' ? [folders] : folders;
    this.page = await newPage(browser);
    await this.load(server.urlFor(this.folders));
  }

  /** The user settings that the window started with. */
  get settings(): Record<string, unknown> {
    return this.parts.settings;
  }

  async close(): Promise<void> {
    await this.parts.browser.close();
    await this.parts.server.stop();
    this.parts.temporary.remove();
  }

  private async load(url: string): Promise<void> {
    await this.page.goto(url, { timeout: START_LIMIT_MS });
    await this.step('the window to be ready', () =>
      this.page
        .locator('.activitybar .action-item a[aria-label^="Explorer"]')
        .waitFor({ timeout: START_LIMIT_MS }),
    );
    if (this.folders.length > 1) await this.untilFolders();
  }

  /** A window may open before it has read which folders its workspace holds, and then shows none until it is loaded again. */
  private async untilFolders(): Promise<void> {
    const folder = this.page.locator('.explorer-folders-view .monaco-list-row').first();
    if (await appears(folder, PICK_LIMIT_MS)) return;
    await this.page.reload({ timeout: START_LIMIT_MS });
    await this.step('the folders of the workspace', () => folder.waitFor({ timeout: START_LIMIT_MS }));
  }

  /** Opens a file of the workspace by its path in it, as a user does: Ctrl+P, its name, Enter. */
  async openFile(path: string): Promise<void> {
    const name = basename(path);
    await this.step(`${path} to open`, async () => {
      await this.pick('Control+P', path, this.pickRow(name));
      await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
      await this.editor().locator('.view-line').first().waitFor();
    });
  }

  /** Runs a command by the title that the palette shows, such as `Seaworthy: Fix All`. */
  async runCommand(title: string): Promise<void> {
    await this.step(`the command ${title}`, () => this.pick('F1', `>${title}`, this.pickRow(title)));
  }

  /** Puts the cursor there; both are 1-based. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.step(`the cursor at ${line}:${column}`, async () => {
      await this.pick(
        'Control+G',
        `:${line}:${column}`,
        this.page.locator('.quick-input-list .monaco-list-row'),
      );
      await this.page.getByRole('button', { name: new RegExp(`^Ln ${line}, Col ${column}\\b`) }).waitFor();
    });
  }

  /** The underlined places of the active editor that are in sight, from top to bottom. */
  squiggles(): Promise<Squiggle[]> {
    return readSquiggles(this.editor());
  }

  /** All rows of the Problems panel. */
  async problems(): Promise<Problem[]> {
    const panel = this.page.locator('.markers-panel');
    if (!(await panel.isVisible())) await this.runCommand('Problems: Focus on Problems View');
    await panel.waitFor();
    return readProblems(panel.locator('.monaco-list').first());
  }

  /** Saves the active file with Ctrl+S, and waits for its text to be on disk. */
  async save(): Promise<void> {
    await this.step('the file to be saved', async () => {
      await this.focusEditor();
      await this.page.keyboard.press('Control+S');
      await this.page.locator('.tab.active:not(.dirty)').waitFor();
    });
  }

  /** Saves everything and returns a file's text; the path is relative to the first folder. */
  async editorText(path: string): Promise<string> {
    // An edit of several files reaches one editor after the other, and some of them only after the first "save all".
    await this.until(
      'the files to be saved',
      async () => {
        await this.runCommand('File: Save All Files');
        return gone(this.page.locator('.tab.dirty').first(), KEY_LIMIT_MS);
      },
      (saved) => saved,
    );
    return readFileSync(join(this.folders[0] ?? '', path), 'utf8');
  }

  /** Shows a container of the activity bar by its name. */
  async openSidebar(name: string): Promise<void> {
    const item = this.page.locator(`.activitybar .action-item:has(a[aria-label^="${name}"])`);
    await this.step(`the sidebar ${name}`, async () => {
      if (!/\bchecked\b/.test((await item.getAttribute('class')) ?? '')) await item.click();
      await this.page.locator('.sidebar .composite.title', { hasText: name }).waitFor();
    });
  }

  /** All rows of a view in the open sidebar; it is expanded first when it is folded. */
  async sidebarRows(viewTitle: string): Promise<Row[]> {
    return this.step(`the view ${viewTitle}`, async () => {
      const header = this.page.locator(`.pane-header[aria-label^="${viewTitle}"]`);
      if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
      return readTree(
        this.page.locator('.sidebar .pane').filter({ has: header }).locator('.monaco-list').first(),
      );
    });
  }

  /** The messages of all notifications that have not been dismissed, shown or already folded away. */
  async notifications(): Promise<string[]> {
    const center = this.page.locator('.notifications-center.visible');
    await this.runCommand('Notifications: Show Notifications');
    return this.step('the notifications', async () => {
      await center.waitFor();
      const messages = await center.locator('.notification-list-item-message').allTextContents();
      await this.runCommand('Notifications: Hide Notifications');
      await center.waitFor({ state: 'hidden' });
      return messages;
    });
  }

  /** The texts of the status bar, from left to right. */
  statusBar(): Promise<string[]> {
    return this.page.locator('.statusbar-item').allTextContents();
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }

  /** Reads until the value is as wanted, and returns it. */
  async until<T>(
    what: string,
    read: () => Promise<T>,
    accept: (value: T) => boolean,
    limitMs = STEP_LIMIT_MS,
  ): Promise<T> {
    return this.step(what, async () => {
      const deadline = Date.now() + limitMs;
      for (;;) {
        const value = await read();
        if (accept(value)) return value;
        if (Date.now() > deadline) throw new Error(`last seen: ${JSON.stringify(value)}`);
        await this.page.waitForTimeout(50);
      }
    });
  }

  /** Names what was waited for, and keeps a picture of the window, when it fails. */
  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof StepError) throw error;
      mkdirSync(pictures, { recursive: true });
      const picture = join(pictures, `${what.replace(/\W+/g, '-').slice(0, 60)}-${Date.now()}.png`);
      await this.screenshot(picture).catch(() => undefined);
      throw new StepError(`waited for ${what}; the window is in ${picture}`, { cause: error });
    }
  }

  async focusEditor(): Promise<void> {
    await this.editor().locator('.native-edit-context, textarea').first().focus();
  }

  editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor').first();
  }

  /** Types into the box that a key opens, and takes the row once it is the first one. */
  private async pick(key: string, text: string, row: Locator): Promise<void> {
    const input = this.page
      .locator('.quick-input-widget input[type="text"], .quick-input-widget .input')
      .first();
    for (let attempt = 1; ; attempt++) {
      await this.press(key, input, false);
      try {
        await input.fill(text, { timeout: KEY_LIMIT_MS });
        await row.first().click({ timeout: attempt < KEY_ATTEMPTS ? FIRST_PICK_LIMIT_MS : PICK_LIMIT_MS });
        break;
      } catch (error) {
        // An editor that opens meanwhile takes the focus, and the box is gone. What extensions add to the commands is only
        // in a box that opens after they were found.
        if (attempt === KEY_ATTEMPTS) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
    // A command that asks something keeps the box open, with other rows in it.
    await row.first().waitFor({ state: 'hidden' });
  }

  /** Presses a key until what it opens is there: a window that is still starting or settling may not hear it. */
  async press(key: string, opened: Locator, inEditor = true): Promise<void> {
    for (let attempt = 1; attempt <= KEY_ATTEMPTS; attempt++) {
      if (inEditor) await this.focusEditor();
      await this.page.keyboard.press(key);
      if (await appears(opened, KEY_LIMIT_MS)) return;
    }
    throw new Error(`${key} opened nothing`);
  }

  private pickRow(label: string): Locator {
    const name = this.page.locator('.label-name').getByText(label, { exact: true });
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ has: name });
  }
}

class StepError extends Error {}

function appears(locator: Locator, limitMs: number): Promise<boolean> {
  return reaches(locator, 'visible', limitMs);
}

function gone(locator: Locator, limitMs: number): Promise<boolean> {
  return reaches(locator, 'hidden', limitMs);
}

function reaches(locator: Locator, state: 'visible' | 'hidden', limitMs: number): Promise<boolean> {
  return locator.waitFor({ state, timeout: limitMs }).then(
    () => true,
    () => false,
  );
}

async function newPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.setDefaultTimeout(STEP_LIMIT_MS);
  return page;
}
