// A secret leaves the source in one step: the fix is previewed, changes four files, and one undo takes it all back. What
// an unsaved editor of .env shows counts; the value appears in no notification, problem or title.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { applyQuickFix, quickFixTitles } from './quick-fixes.js';
import { answerPreview, previewRows } from './sidebar.js';
import { testFolder } from './test-folder.js';
import { Workbench } from './workbench.js';

const secret = 's3cr3t-horse-9';
const code = `import sys\n\nPASSWORD = "${secret}"\nsys.stdout.write(PASSWORD)\n`;
const moved = 'import os\nimport sys\n\nPASSWORD = os.environ["PASSWORD"]\nsys.stdout.write(PASSWORD)\n';
const title =
  'Move the value to `PASSWORD` in .env, which git ignores: set it where this runs, replace it if ever committed';

const folder = testFolder({ 'app.py': code, '.gitignore': '__pycache__/\n' });
const read = (name: string): string | undefined => {
  const path = join(folder.path, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
};

describe('moving a secret out of the source', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open(folder.path);
  });

  after(async () => {
    await workbench.close();
    folder.remove();
  });

  const openPreview = async (): Promise<void> => {
    await workbench.openFile('app.py');
    await workbench.until(
      'the underlined secret',
      () => workbench.squiggles(),
      (found) => found.some(({ line }) => line === 3),
    );
    await workbench.goTo(3, 14);
    assert.equal((await quickFixTitles(workbench))[0], title);
    await applyQuickFix(workbench, title);
  };

  const untilFiles = (
    what: string,
    expected: Readonly<Record<string, string | undefined>>,
  ): Promise<unknown> =>
    workbench.until(
      what,
      () => Promise.resolve(Object.fromEntries(Object.keys(expected).map((name) => [name, read(name)]))),
      (found) => JSON.stringify(found) === JSON.stringify(expected),
    );

  it('previews every file, all ticked, and changes nothing when it is discarded', async () => {
    await openPreview();
    const rows = await previewRows(workbench, /^app\.py/);
    for (const name of ['.env', '.env.example', '.gitignore', 'app.py']) {
      assert.ok(
        rows.some(({ text }) => text.startsWith(name)),
        `${name} in ${rows.map(({ text }) => text).join(' | ')}`,
      );
    }
    assert.deepEqual(
      rows.filter(({ checked }) => !checked),
      [],
      'everything is ticked, so that Apply applies it',
    );
    await answerPreview(workbench, 'Discard');
    await untilFiles('nothing to change', { 'app.py': code, '.env': undefined, '.env.example': undefined });
  });

  it('changes the four files on Apply', async () => {
    await openPreview();
    await previewRows(workbench, /^app\.py/);
    await answerPreview(workbench, 'Apply');
    await workbench.until(
      'the code',
      () => workbench.editorText('app.py'),
      (text) => text === moved,
    );
    await untilFiles('the files', {
      'app.py': moved,
      '.env': `PASSWORD=${secret}\n`,
      '.env.example': 'PASSWORD=\n',
      '.gitignore': '__pycache__/\n.env\n',
    });
  });

  it('takes everything back with one undo', async () => {
    await workbench.openFile('app.py');
    await workbench.focusEditor();
    await workbench.page.keyboard.press('Control+z');
    await untilFiles('the new files to go', { '.env': undefined, '.env.example': undefined });
    // The files come back one after the other, each as an unsaved change.
    await workbench.until(
      'the old texts',
      async () => [await workbench.editorText('app.py'), read('.gitignore')],
      ([text, ignored]) => text === code && ignored === '__pycache__/\n',
    );
    await untilFiles('the old files', {
      'app.py': code,
      '.gitignore': '__pycache__/\n',
      '.env': undefined,
      '.env.example': undefined,
    });
  });
});
