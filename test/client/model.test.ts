// From gradings to rows: what stands in the two trees of the sidebar, and in which words.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dashboardData } from '../../client/src/common/health/dashboard-data';
import { noHistory } from '../../client/src/common/health/history';
import {
  childNodes,
  folderLabels,
  nextStageText,
  overallText,
  rootNodes,
  stageText,
  stepDescription,
  summaryText,
  topicDescription,
  type HealthNode,
  type TopicFilter,
  type View,
} from '../../client/src/common/health/model';
import { useWords } from '../../client/src/common/texts';
import type { FolderHealth, HealthReport, HealthTopic } from '../../server/src/protocol';
import { check, report, step, topic } from './samples';

const root = 'file:///projects/shop';

function folder(uri: string, graded: HealthReport | undefined, pythonFiles = 1): FolderHealth {
  const name = uri.split('/').at(-1) ?? '';
  return {
    folder: uri,
    workspaceFolder: uri,
    name,
    state: 'graded',
    pythonFiles,
    ...(graded ? { report: graded } : {}),
  };
}

const kinds = (nodes: readonly HealthNode[]): string[] => nodes.map(({ kind }) => kind);

function everyNode(folders: readonly FolderHealth[], view: View): HealthNode[] {
  const below = (node: HealthNode): HealthNode[] => [node, ...childNodes(node).flatMap(below)];
  return rootNodes(folders, view).flatMap(below);
}

describe('rows of the sidebar', () => {
  it('leave the folder out when there is only one', () => {
    assert.deepEqual(kinds(rootNodes([folder(root, report())], 'steps')), ['step']);
    assert.deepEqual(kinds(rootNodes([folder(root, report())], 'topics')), ['topic']);
  });

  it('begin with the folders when there are several, without those that have nothing to grade', () => {
    const folders = [
      folder('file:///projects/a', report()),
      folder('file:///projects/b', undefined),
      folder('file:///projects/c', report({ overall: null }), 0),
      folder('file:///projects/d', report()),
    ];
    const nodes = rootNodes(folders, 'topics');
    assert.deepEqual(
      nodes.map((node) => node.kind === 'folder' && node.health.name),
      ['a', 'd'],
    );
    assert.deepEqual(nodes.map(childNodes).map(kinds), [['topic'], ['topic']]);
  });

  it('keep the folder even when only one of several is graded', () => {
    const folders = [folder('file:///projects/a', report()), folder('file:///projects/b', undefined)];
    assert.deepEqual(kinds(rootNodes(folders, 'steps')), ['folder']);
  });

  it('have nothing before the first grading', () => {
    assert.deepEqual(rootNodes([folder(root, undefined)], 'steps'), []);
    assert.deepEqual(rootNodes([], 'topics'), []);
  });

  it('name what caps the grade before the steps, unless a step says it', () => {
    const evidence = [
      { path: 'setup.cfg', line: 1, text: '' },
      { path: 'app.py', line: 8, text: 'a secret' },
    ];
    const graded = report({
      gates: [
        { check: 'secrets', topic: 'configuration', reason: '1 secret in the source' },
        { check: 'env', topic: 'configuration', reason: '.env is committed' },
      ],
      next: [step('secrets'), step('linter')],
      topics: [topic([check('secrets', 'fail', { evidence }), check('linter', 'fail')])],
    });
    const nodes = rootNodes([folder(root, graded)], 'steps');
    assert.deepEqual(
      nodes.map((node) => (node.kind === 'gate' ? node.reason : node.kind)),
      ['.env is committed', 'step', 'step'],
    );
    assert.deepEqual(
      nodes.flatMap((node) =>
        node.kind === 'step' ? [[node.rank, node.isGate, node.code?.path, node.code?.line]] : [],
      ),
      [
        [1, true, 'app.py', 8],
        [2, false, undefined, undefined],
      ],
    );
  });

  it('name what caps the grade at its topic too', () => {
    const gates = [{ check: 'a', topic: 'testing' as const, reason: '1 secret in the source' }];
    const topics = [topic([check('b', 'pass')]), topic([check('a', 'fail')], { id: 'testing' })];
    const rows = rootNodes([folder(root, report({ gates, topics }))], 'topics');
    assert.deepEqual(
      rows.map((row) => row.kind === 'topic' && row.gate),
      [undefined, '1 secret in the source'],
    );
  });

  it('say so when nothing is left to do', () => {
    const nodes = rootNodes([folder(root, report({ next: [] }))], 'steps');
    assert.deepEqual(kinds(nodes), ['done']);
  });

  it('put the checks that need a person first, and those that do not apply into a group at the end', () => {
    const checks = [
      check('met', 'pass'),
      check('other', 'not-applicable'),
      check('unknown', 'not-measured'),
      check('half', 'partial'),
      check('noted', 'acknowledged'),
      check('missing', 'fail'),
    ];
    const [node] = rootNodes([folder(root, report({ topics: [topic(checks)] }))], 'topics');
    assert.ok(node);
    const rows = childNodes(node);
    assert.deepEqual(
      rows.map((row) => (row.kind === 'check' ? row.check.id : row.kind)),
      ['missing', 'half', 'unknown', 'noted', 'met', 'group'],
    );
    const group = rows.at(-1);
    assert.ok(group);
    assert.deepEqual(
      childNodes(group).map((row) => row.kind === 'check' && row.check.id),
      ['other'],
    );
  });

  it('keep the order of the report among equals, and the report as it was', () => {
    const checks = Object.freeze([check('b', 'fail'), check('a', 'fail'), check('c', 'fail')]);
    const [node] = rootNodes([folder(root, report({ topics: [topic(checks)] }))], 'topics');
    assert.ok(node);
    assert.deepEqual(
      childNodes(node).map((row) => row.kind === 'check' && row.check.id),
      ['b', 'a', 'c'],
    );
  });

  it('show the evidence below a check, with the folder that its path belongs to', () => {
    const evidence = [
      { path: 'app.py', line: 3, text: 'except:' },
      { path: 'app.py', line: 9, text: 'except:' },
    ];
    const topics = [topic([check('handlers', 'fail', { evidence })])];
    const rows = everyNode([folder(root, report({ topics }))], 'topics').filter(
      (node) => node.kind === 'evidence',
    );
    assert.deepEqual(
      rows.map((row) => [row.folder, row.evidence.path, row.evidence.line]),
      [
        [root, 'app.py', 3],
        [root, 'app.py', 9],
      ],
    );
  });

  it('have ids of their own, the same for the same row of the next grading', () => {
    const evidence = [{ path: 'app.py', line: 3, text: '' }];
    const graded = report({
      topics: [
        topic([check('a', 'fail', { evidence }), check('b', 'not-applicable')]),
        topic([check('c', 'pass')], { id: 'testing' }),
      ],
      gates: [{ check: 'a', topic: 'errors', reason: 'r' }],
      next: [step('a')],
    });
    const folders = [folder('file:///projects/a', graded), folder('file:///projects/b', graded)];
    for (const view of ['steps', 'topics'] as const) {
      const ids = everyNode(folders, view).map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, ids.join(' '));
      const better = folders.map((one) => ({ ...one, report: { ...graded, overall: 90 } }));
      assert.deepEqual(
        everyNode(better, view).map(({ id }) => id),
        ids,
      );
    }
  });
});

