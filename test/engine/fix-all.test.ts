/** Fixes of a whole file: rounds, limits, what is left alone, and what a crash does. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixAll, settingsFor, type Applicability, type Fix, type Rule } from '../../server/src/engine/index';
import { defineRule } from '../../server/src/engine/lint/rule';
import type { SyntaxNode } from '../../server/src/engine/syntax/node';
import { createEngine } from '../harness/engine';
import { probeMeta } from '../harness/probe';

/** Reports calls of `from` and offers `to` as alternatives, in order. */
function renames(name: string, from: string, to: readonly (readonly [string, Applicability])[]): Rule {
  return defineRule({
    meta: probeMeta(name),
    visit: {
      call: (node, context) => {
        if (context.text(node).startsWith(`${from}(`))
          context.report({ node, message: 'seen', values: { it: from } });
      },
    },
    fix: ({ node }) =>
      to.map(([newText, applicability]) => rename(node, from.length, newText, applicability)),
  });
}

function rename(node: SyntaxNode, length: number, newText: string, applicability: Applicability): Fix {
  const edits = [{ start: node.startIndex, end: node.startIndex + length, newText }];
  return { title: newText, applicability, edits };
}

async function fixed(
  rules: readonly Rule[],
  code: string,
  options: { upTo?: 'safe' | 'unsafe'; rule?: string } = {},
) {
  const { engine, crashes } = await createEngine(rules);
  const result = fixAll(engine, 'app.py', code, settingsFor(rules), { upTo: 'unsafe', ...options });
  assert.equal(engine.parser.liveTrees, 0);
  return { ...result, applied: Object.fromEntries(result.applied), crashes };
}

describe('fix all', () => {
  it('goes on until nothing is left, also from one rule to the next', async () => {
    const rules = [renames('a-to-b', 'a', [['b', 'safe']]), renames('b-to-c', 'b', [['c', 'safe']])];
    const { text, applied, gaveUp } = await fixed(rules, 'a()\nb()\n');
    assert.equal(text, 'c()\nc()\n');
    assert.deepEqual(applied, { 'a-to-b': 1, 'b-to-c': 2 });
    assert.equal(gaveUp, false);
  });
  it('gives up on rules that fight', async () => {
    const rules = [renames('a-to-b', 'a', [['b', 'safe']]), renames('b-to-a', 'b', [['a', 'safe']])];
    assert.equal((await fixed(rules, 'a()\n')).gaveUp, true);
  });
  it('takes the first alternative that may be applied', async () => {
    const rules = [renames('rule', 'a', [['d', 'display'], ['u', 'unsafe'], ['s', 'safe']])]; // prettier-ignore
    assert.equal((await fixed(rules, 'a()\n')).text, 'u()\n');
    assert.equal((await fixed(rules, 'a()\n', { upTo: 'safe' })).text, 's()\n');
    assert.equal((await fixed([renames('rule', 'a', [['d', 'display']])], 'a()\n')).text, 'a()\n');
  });
  it('can be kept to one rule', async () => {
    const rules = [renames('a-to-b', 'a', [['b', 'safe']]), renames('x-to-y', 'x', [['y', 'safe']])];
    assert.equal((await fixed(rules, 'a()\nx()\n', { rule: 'x-to-y' })).text, 'a()\ny()\n');
  });
  it('leaves suppressed findings alone', async () => {
    const rules = [renames('a-to-b', 'a', [['b', 'safe']])];
    assert.equal((await fixed(rules, 'a()  # noqa\na()\n')).text, 'a()  # noqa\nb()\n');
  });
  it('leaves a file with syntax errors alone', async () => {
    const rules = [renames('a-to-b', 'a', [['b', 'safe']])];
    assert.equal((await fixed(rules, 'a()\ndef (:\n')).text, 'a()\ndef (:\n');
  });
  it('leaves fixes that change other files alone, and takes the next alternative', async () => {
    const files = [{ kind: 'append-line', path: '.env', line: 'A=' }] as const;
    const withFiles = (one: Rule): Rule => ({
      ...one,
      fix: ({ node }) => [
        { ...rename(node, 1, 'moved', 'safe'), files },
        ...(one.meta.name === 'two' ? [rename(node, 1, 'c', 'unsafe')] : []),
      ],
    });
    assert.equal((await fixed([withFiles(renames('one', 'a', []))], 'a()\n')).text, 'a()\n');
    assert.equal((await fixed([withFiles(renames('two', 'a', []))], 'a()\n')).text, 'c()\n');
  });
  it('survives a rule that throws, and one that overlaps itself', async () => {
    const throwing: Rule = {
      ...renames('throws', 'a', []),
      fix: () => {
        throw new Error('no');
      },
    };
    const overlapping: Rule = {
      ...renames('overlaps', 'a', []),
      fix: () => [
        {
          title: 'x',
          applicability: 'safe',
          edits: [
            { start: 0, end: 2, newText: 'b' },
            { start: 1, end: 3, newText: 'c' },
          ],
        },
      ],
    };
    const sound = renames('sound', 'x', [['y', 'safe']]);
    const { text, crashes } = await fixed([throwing, overlapping, sound], 'a()\nx()\n');
    assert.equal(text, 'a()\ny()\n');
    assert.deepEqual(
      crashes.map(({ rule }) => rule),
      ['throws'],
    );
  });
  it('handles a thousand findings in one function in moderate time', async () => {
    const rules = [renames('a-to-b', 'a', [['b', 'safe']])];
    const code = `def f():\n${'    a(1)\n'.repeat(1_000)}`;
    const started = performance.now();
    const { applied } = await fixed(rules, code);
    const elapsed = performance.now() - started;
    assert.deepEqual(applied, { 'a-to-b': 1_000 });
    assert.ok(elapsed < 5_000, `${Math.round(elapsed)} ms`);
  });
});
