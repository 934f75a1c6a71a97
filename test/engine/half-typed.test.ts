/**
 * Code as it is while somebody types: every prefix of the rules' own examples, a character missing anywhere in them, and
 * files in the syntax of other versions. No rule throws, no finding stands in an error, and every fix can be built.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { settingsFor, type Analysis, type Finding } from '../../server/src/engine/index';
import { rules } from '../../server/src/engine/rules/registry.generated';
import { createEngine, type TestEngine } from '../harness/engine';
import { checkFindings } from '../harness/subject';
import { Problems } from '../harness/report';
import { root } from '../harness/root';

const fixtures = join(root, 'test', 'fixtures', 'python');
/** Every n-th character is left out. */
const deletedEvery = 3;

const { engine, crashes } = await createEngine();
const settings = settingsFor(engine.rules);

describe('every rule on half-typed examples', () => {
  for (const { meta } of rules) {
    it(meta.name, () => {
      const examples = [...meta.docs.bad, ...meta.docs.good];
      for (const { code, path = 'app.py' } of examples) {
        for (let end = 0; end < code.length; end += 1) look(path, code.slice(0, end));
        for (let at = 0; at < code.length; at += deletedEvery)
          look(path, code.slice(0, at) + code.slice(at + 1));
      }
      assert.deepEqual(crashes, []);
      assert.equal(engine.parser.liveTrees, 0);
    });
  }
});

describe('every rule on syntax of other versions', () => {
  for (const file of readdirSync(fixtures).filter((name) => name.endsWith('.py'))) {
    it(file, () => {
      const code = readFileSync(join(fixtures, file), 'utf8');
      const path = file === 'cell.ipynb.py' ? 'notes/cell.ipynb#cell-1' : file;
      const found = look(path, code, true);
      for (const [index, line] of code.split('\n').entries()) {
        const expected = /# finds: ([\w-]+)/.exec(line)?.[1];
        const names = found.filter((finding) => finding.line === index).map(({ rule }) => rule);
        if (expected !== undefined)
          assert.ok(names.includes(expected), `line ${index + 1} of ${file}: ${names.join()}`);
      }
      for (let end = 0; end < code.length; end += 7) look(path, code.slice(0, end));
      assert.deepEqual(crashes, []);
      assert.equal(engine.parser.liveTrees, 0);
    });
  }
});

describe('the check itself', () => {
  it('sees a finding that stands in an error', async () => {
    const tested: TestEngine = await createEngine();
    const analysis = tested.engine.open('app.py', 'def f(x=[]):\n    pass\n\nx = (1\n', settings);
    const [sound] = analysis.findings;
    assert.ok(sound);
    assert.deepEqual(misplaced(analysis, [sound]), []);
    const start = analysis.source.text.indexOf('(1');
    const anchor = { start, end: start + 1, kind: 'identifier' };
    assert.equal(misplaced(analysis, [{ ...sound, anchor }]).length > 0, true);
    analysis.dispose();
  });
});

/** Opens one text and holds its findings to what is asked; gives them back by line. */
function look(path: string, code: string, withFixes = false): { rule: string; line: number }[] {
  const analysis = engine.open(path, code, settings);
  try {
    assert.deepEqual(misplaced(analysis, analysis.findings), [], code);
    if (withFixes) {
      const problems = new Problems(path);
      checkFindings(analysis, problems);
      problems.throwAny();
    } else {
      for (const finding of analysis.findings) analysis.fixes(finding);
    }
    return analysis.findings.map(({ rule, start }) => ({ rule, line: analysis.source.lineAt(start) }));
  } finally {
    analysis.dispose();
  }
}

/** Findings whose node stands in an error, has one inside, or is a piece of a statement that did not come to its end. */
function misplaced(analysis: Analysis, findings: readonly Finding[]): string[] {
  if (!analysis.hasSyntaxErrors || findings.length === 0) return [];
  const { root: module } = analysis;
  // Where the parser gives up the file itself is the error; what is whole in it is sound all the same.
  const errors = module.descendantsOfType('ERROR').filter(({ id }) => id !== module.id);
  const pieces = module.namedChildren.filter(
    ({ type }) => !/_(?:statement|definition)$|^comment$/.test(type),
  );
  const broken = [...errors, ...pieces].map(({ startIndex: start, endIndex: end }) => ({ start, end }));
  return findings.flatMap(({ rule, anchor }) =>
    broken
      .filter(({ start, end }) => start < anchor.end && anchor.start < end)
      .map(({ start, end }) => `${rule} at ${anchor.start}-${anchor.end}, error at ${start}-${end}`),
  );
}
