// Windows that are not one trusted folder of Python files: none, an empty one, several, one that is not trusted.
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { clickRowAction, expandRow, viewMessage, welcomeText } from './sidebar.js';
import { testFolder } from './test-folder.js';
import { Workbench } from './workbench.js';

const steps = 'Next Steps';
const topics = 'Topics';
const swallowing = 'try:\n    import fast as impl\nexcept:\n    impl = None\n';

describe('a window', () => {
  const empty = testFolder({});
  const prose = testFolder({ 'README.md': '# Notes\n', 'data/prices.csv': 'item,price\n' });
  const several = testFolder({
    'server/app.py': swallowing,
    'scripts/run.py': 'print("done")\n',
    'scripts/requirements.txt': 'requests\n',
  });
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open([]);
  });

  after(async () => {
    await workbench.close();
    empty.remove();
    prose.remove();
    several.remove();
  });

  const welcome = async (accept: RegExp): Promise<string> => {
    // There is no icon to click where nothing is of Python.
    await workbench.runCommand('Seaworthy: Show Next Steps');
    return workbench.until(
      `a welcome with ${String(accept)}`,
      () => welcomeText(workbench, steps),
      (text) => accept.test(text),
    );
  };

  it('says what to do without a folder', async () => {
    assert.match(await welcome(/Open a folder/), /Open a folder with Python files .* Open Folder$/);
  });

  it('says what is missing in an empty folder', async () => {
    await workbench.reopen(empty.path);
    await welcome(/no Python file in this workspace/);
  });

  it('says what is missing in a folder of other files, and shows no grade', async () => {
    await workbench.reopen(prose.path);
    const icons = workbench.page.locator('.activitybar .action-item a[aria-label^="Seaworthy"]');
    assert.equal(await icons.count(), 0, 'no icon before somebody asks for it');
    await welcome(/no Python file in this workspace/);
    assert.equal(
      (await workbench.statusBar()).some((text) => text.includes('/100')),
      false,
    );
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('shows two folders in each view, with a grade of their own', async () => {
    await workbench.reopen([join(several.path, 'server'), join(several.path, 'scripts')]);
    await workbench.openSidebar('Seaworthy');
    for (const view of [steps, topics]) {
      const rows = await workbench.until(
        `two folders in ${view}`,
        () => workbench.sidebarRows(view),
        (found) => found.filter(({ level }) => level === 1).length === 2,
      );
      const folders = rows.filter(({ level }) => level === 1);
      assert.deepEqual(
        folders.map(({ label }) => label),
        ['server', 'scripts'],
      );
      for (const { description } of folders) assert.match(description, /^\S.* · Stage \d of 5: \w+$/);
      assert.ok(rows.filter(({ level }) => level === 2).length >= 2, JSON.stringify(rows));
    }
  });

  it('opens the dashboard of a folder from its row', async () => {
    await clickRowAction(workbench, topics, 'scripts', 'Open Dashboard');
    const dashboard = workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await workbench.until(
      'the dashboard of scripts',
      () => dashboard.locator('h1').innerText(),
      (title) => title === 'Project Health: scripts',
    );
    assert.deepEqual(await dashboard.locator('#folder option').allInnerTexts(), ['server', 'scripts']);
    await workbench.runCommand('View: Close Editor');
  });

  it('shows the projects of one folder like folders, each with its own grade', async () => {
    await workbench.reopen(several.path);
    // Nothing at the top of the folder says Python; a file of it does.
    await workbench.openFile('run.py');
    await workbench.openSidebar('Seaworthy');
    const rows = await workbench.until(
      'two projects',
      () => workbench.sidebarRows(topics),
      (found) => found.filter(({ level }) => level === 1).length === 2,
    );
    const projects = rows.filter(({ level }) => level === 1);
    assert.equal(projects[1]?.label, 'scripts');
    for (const { description } of projects) assert.match(description, /^\S.* · Stage \d of 5: \w+$/);
  });

  it('underlines in each folder', async () => {
    await workbench.openFile('app.py');
    await workbench.until(
      'the bare except',
      () => workbench.squiggles(),
      (found) => found.some(({ line }) => line === 3),
    );
  });
});

describe('two folders of the same name, one with a link that leads back to it', () => {
  const parent = testFolder({
    'old/shop/app.py': swallowing,
    'new/shop/run.py': 'print("done")\n',
  });
  let workbench: Workbench;

  before(async () => {
    symlinkSync('.', join(parent.path, 'new', 'shop', 'again'));
    symlinkSync('nowhere', join(parent.path, 'new', 'shop', 'lost.py'));
    workbench = await Workbench.open([join(parent.path, 'old', 'shop'), join(parent.path, 'new', 'shop')]);
  });

  after(async () => {
    await workbench.close();
    parent.remove();
  });

  it('are told apart, and each is graded once', async () => {
    await workbench.openSidebar('Seaworthy');
    const rows = await workbench.until(
      'two folders',
      () => workbench.sidebarRows(topics),
      (found) => found.filter(({ level }) => level === 1).length === 2,
    );
    const labels = rows.filter(({ level }) => level === 1).map(({ label }) => label);
    assert.deepEqual(labels, ['old/shop', 'new/shop']);
  });

  it('have findings of their own', async () => {
    const found = await workbench.until(
      'the findings',
      () => workbench.sidebarRows('Findings'),
      (rows) => rows.length > 0,
    );
    assert.match(found[0]?.label ?? '', /^All findings \(\d+\)$/);
    assert.match(found[0]?.description ?? '', /not in a Git repository/);
    assert.deepEqual(await workbench.notifications(), []);
  });
});

describe('a folder that is not trusted', () => {
  const folder = testFolder({
    'app.py': swallowing,
    'convert.py': 'def to_fahrenheit(celsius):\n    return celsius * 9 / 5 + 32\n',
    'requirements.txt': 'requests\n',
  });
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open(folder.path, { restricted: true });
  });

  after(async () => {
    await workbench.close();
    folder.remove();
  });

  it('is underlined all the same', async () => {
    await workbench.until(
      'Restricted Mode',
      () => workbench.statusBar(),
      (items) => items.some((text) => text.includes('Restricted Mode')),
    );
    await workbench.openFile('app.py');
    await workbench.until(
      'the bare except',
      () => workbench.squiggles(),
      (found) => found.some(({ line }) => line === 3),
    );
  });

  it('is graded, and what cannot be seen is not measured rather than failed', async () => {
    await workbench.openSidebar('Seaworthy');
    await workbench.until(
      'the grade',
      () => viewMessage(workbench, steps),
      (text) => /^(?:[A-E] )?\d+/.test(text),
    );
    const rows = await workbench.sidebarRows(topics);
    assert.equal(rows.find(({ label }) => label === '9 Delivery')?.description, 'not measured');
    await expandRow(workbench, topics, '9 Delivery');
    const rowsBelow = (await workbench.sidebarRows(topics)).filter(({ level }) => level === 2);
    const checks = rowsBelow.filter(({ label }) => !/^Not applicable \(\d+\)$/.test(label));
    assert.ok(
      checks.length > 0 && checks.every(({ description }) => description !== ''),
      JSON.stringify(rowsBelow),
    );
    assert.match(await viewMessage(workbench, steps), /Restricted Mode: graded without running anything$/);
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('leads from what is not measured to managing trust', async () => {
    const check = (await workbench.sidebarRows(topics)).find(({ level }) => level === 2);
    await clickRowAction(workbench, topics, check?.label ?? '', 'Manage Workspace Trust');
    await workbench.step('the trust editor', () =>
      workbench.page.locator('.workspace-trust-editor').first().waitFor(),
    );
  });
});
