// Commands about the whole project: the safe fixes of all files as one previewed edit, and what has changed since the
// baseline.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { answerPreview, previewRows, viewMessage } from './sidebar.js';
import { testFolder } from './test-folder.js';
import { Workbench } from './workbench.js';

const steps = 'Next Steps';
const raising = (name: string): string =>
  `def ${name}(text):\n    try:\n        return int(text)\n    except ValueError as error:\n        raise RuntimeError("no number")\n`;

describe('the whole project', () => {
  const files = { 'orders.py': raising('order'), 'shop/prices.py': raising('price') };
  const folder = testFolder({ ...files, 'requirements.txt': 'requests==2.32.0\n' });
  let workbench: Workbench;

  const textOf = (path: string): string => readFileSync(join(folder.path, path), 'utf8');
  const score = async (): Promise<string> =>
    workbench.until(
      'the grade',
      () => viewMessage(workbench, steps),
      (text) => /^(?:[A-E] )?\d+/.test(text),
    );

  before(async () => {
    workbench = await Workbench.open(folder.path);
  });

  after(async () => {
    await workbench.close();
    folder.remove();
  });

  it('has its safe fixes previewed and applied as one edit', async () => {
    await workbench.openSidebar('Seaworthy');
    await score();
    await workbench.runCommand('Seaworthy: Set Baseline');
    await workbench.runCommand('Seaworthy: Fix All Safe Problems in Project');
    const rows = await previewRows(workbench, /prices\.py/);
    assert.ok(rows.every(({ checked }) => checked));
    assert.deepEqual(Object.keys(files).map(textOf), Object.values(files));
    await answerPreview(workbench, 'Apply');
    await workbench.until(
      'both files to be fixed',
      () => Promise.resolve(Object.keys(files).map(textOf)),
      (texts) => texts.every((text) => text.includes('raise RuntimeError("no number") from error\n')),
    );
  });

  it('says so when nothing is left to fix', async () => {
    await workbench.runCommand('Seaworthy: Fix All Safe Problems in Project');
    const said = await workbench.until(
      'the answer',
      () => workbench.notifications(),
      // The progress of the command goes a moment after its answer has come.
      (messages) => messages.length === 1 && !/fixing/.test(messages[0] ?? ''),
    );
    assert.deepEqual(said, ['Nothing to fix: 2 Python files have no finding with a safe fix.']);
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('is compared with its baseline', async () => {
    await workbench.runCommand('Seaworthy: Compare with Baseline');
    const list = workbench.page.locator('.quick-input-list .monaco-list-row');
    const [overall] = await workbench.until(
      'the comparison',
      () => list.allInnerTexts(),
      (texts) => texts.length > 0,
    );
    assert.match(overall ?? '', /^Overall\s*\d+ → \d+$/);
    const title = workbench.page.locator('.quick-input-titlebar');
    assert.match(await title.innerText(), / since the baseline of /);
    await workbench.page.keyboard.press('Escape');
  });
});