describe('words of the sidebar', () => {
  it('give letter and score, or the score with its scale where no letter is shown', () => {
    assert.equal(overallText(report()), 'C 66');
    assert.equal(overallText(report({ gradeShown: false, overall: 7.2 })), '7/100');
    assert.equal(overallText(report({ grade: null, overall: 0 })), '0/100');
    assert.equal(overallText(report({ overall: null, grade: null })), '–');
  });

  it('describe a topic by its score, or by why it has none', () => {
    const described = (more: Partial<HealthTopic>): string => topicDescription(topic([], more));
    assert.equal(described({}), 'B 82');
    assert.equal(described({ gradeShown: false }), '82/100');
    assert.equal(described({ status: 'clean', score: null, grade: null }), 'clean');
    assert.equal(described({ status: 'not-applicable', score: null, grade: null }), 'not applicable');
    assert.equal(described({ status: 'not-measured', score: null, grade: null }), 'not measured');
    assert.equal(described({ status: 'disabled', score: null, grade: null }), 'off');
  });

  it('count the stages from the one where everyone starts', () => {
    assert.equal(stageText(report()), 'Stage 2 of 5: Linted');
    assert.equal(stageText(report({ stage: 'script', stageTitle: 'Script' })), 'Stage 0 of 5: Script');
    assert.equal(stageText(report({ stage: 'ready', stageTitle: 'Ready' })), 'Stage 5 of 5: Ready');
    assert.equal(stageText(report({ stage: null, stageTitle: null })), 'Stage 0 of 5: Script');
  });

  it('are in the language of the user', () => {
    const german = {
      'Stage {0} of {1}: {2}': 'Stufe {0} von {1}: {2}',
      clean: 'sauber',
      '{0} min': '{0} Min.',
    };
    useWords(german);
    try {
      assert.equal(stageText(report()), 'Stufe 2 von 5: Linted');
      assert.equal(topicDescription(topic([], { status: 'clean', score: null, grade: null })), 'sauber');
      assert.equal(stepDescription(step('a')), '+14 · 10 Min.');
      assert.equal(topicDescription(topic([], { status: 'disabled' })), 'off');
    } finally {
      useWords({});
    }
  });

  it('tell what is left until the next stage', () => {
    const stages = (...missing: readonly string[][]): HealthReport['stages'] =>
      missing.map((names, at) => {
        return { id: 'linted', title: `S${at}`, reached: names.length === 0, missing: names };
      });
    assert.equal(nextStageText(report({ stages: stages([], ['a']) })), 'S1: 1 check to go');
    assert.equal(nextStageText(report({ stages: stages([], ['a', 'b'], ['c']) })), 'S1: 2 checks to go');
    assert.equal(nextStageText(report({ stages: stages([], []) })), undefined);
  });

  it('tell what a step gains and takes, and no gain that rounds to nothing', () => {
    assert.equal(stepDescription(step('a')), '+14 · 10 min');
    assert.equal(stepDescription(step('a', { gain: 0.5, minutes: 1 })), '+1 · 1 min');
    assert.equal(stepDescription(step('a', { gain: 0.4 })), '10 min');
    assert.equal(stepDescription(step('a', { gain: 0 })), '10 min');
  });
});

