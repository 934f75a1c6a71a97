/** The scaffolder: what it writes is a rule that works, and wrong use is refused. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { applyFix, settingsFor, type Rule } from '../../server/src/engine';
import { createEngine } from '../harness/engine';
import { checkMetadata } from '../harness/metadata';

const root = fileURLToPath(new URL('../..', import.meta.url));

function scaffold(...args: string[]): { status: number | null; output: string } {
  const done = spawnSync(process.execPath, [join(root, 'scripts/new-rule.mjs'), ...args], {
    encoding: 'utf8',
  });
  return { status: done.status, output: done.stdout + done.stderr };
}

describe('npm run new-rule', () => {
  let copy = '';
  before(() => {
    copy = mkdtempSync(join(tmpdir(), 'seaworthy-new-rule-'));
    cpSync(join(root, 'server/src'), join(copy, 'server/src'), { recursive: true });
    cpSync(join(root, 'package.json'), join(copy, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  });
  after(() => rmSync(copy, { recursive: true, force: true }));

  it('writes a rule that reports and fixes, and its test', async () => {
    const { status, output } = scaffold('style', 'example-call', '--root', copy);
    assert.equal(status, 0, output);
    const path = join(copy, 'server/src/engine/rules/style/example-call.ts');
    const { default: rule } = (await import(pathToFileURL(path).href)) as { default: Rule };
    assert.equal(rule.meta.name, 'example-call');
    const tested = await createEngine([rule]);
    const { engine, crashes } = tested;
    checkMetadata({ rule, tested }, path);
    const analysis = engine.open('app.py', 'value = example()\n', settingsFor(engine.rules));
    const [finding] = analysis.findings;
    assert.ok(finding);
    const [fix] = analysis.fixes(finding);
    assert.ok(fix);
    assert.equal(applyFix(analysis.source.text, fix), 'value = None\n');
    analysis.dispose();
    assert.deepEqual(crashes, []);
    assert.match(
      readFileSync(join(copy, 'test/rules/style/example-call.md'), 'utf8'),
      /# error: \[example-call\]/,
    );
  });

  it('does not overwrite', () => {
    const { status, output } = scaffold('style', 'example-call', '--root', copy);
    assert.equal(status, 2);
    assert.match(output, /exists already/);
  });

  it('refuses an unknown topic and a name that is not one, and writes nothing', () => {
    assert.match(scaffold('cooking', 'some-rule', '--root', copy).output, /not a topic/);
    const { status, output } = scaffold('errors', 'NotKebab', '--root', copy);
    assert.equal(status, 2);
    assert.match(output, /not a rule name/);
    assert.ok(!existsSync(join(copy, 'server/src/engine/rules/errors/NotKebab.ts')));
  });
});
