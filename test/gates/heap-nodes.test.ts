// Nodes read from wasm memory answer as the binding's nodes do: on real files, on broken ones and after edits.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { Node } from 'web-tree-sitter';
import { settingsFor } from '../../server/src/engine/index';
import type { SyntaxNode } from '../../server/src/engine/syntax/node';
import type { FieldName, NodeKind } from '../../server/src/engine/syntax/node-kinds.generated';
import { PythonParser, type SyntaxTree } from '../../server/src/engine/syntax/parser';
import { createEngine, grammarBytes } from '../harness/engine';
import { findPython, standardLibrary } from '../harness/python';
import { seeded, type Random } from '../harness/random';

const python = findPython();
const folder = python ? standardLibrary(python) : '';
const files = ['contextlib.py', 'types.py', 'sched.py'];
const scalars = [
  'id',
  'type',
  'typeId',
  'startIndex',
  'endIndex',
  'isNamed',
  'isMissing',
  'isError',
  'hasError',
  'childCount',
  'namedChildCount',
] as const;
const single = ['firstChild', 'lastChild', 'firstNamedChild', 'lastNamedChild', 'parent'] as const;
const kinds: NodeKind[] = ['call', 'string', 'identifier', 'lambda', 'except_clause', 'comment', 'block'];

let parser: PythonParser;
let fields: FieldName[];

before(async () => {
  parser = await PythonParser.load(grammarBytes());
  fields = parser.language.fields.filter((name) => name !== null) as FieldName[];
});

const ids = (nodes: readonly ({ readonly id: number } | null)[]): (number | undefined)[] =>
  nodes.map((node) => node?.id);

function compareScalars(theirs: Node, ours: SyntaxNode, where: string): void {
  for (const name of scalars) if (ours[name] !== theirs[name]) assert.fail(`${name} of ${where}`);
}

function compareRelatives(theirs: Node, ours: SyntaxNode, where: string): void {
  assert.deepEqual(ours.startPosition, theirs.startPosition, `position of ${where}`);
  for (const name of single) assert.equal(ours[name]?.id, theirs[name]?.id, `${name} of ${where}`);
  assert.deepEqual(ids(ours.namedChildren), ids(theirs.namedChildren), `named children of ${where}`);
}

function compareFields(theirs: Node, ours: SyntaxNode, where: string): void {
  for (const name of fields) {
    const child = ours.childForFieldName(name)?.id;
    assert.equal(child, theirs.childForFieldName(name)?.id, `${name} of ${where}`);
    const children = ids(ours.childrenForFieldName(name));
    assert.deepEqual(children, ids(theirs.childrenForFieldName(name)), `all ${name} of ${where}`);
  }
}

/** The whole tree; what costs much for every so many nodes. */
function compareTrees(tree: SyntaxTree, where: string): number {
  const pairs: [Node, SyntaxNode][] = [[tree.handle.rootNode, tree.rootNode]];
  let count = 0;
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [theirs, ours] = pair;
    const place = `${theirs.type} at ${theirs.startIndex} of ${where}`;
    compareScalars(theirs, ours, place);
    if (count % 20 === 0) compareRelatives(theirs, ours, place);
    if (count % 60 === 0) compareFields(theirs, ours, place);
    count += 1;
    const children = ours.children;
    assert.equal(children.length, theirs.childCount, place);
    theirs.children.forEach((child, index) => {
      const other = children[index];
      if (child && other) pairs.push([child, other]);
    });
  }
  return count;
}

