// The dashboard, the findings and the acknowledgement of a check, as a user has them: one window, one story.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import {
  answerPreview,
  clickRow,
  clickRowAction,
  expandRow,
  pickFromMenu,
  previewRows,
  rowActions,
  viewMessage,
} from './sidebar.js';
import { testFolder } from './test-folder.js';
import { Workbench } from './workbench.js';

const [steps, topics, findings] = ['Next Steps', 'Topics', 'Findings'];
const swallow = (name: string): string =>
  `def ${name}(path):\n    try:\n        return open(path).read()\n    except:\n        pass\n\n\n`;

const folder = testFolder({
  'app.py': `import requests\n\n\n${swallow('load')}${swallow('save')}`,
  'requirements.txt': 'requests\n',
});
const git = (...args: string[]): void => {
  const identity = ['-c', 'user.name=x', '-c', 'user.email=x@example.org'];
  assert.equal(spawnSync('git', [...identity, ...args], { cwd: folder.path }).status, 0);
};

describe('the dashboard and the findings', () => {
  let workbench: Workbench;

  before(async () => {
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'first');
    writeFileSync(join(folder.path, 'fresh.py'), swallow('fresh'));
    // A small view's sticky rows lie over the rows that a test wants to click.
    const settings = { 'workbench.tree.enableStickyScroll': false };
    workbench = await Workbench.open(folder.path, { settings });
    await workbench.openSidebar('Seaworthy');
    await workbench.until(
      'a grade',
      () => viewMessage(workbench, steps),
      (text) => /^\S+ .*Stage/.test(text),
    );
  });

  after(async () => {
    await workbench.close();
    folder.remove();
  });

  const dashboard = (): FrameLocator =>
    workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  const text = async (selector: string): Promise<string> =>
    (await dashboard().locator(selector).first().innerText()).replace(/\s+/g, ' ').trim();
  const messages = (): Promise<string[]> => workbench.notifications();

  it('opens on command, with the stages, the steps and the ten topics', async () => {
    await workbench.runCommand('Seaworthy: Open Dashboard');
    await workbench.step('the dashboard', () => dashboard().locator('h1').waitFor());
    assert.match(await text('h1'), /^Project Health: /);
    assert.deepEqual(
      (await dashboard().locator('.ladder li').allInnerTexts()).map((words) =>
        words.replace(/^✔ |\s*\(.*\)$/g, ''),
      ),
      ['Script', 'Repeatable', 'Linted', 'Tested', 'Observable', 'Ready'],
    );
    assert.equal(await dashboard().locator('.steps li').count(), 3);
    assert.equal(await dashboard().locator('tr.topic').count(), 10);
    const score = (await viewMessage(workbench, steps)).split(' · ')[0];
    assert.equal(await text('.score'), score, 'the same score as in the sidebar');
  });

  it('loads nothing from elsewhere and lets nothing run but its script', async () => {
    const policy = await dashboard().locator('meta[http-equiv]').first().getAttribute('content');
    assert.match(policy ?? '', /^default-src 'none'; style-src \S+( \S+)*; script-src 'nonce-\w{24}'$/);
    const addresses = await dashboard()
      .locator('[src], [href]')
      .evaluateAll((elements) =>
        elements.map((one) => one.getAttribute('src') ?? one.getAttribute('href') ?? ''),
      );
    assert.ok(addresses.length >= 1);
    assert.deepEqual(
      addresses.filter((address) => !/vscode-(resource|cdn)|\/dist\/|\/media\//.test(address)),
      [],
    );
    assert.equal(await dashboard().locator('main [style], main [onclick]').count(), 0);
  });

  it('unfolds a topic with the keyboard alone, and says what the score would be if a check were met', async () => {
    const button = dashboard().locator('#topic-testing');
    await button.focus();
    await workbench.page.keyboard.press('Enter');
    await dashboard().locator('#topic-testing[aria-expanded="true"]').waitFor();
    const focused = dashboard().locator(':focus');
    assert.equal(await focused.getAttribute('id'), 'topic-testing', 'the focus stays');
    await workbench.page.keyboard.press('Tab');
    assert.equal(await focused.getAttribute('id'), 'tick-test-functions');
    await workbench.page.keyboard.press('Space');
    const said = await workbench.until(
      'the what-if',
      () => dashboard().locator('[role=status]').innerText(),
      (words) => /\(\+\d+\)/.test(words),
    );
    assert.match(said, /^What if 1 check were met: .*\(\+\d+\), stage /);
    const promised = Number(/\+(\d+) points/.exec(await text('.steps li:has-text("Add a first test")'))?.[1]);
    assert.ok(
      Math.abs(Number(/\(\+(\d+)\)/.exec(said)?.[1]) - promised) <= 1,
      `${said}; promised ${promised}`,
    );
    assert.match(await text('tr.topic:has(#topic-testing)'), /→ \d+/);
    await dashboard().locator('#clear').click();
    await workbench.until(
      'no what-if',
      () => dashboard().locator('#whatif').innerText(),
      (words) => words === '',
    );
  });

  it('sorts by score', async () => {
    await dashboard().locator('#sort-score').click();
    await dashboard().locator('th[aria-sort="ascending"]').waitFor();
    const scores = await dashboard().locator('tr.topic td.number').allInnerTexts();
    const numbers = scores.map((words) => Number(/(\d+)(?:\/100)?$/.exec(words)?.[1] ?? 101));
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => a - b),
    );
  });

  it('has a name for every control, and reacts to a click on evidence', async () => {
    const nameless = await dashboard()
      .locator('button, input, select, svg[role=img]')
      .evaluateAll(
        (elements) =>
          elements.filter(
            (one) =>
              !(
                one.getAttribute('aria-label') ??
                one.closest('label')?.textContent ??
                one.textContent
              )?.trim(),
          ).length,
      );
    assert.equal(nameless, 0);
    await dashboard().locator('#topic-errors').click();
    await dashboard().locator('.evidence button', { hasText: 'app.py:7' }).first().click();
    await workbench.until(
      'line 7',
      () => workbench.statusBar(),
      (items) => items.includes('Ln 7, Col 1'),
    );
  });

  it('saves an export where the user wants it', async () => {
    await workbench.runCommand('Seaworthy: Open Dashboard');
    await dashboard().locator('button', { hasText: 'SARIF' }).click();
    await workbench.step('the file dialog', async () => {
      const input = workbench.page.locator('.quick-input-widget input[type="text"]').first();
      await input.waitFor();
      await workbench.until(
        'its proposal',
        () => input.inputValue(),
        (value) => value.endsWith('seaworthy-health.sarif'),
      );
      await workbench.page.keyboard.press('Enter');
    });
    const file = join(folder.path, 'seaworthy-health.sarif');
    // It is there before all of it is written.
    const text = await workbench.until(
      'the file',
      () => Promise.resolve(existsSync(file) ? readFileSync(file, 'utf8') : ''),
      (written) => /\}\s*$/.test(written),
    );
    const log = JSON.parse(text) as { version: string };
    assert.equal(log.version, '2.1.0');
  });

  it('previews a step from the dashboard, and the trend names what changed the score', async () => {
    await workbench.runCommand('Seaworthy: Open Dashboard');
    const first = dashboard().locator('.steps button', { hasText: 'Preview' }).first();
    await first.click();
    await previewRows(workbench, /\S/);
    await answerPreview(workbench, 'Apply');
    // The file that was written opens last.
    await workbench.step('the file to open', () =>
      workbench.page.locator('.tab.active:not([aria-label^="Project Health"])').waitFor(),
    );
    await workbench.runCommand('Seaworthy: Open Dashboard');
    await workbench.step('the trend', () => dashboard().locator('svg.chart').waitFor());
    assert.match(
      (await dashboard().locator('svg.chart').getAttribute('aria-label')) ?? '',
      /^Score over 2 gradings: \d+ at first, \d+ now$/,
    );
    assert.match(
      await text('section[aria-labelledby="trend"] p'),
      /^Last change: \+\d+, (code|configuration): \w/,
    );
    await dashboard().locator('summary').click();
    assert.equal(await dashboard().locator('table.plain tbody tr').count(), 2);
  });

  it('tells new findings from those of the last commit', async () => {
    const rows = await workbench.until(
      'the findings',
      () => workbench.sidebarRows(findings),
      (found) => found.length > 0,
    );
    assert.match(rows[0]?.label ?? '', /^New since HEAD \([1-9]\d*\)$/);
    assert.ok(
      rows.some(({ label }) => /^Existing \([1-9]\d*\)$/.test(label)),
      JSON.stringify(rows),
    );
    await expandRow(workbench, findings, 'Errors and logging');
    const fresh = (await workbench.sidebarRows(findings)).filter(({ level }) => level === 3);
    assert.ok(
      fresh.length > 0 && fresh.every(({ label }) => /^fresh\.py:\d+$/.test(label)),
      JSON.stringify(fresh),
    );
  });

  it('opens the quick fixes of a finding from its row', async () => {
    const row = (await workbench.sidebarRows(findings)).find(({ description }) =>
      description.startsWith('A bare'),
    );
    await clickRowAction(workbench, findings, row?.label ?? '', 'Fix or Ignore...');
    const menu = workbench.page.locator('.action-widget').first();
    await workbench.step('the quick fixes', () => menu.locator('.monaco-list-row').first().waitFor());
    await workbench.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
  });

  it('shows only new findings, by a toggle', async () => {
    await workbench.runCommand('Seaworthy: Show New Findings Only');
    await workbench.until(
      'only new ones',
      () => workbench.sidebarRows(findings),
      (rows) => rows.every(({ label }) => !label.startsWith('Existing')),
    );
    await workbench.runCommand('Seaworthy: Show All Findings');
    await workbench.until(
      'all again',
      () => workbench.sidebarRows(findings),
      (rows) => rows.some(({ label }) => label.startsWith('Existing')),
    );
  });

  it('acknowledges a check with a reason and a note, in the project’s configuration', async () => {
    await expandRow(workbench, topics, '6 Type hints');
    await pickFromMenu(workbench, topics, 'Public functions annotated', 'Acknowledge Check...');
    const { page } = workbench;
    const input = page.locator('.quick-input-widget input[type="text"]').first();
    await workbench.step('five reasons', async () => {
      const rows = page.locator('.quick-input-list .monaco-list-row');
      await rows.nth(4).waitFor();
      assert.equal(await rows.count(), 5);
      await rows.filter({ hasText: 'not-applicable' }).click();
      await page.locator('.quick-input-widget', { hasText: 'A note for your team' }).waitFor();
      await input.fill('a spike');
      await page.keyboard.press('Enter');
    });
    await previewRows(workbench, /acknowledge/);
    await answerPreview(workbench, 'Apply');
    const line = 'annotated-functions = { reason = "not-applicable", note = "a spike" }';
    const file = join(folder.path, 'pyproject.toml');
    await workbench.until(
      'the acknowledgement',
      () => Promise.resolve(existsSync(file) && readFileSync(file, 'utf8').includes(line)),
      Boolean,
    );
    await workbench.until(
      'its row',
      () => rowActions(workbench, topics, 'Public functions annotated'),
      (names) => names.includes('Take Back Acknowledgement...'),
    );
  });

  it('takes the acknowledgement back from its row', async () => {
    await clickRowAction(workbench, topics, 'Public functions annotated', 'Take Back Acknowledgement...');
    await previewRows(workbench, /acknowledge|annotated/);
    await answerPreview(workbench, 'Apply');
    const file = join(folder.path, 'pyproject.toml');
    await workbench.until(
      'it to be gone',
      () => Promise.resolve(readFileSync(file, 'utf8').includes('annotated-functions')),
      (there) => !there,
    );
  });

  it('runs the one-click action of a check from its row', async () => {
    await workbench.runCommand('Seaworthy: Filter Topics...');
    await workbench.page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'what one click can do' })
      .click();
    const shown = await workbench.until(
      'the filter',
      () => viewMessage(workbench, topics),
      (words) => words !== '',
    );
    assert.equal(shown, 'Filter: what one click can do');
    const [topic] = await workbench.sidebarRows(topics);
    await expandRow(workbench, topics, topic?.label ?? '');
    const check = (await workbench.sidebarRows(topics)).find(({ level }) => level === 2);
    await clickRowAction(workbench, topics, check?.label ?? '', 'Preview One-Click Step...');
    await previewRows(workbench, /\S/);
    await answerPreview(workbench, 'Discard');
  });

  it('reveals a check that the filter hides, and says nothing in notifications all the while', async () => {
    const step = (await workbench.sidebarRows(steps)).find(({ description }) => /min$/.test(description));
    await clickRow(workbench, steps, step?.label ?? '');
    await workbench.until(
      'all checks',
      () => viewMessage(workbench, topics),
      (words) => words === '' || words.startsWith('Filter'),
    );
    assert.deepEqual(await messages(), []);
  });
});
