/** Scripts that `script-without-main-guard` reports and leaves alone: the block would mean something else in a function. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settingsFor } from '../../server/src/engine/index';
import rule from '../../server/src/engine/rules/packaging/script-without-main-guard';
import { createEngine } from '../harness/engine';

const { engine } = await createEngine([rule]);
const settings = settingsFor([rule]);

function fixTitles(code: string): string[] {
  const analysis = engine.open('app.py', code, settings);
  try {
    const [finding] = analysis.findings;
    assert.ok(finding, 'not reported');
    return analysis.fixes(finding).map(({ title }) => title);
  } finally {
    analysis.dispose();
  }
}

const work = 'def work(x=1):\n    return x\n\n\n';

const left: Readonly<Record<string, string>> = {
  'a function reads what the block assigns':
    'def area():\n    return width * 2\n\n\nwidth = 3\nprint(area())\n',
  'a method reads a name that only the class body binds':
    'class Box:\n    width = 1\n\n    def area(self):\n        return width\n\n\nwidth = 3\nprint(Box())\n',
  'a function declares the name global':
    'def area():\n    global width\n    width = 2\n\n\nwidth = 3\nprint(area())\n',
  'a lambda reads it': 'f = lambda: width\n\n\ndef work():\n    return f\n\n\nwidth = 3\nprint(work())\n',
  'a comprehension of the module reads it first':
    'def work():\n    return [width for _ in "ab"]\n\n\nwidth = 3\nprint(work())\n',
  'a name of the module is bound again': `count = 0\n\n\n${work}count = count + work()\nprint(count)\n`,
  'a name of the module is counted up': `count = 0\n\n\n${work}count += work()\nprint(count)\n`,
  'a loop takes a name of the module': `item = None\n\n\n${work}for item in range(work()):\n    print(item)\n`,
  'an expression takes a name of the module': `count = 0\n\n\n${work}print(count := work())\n`,
  'an import is bound again': `import json\n\n\n${work}json = json.dumps(work())\nprint(json)\n`,
  'a builtin is bound': `${work}list = list("abc")\nprint(list)\n`,
  'a constant stands among the calls': `${work}work()\nLIMIT = 3\n`,
  'a dunder stands among the calls': `${work}work()\n__all__ = ["work"]\n`,
  'a call stands between definitions': `${work}print(work())\n\n\ndef two():\n    return 2\n`,
  'an import stands in the block': `${work}work()\nif work():\n    from os import *\n`,
  'a definition stands in the block': `${work}work()\nif work():\n    def other():\n        return 1\n`,
  'a name is deleted': `${work}a = work()\nprint(a)\ndel a\n`,
  'what a server looks for stands among the calls': `${work}print(work())\napp = work()\n`,
  'the namespace is looked at': `${work}a = 1\nprint(globals()["a"])\n`,
  'two statements share a line': 'def work(): return 1\nA = 1; work()\n',
};

describe('script-without-main-guard offers nothing where', () => {
  for (const [name, code] of Object.entries(left)) {
    it(name, () => assert.deepEqual(fixTitles(code), []));
  }
});

describe('script-without-main-guard offers', () => {
  it('a function or the bare guard', () => assert.equal(fixTitles(`${work}print(work())\n`).length, 2));
  it('the guard alone where the name `main` is taken', () => {
    assert.equal(fixTitles(`from os import main\n\n\n${work}print(work(main))\n`).length, 1);
    assert.equal(fixTitles('def main():\n    pass\n\n\nmain()\n').length, 1);
  });
});