function compareSearches(tree: SyntaxTree, text: string, random: Random): void {
  const ours = tree.rootNode;
  const theirs = tree.handle.rootNode;
  for (const wanted of [kinds, 'ERROR', 'integer'] as (NodeKind | NodeKind[])[]) {
    assert.deepEqual(ids(ours.descendantsOfType(wanted)), ids(theirs.descendantsOfType(wanted)));
  }
  for (let round = 0; round < 200; round += 1) {
    const start = random.below(text.length);
    const end = Math.min(text.length, start + random.below(60));
    const found = ours.descendantForIndex(start, end);
    assert.equal(found?.id, theirs.descendantForIndex(start, end)?.id);
    assert.equal(found?.parent?.id, theirs.descendantForIndex(start, end)?.parent?.id);
    const named = theirs.namedDescendantForIndex(start, end);
    assert.equal(ours.namedDescendantForIndex(start, end)?.id, named?.id);
  }
}

/** Leaves out every so many closing brackets and colons. */
function broken(text: string): string {
  return text
    .replaceAll(')', (bracket, at: number) => (at % 37 === 0 ? '' : bracket))
    .replaceAll(':\n', (colon, at: number) => (at % 23 === 0 ? '\n' : colon));
}

describe('nodes read from memory', { skip: python ? false : 'no Python 3 on the path' }, () => {
  for (const file of files) {
    it(`are the binding's, in ${file} and a broken copy of it`, () => {
      const text = readFileSync(join(folder, file), 'utf8');
      const random = seeded(7);
      for (const version of [text, broken(text), `"""🛟é"""\n${text.replaceAll('\n', '\r\n')}`]) {
        const tree = parser.parse(version);
        assert.ok(compareTrees(tree, file) > 300);
        compareSearches(tree, version, random);
        parser.release(tree);
      }
    });
  }

  it('knows the siblings of a node', () => {
    const text = 'x = [1, 2, 3]  # all\ny = 2\n';
    const tree = parser.parse(text);
    const integers = tree.rootNode.descendantsOfType('integer');
    const [one, two, three] = integers;
    assert.equal(one?.nextNamedSibling?.id, two?.id);
    assert.equal(three?.previousNamedSibling?.id, two?.id);
    assert.equal(two?.nextSibling?.type, ',');
    assert.equal(one?.previousSibling?.type, '[');
    assert.equal(one?.previousNamedSibling, null);
    assert.equal(three?.nextNamedSibling, null);
    parser.release(tree);
  });

  it('survives growth of the memory', () => {
    const text = 'def f(a):\n    return a\n';
    const tree = parser.parse(text);
    const root = tree.rootNode;
    const others: SyntaxTree[] = [];
    const large = 'x = [1, 2, 3]\n'.repeat(40_000);
    for (let index = 0; index < 4; index += 1) others.push(parser.parse(large));
    assert.equal(root.firstNamedChild?.type, 'function_definition');
    assert.equal(root.descendantsOfType('identifier').length, 3);
    for (const other of [tree, ...others]) parser.release(other);
  });

  it('does not depend on the depth of the code', () => {
    const text = `x = ${'a + '.repeat(20_000)}a\n`;
    const tree = parser.parse(text);
    assert.equal(tree.rootNode.descendantsOfType('identifier').length, 20_002);
    parser.release(tree);
  });
});

describe('a parser', { skip: python ? false : 'no Python 3 on the path' }, () => {
  it('reads memory, unless asked not to', async () => {
    assert.ok((await PythonParser.load(grammarBytes())).readsMemory);
    assert.ok(!(await PythonParser.load(grammarBytes(), { plain: true })).readsMemory);
  });

  it('finds the same without reading memory', async () => {
    const { engine } = await createEngine();
    const { engine: plain } = await createEngine(undefined, { plain: true });
    const settings = settingsFor(engine.rules);
    const names = readdirSync(folder).filter((name) => name.endsWith('.py'));
    for (const name of names.slice(0, 12)) {
      const text = readFileSync(join(folder, name), 'utf8');
      const found = [engine, plain].map((one) => {
        const analysis = one.open(name, text, settings);
        const fixes = analysis.findings.map((finding) => analysis.fixes(finding));
        const result = { findings: analysis.findings, fixes };
        analysis.dispose();
        return result;
      });
      assert.deepEqual(found[0], found[1], name);
    }
  });
});