describe('folders of the same name', () => {
  it('are told apart by as much of their paths as it takes', () => {
    const uris = ['file:///a/x/shop', 'file:///b/x/shop', 'file:///c/bakery', 'file:///d/caf%C3%A9/shop'];
    const labels = folderLabels(uris.map((uri) => folder(uri, report())));
    assert.deepEqual([...labels.values()], ['a/x/shop', 'b/x/shop', 'bakery', 'café/shop']);
    const rows = rootNodes(
      uris.map((uri) => folder(uri, report())),
      'topics',
    );
    assert.equal(new Set(rows.map(({ id }) => id)).size, uris.length);
  });
});

describe('a filter', () => {
  const checks = [
    check('met', 'pass'),
    check('open', 'fail', { action: 'do-it' }),
    check('unknown', 'not-measured'),
    check('without', 'not-applicable'),
  ];
  const shown = (filter: TopicFilter): string[] => {
    const graded = folder(root, report({ topics: [topic(checks), topic([check('met', 'pass')])] }));
    return rootNodes([graded], 'topics', { filter, delta: () => undefined })
      .flatMap((row) => [row, ...childNodes(row)])
      .map((row) => (row.kind === 'check' ? row.check.id : row.kind));
  };

  it('leaves what is open, or what one click can do, and hides topics without any', () => {
    assert.deepEqual(shown('all'), ['topic', 'open', 'unknown', 'met', 'group', 'topic', 'met']);
    assert.deepEqual(shown('open'), ['topic', 'open', 'unknown']);
    assert.deepEqual(shown('one-click'), ['topic', 'open']);
  });
});

describe('the dashboard', () => {
  it('shows the folder that is asked for, else the first that is graded, else nothing', () => {
    const folders = [
      folder('file:///a/none', undefined),
      folder('file:///a/x', report()),
      folder('file:///b/x', report()),
    ];
    const of = (wanted?: string): string | undefined =>
      dashboardData(folders, wanted, () => noHistory)?.folder;
    assert.equal(of(), 'file:///a/x');
    assert.equal(of('file:///b/x'), 'file:///b/x');
    assert.equal(of('file:///gone'), 'file:///a/x');
    assert.equal(
      dashboardData([], undefined, () => noHistory),
      null,
    );
    const data = dashboardData(folders, undefined, () => noHistory);
    assert.deepEqual(
      data?.folders.map(({ label }) => label),
      ['a/x', 'b/x'],
    );
  });

  it('says of a topic why it was not measured, else what costs it most', () => {
    const checks = [
      check('none', 'fail', { reason: 'no Dockerfile' }),
      check('git', 'not-measured', { reason: 'no git' }),
    ];
    const evidence = (more: Partial<HealthTopic>): string | undefined =>
      dashboardData([folder(root, report({ topics: [topic(checks, more)] }))], undefined, () => noHistory)
        ?.topics[0]?.evidence;
    assert.equal(evidence({}), 'no Dockerfile');
    assert.equal(evidence({ status: 'not-measured', score: null }), 'no git');
  });

  it('offers a what-if for what is open only, and names stages’ missing checks by title', () => {
    const graded = report({
      topics: [
        topic([
          check('met', 'pass'),
          check('open', 'fail'),
          check('some', 'partial'),
          check('nm', 'not-measured'),
        ]),
      ],
      stages: [{ id: 'linted', title: 'Linted', reached: false, missing: ['open', 'elsewhere'] }],
    });
    const data = dashboardData([folder(root, graded)], undefined, () => noHistory);
    const can = data?.topics[0]?.checks.filter(({ canBeMet }) => canBeMet).map(({ id }) => id);
    assert.deepEqual(can, ['open', 'some']);
    assert.deepEqual(data?.stages[0]?.missing, ['Title of open', 'elsewhere']);
  });

  it('is summed up in plain text', () => {
    assert.equal(
      summaryText('shop', report()),
      'shop: C 66 · Stage 2 of 5: Linted\nErrors and logging B 82\nDo next\n1. Do tests (+14 · 10 min)\n',
    );
  });
});
