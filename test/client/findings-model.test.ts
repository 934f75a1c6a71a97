// From findings to rows: by age, then by topic, rule or file, with what a filter leaves.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  ageNodes,
  countNew,
  findingChildren,
  noFilter,
  type FindingNode,
} from '../../client/src/common/health/findings-model';
import type { FolderFindings, HealthFinding } from '../../server/src/protocol';

function finding(path: string, line: number, more: Partial<HealthFinding> = {}): HealthFinding {
  return {
    rule: 'bare-except',
    topic: 'errors',
    severity: 'warning',
    message: 'm',
    path,
    line,
    column: 1,
    endLine: line,
    endColumn: 7,
    fixable: true,
    fingerprint: `${path}:${line}`,
    age: 'existing',
    ...more,
  };
}

const folder = 'file:///a/shop';
const found: FolderFindings = {
  folder,
  findings: [
    finding('app.py', 1),
    finding('app.py', 9, { age: 'new', rule: 'print-in-except' }),
    finding('b.py', 2, { topic: 'typing', rule: 'missing-return-annotation', fixable: false }),
  ],
};
const shape = (nodes: readonly FindingNode[]): unknown[] =>
  nodes.map((node) =>
    node.kind === 'age'
      ? `${node.age} ${node.entries.length}`
      : node.kind === 'findings'
        ? `${node.label} ${node.entries.length}`
        : `${node.finding.path}:${node.finding.line}`,
  );
const title = (id: string): string => `Topic ${id}`;
const under = (
  nodes: readonly FindingNode[],
  index: number,
  grouping: 'topic' | 'rule' | 'file',
): FindingNode[] => {
  const node = nodes[index];
  assert.ok(node);
  return findingChildren(node, grouping, title);
};

describe('findings', () => {
  it('are new or existing, and "nothing new" is a row', () => {
    assert.deepEqual(shape(ageNodes([found], noFilter)), ['new 1', 'existing 2']);
    const old = { folder, findings: [finding('app.py', 1)] };
    assert.deepEqual(shape(ageNodes([old], noFilter)), ['new 0', 'existing 1']);
    assert.deepEqual(shape(ageNodes([{ folder, findings: [] }], noFilter)), []);
  });

  it('stand together, with the reason, where their age is not known', () => {
    const unknown = {
      folder,
      findings: [finding('a.py', 1, { age: 'unknown' as const })],
      notCompared: 'no commit',
    };
    const [node] = ageNodes([unknown], noFilter);
    assert.deepEqual(node?.kind === 'age' && [node.age, node.notCompared], ['unknown', 'no commit']);
    assert.equal(
      ageNodes([unknown], { ...noFilter, newOnly: true }).length,
      1,
      'unknown is not known to be old',
    );
  });

  it('are grouped by topic, rule or file, the most first', () => {
    const nodes = ageNodes([found], noFilter);
    assert.deepEqual(shape(under(nodes, 1, 'topic')), ['Topic errors 1', 'Topic typing 1']);
    assert.deepEqual(shape(under(nodes, 1, 'rule')), ['bare-except 1', 'missing-return-annotation 1']);
    assert.deepEqual(shape(under(nodes, 1, 'file')), ['app.py 1', 'b.py 1']);
    assert.deepEqual(shape(under(under(nodes, 0, 'file'), 0, 'file')), ['app.py:9']);
  });

  it('are filtered', () => {
    const shown = (change: Partial<typeof noFilter>): unknown[] =>
      shape(ageNodes([found], { ...noFilter, ...change }));
    assert.deepEqual(shown({ newOnly: true }), ['new 1']);
    assert.deepEqual(shown({ fixableOnly: true }), ['new 1', 'existing 1']);
    assert.deepEqual(shown({ file: { folder, path: 'b.py' } }), ['new 0', 'existing 1']);
    assert.deepEqual(shown({ file: { folder: 'file:///b/shop', path: 'b.py' } }), ['new 0']);
  });

  it('of files with the same path in two folders stay apart, with ids of their own', () => {
    const other = { ...found, folder: 'file:///b/shop' };
    const files = under(ageNodes([found, other], noFilter), 1, 'file');
    assert.equal(files.length, 4);
    const ids = files.flatMap((node) => [node, ...findingChildren(node, 'file', title)]).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe('new ones among what is underlined', () => {
  const at = (rule: string, line: number, column = 1) => ({ rule, line, column });

  it('are counted where every one is known', () => {
    const shown = [at('bare-except', 1), at('print-in-except', 9)];
    assert.equal(countNew(shown, found.findings), 1);
    assert.equal(countNew([at('bare-except', 1)], found.findings), 0);
    assert.equal(countNew([], found.findings), 0);
  });

  it('are not told while one is not known, has moved, or cannot be compared', () => {
    assert.equal(countNew([at('print-in-except', 9), at('print-in-except', 10)], found.findings), undefined);
    assert.equal(countNew([at('print-in-except', 9, 2)], found.findings), undefined);
    assert.equal(countNew([at('bare-except', 1)], [finding('app.py', 1, { age: 'unknown' })]), undefined);
  });
});
