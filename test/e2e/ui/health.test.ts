// The sidebar on a tutorial project: where it stands, why, what to do next, and the steps that one click takes. The
// tests tell one story in one window: each starts where the one before it ended.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  activityBadge,
  answerPreview,
  clickRow,
  clickRowAction,
  collapseRow,
  expandRow,
  previewRows,
  rowActions,
  viewMessage,
} from './sidebar.js';
import { testFolder } from './test-folder.js';
import { Workbench } from './workbench.js';

const steps = 'Next Steps';
const topics = 'Topics';
const preview = 'Preview One-Click Step...';

const folder = testFolder({
  'weather.py': `import json

import requests

api_key = "d41b8cf98a00b204e9800998ecf8427e"


def get_weather(city, seen=[]):
    seen.append(city)
    try:
        answer = requests.get("https://api.weather.example/v1", params={"q": city, "key": api_key})
        return answer.json()
    except:
        print("Something went wrong")


def read_cities(path):
    try:
        with open(path) as file:
            return json.load(file)
    except:
        pass
    return []
`,
  'convert.py': 'def to_fahrenheit(celsius):\n    return celsius * 9 / 5 + 32\n',
  'requirements.txt': 'requests\n',
});
const pyproject = join(folder.path, 'pyproject.toml');

describe('project health in the sidebar', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open(folder.path);
    await workbench.openSidebar('Seaworthy');
  });

  after(async () => {
    await workbench.close();
    folder.remove();
  });

  /** The number of `8/100` or `C 66`, once the view shows one that is accepted. */
  const score = (accept: (value: number) => boolean = () => true): Promise<number> =>
    workbench.until(
      'the score',
      async () => Number(/^(?:[A-E] )?(\d+)/.exec(await viewMessage(workbench, steps))?.[1] ?? NaN),
      (value) => !Number.isNaN(value) && accept(value),
    );

  it('says where the project stands, in the view and in the status bar', async () => {
    const value = await score();
    assert.ok(value < 40, `a tutorial has ${value} points`);
    assert.match(
      await viewMessage(workbench, steps),
      /^\d+\/100 · Stage 0 of 5: Script · Repeatable: \d checks? to go$/,
    );
    const items = await workbench.statusBar();
    assert.ok(
      items.some((text) => text.trim() === `${value}/100 · 3 steps`),
      items.join(' | '),
    );
  });

  it('names what caps the grade and three steps with their effort', async () => {
    const rows = await workbench.sidebarRows(steps);
    assert.equal(rows[0]?.label, 'Move the secrets out of the source');
    assert.match(rows[0].description, /^caps the grade · (\+\d+ · )?\d+ min$/);
    assert.equal(await activityBadge(workbench, 'Seaworthy'), '1');
    assert.equal(rows.length, 3);
    for (const { label, description } of rows.slice(1))
      assert.match(description, /^(\+\d+ · )?\d+ min$/, label);
  });

  it('leads from a step without a click of its own to the code and its fixes', async () => {
    await clickRowAction(workbench, steps, 'Move the secrets', 'Go to Code and Fixes...');
    const menu = workbench.page.locator('.action-widget').first();
    await workbench.step('the fix of the secret', () =>
      menu
        .locator('.monaco-list-row', { hasText: /API_KEY.* in \.env/ })
        .first()
        .waitFor(),
    );
    assert.ok((await workbench.statusBar()).some((text) => text.startsWith('Ln 5, ')));
    await workbench.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
  });

  it('lists the ten topics in their order, with their checks', async () => {
    const rows = await workbench.sidebarRows(topics);
    assert.deepEqual(
      rows.map(({ label }) => Number(/^\d+/.exec(label)?.[0])),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    await expandRow(workbench, topics, '3 Errors and logging');
    const checks = (await workbench.sidebarRows(topics)).filter(({ level }) => level === 2);
    assert.ok(checks.length >= 3, JSON.stringify(checks));
    const swallowed = checks.find(({ label }) => /swallow/.test(label));
    assert.match(swallowed?.description ?? '', /^2 of 2 handlers/);
  });

  it('opens the file at the line when a piece of evidence is clicked', async () => {
    await expandRow(workbench, topics, 'Exceptions handled, not swallowed');
    await clickRow(workbench, topics, 'weather.py:21');
    await workbench.until(
      'line 21 of weather.py',
      () => workbench.statusBar(),
      (items) => items.includes('Ln 21, Col 1'),
    );
  });

  it('shows the check behind a step when the step is clicked', async () => {
    // Rows that are out of sight are not there.
    await collapseRow(workbench, topics, '3 Errors and logging');
    await clickRow(workbench, steps, 'Configure a linter');
    const rows = await workbench.until(
      'the check',
      () => workbench.sidebarRows(topics),
      (found) => found.some(({ label }) => label === 'Linter configured'),
    );
    assert.equal(
      rows.find(({ label }) => label === 'Linter configured')?.description,
      'no linter configured',
    );
  });

  it('previews a one-click step, and changes nothing when it is discarded', async () => {
    await clickRowAction(workbench, steps, 'Configure a linter', preview);
    const rows = await previewRows(workbench, /\[tool\.ruff\]/);
    assert.match(rows[0]?.text ?? '', /^pyproject\.toml\s*\(creating\)$/);
    assert.deepEqual(
      rows.filter(({ checked }) => !checked),
      [],
      'everything is ticked, so that Apply applies it',
    );
    await answerPreview(workbench, 'Discard');
    assert.equal(existsSync(pyproject), false);
  });

  it('takes the step on Apply: the file is there, the grade is higher, what is left to do is said', async () => {
    const earlier = await score();
    await clickRowAction(workbench, steps, 'Configure a linter', preview);
    await previewRows(workbench, /\[tool\.ruff\]/);
    await answerPreview(workbench, 'Apply');
    await score((value) => value > earlier);
    assert.match(readFileSync(pyproject, 'utf8'), /^\[tool\.ruff\]\nline-length = 100\n/);
    await workbench.until(
      'what is left to do',
      () => viewMessage(workbench, steps),
      (text) => /▲\d+ Run ruff check/.test(text),
    );
    const labels = (await workbench.sidebarRows(steps)).map(({ label }) => label);
    assert.ok(!labels.includes('Configure a linter'), labels.join(', '));
  });

  it('does not offer a step that is taken', async () => {
    await expandRow(workbench, topics, '10 Style');
    assert.deepEqual(await rowActions(workbench, topics, 'Linter configured'), []);
  });

  it('takes the step back with one undo', async () => {
    const taken = await score();
    await workbench.focusEditor();
    await workbench.page.keyboard.press('Control+Z');
    await workbench.until(
      'the file to go',
      () => Promise.resolve(existsSync(pyproject)),
      (exists) => !exists,
    );
    await score((value) => value < taken);
    const labels = (await workbench.sidebarRows(steps)).map(({ label }) => label);
    assert.ok(labels.includes('Configure a linter'), labels.join(', '));
  });

  it('refuses politely when the step was taken elsewhere meanwhile', async () => {
    const own = '[tool.ruff]\nline-length = 90\n\n[tool.ruff.format]\n';
    writeFileSync(pyproject, own);
    await clickRowAction(workbench, steps, 'Configure a linter', preview);
    const messages = await workbench.until(
      'the answer',
      () => workbench.notifications(),
      (found) => found.length > 0,
    );
    assert.deepEqual(messages.length, 1);
    assert.match(messages[0] ?? '', /^Nothing was changed: already there\.$/);
    assert.equal(readFileSync(pyproject, 'utf8'), own);
  });
});
