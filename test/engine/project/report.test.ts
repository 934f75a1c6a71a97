/** Whole reports: acceptance of the grading, determinism, containment of faults, Markdown. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  buildFacts,
  checks,
  gradeProject,
  renderMarkdown,
  type HealthReport,
} from '../../../server/src/engine/project';
import { hello, library, samples, script, service } from './samples';
import { checkIn, factsOf, gradeFiles, naming, snapshotOf, type Files } from './support';

const hygieneScores = (report: HealthReport) =>
  Object.fromEntries(
    report.topics.flatMap((topic) =>
      topic.checks.filter((check) => check.kind !== 'practice').map((check) => [check.id, check.score]),
    ),
  );

describe('acceptance', () => {
  it('an empty folder has no grade', () => {
    const report = gradeFiles({ 'README.md': '' });
    assert.equal(report.overall, null);
    assert.equal(report.grade, null);
    assert.equal(report.stage, null);
    assert.deepEqual(report.topics, []);
    assert.match(renderMarkdown(report), /Nothing to grade yet/);
  });

  it('one short script is at stage Script, with few rows and no letter', () => {
    const report = gradeFiles(hello, { git: false });
    assert.equal(report.stage, 'script');
    assert.equal(report.gradeShown, false);
    assert.ok(report.topics.every((topic) => !topic.gradeShown));
    const rows = report.topics
      .flatMap((topic) => topic.checks)
      .filter((check) => check.state === 'fail' || check.state === 'partial');
    assert.deepEqual(rows.map((check) => check.id).sort(), ['linter-configured', 'test-functions']);
    assert.equal(report.next[0]?.check, 'linter-configured');
  });

  it('tells production from tutorial', () => {
    assert.ok((gradeFiles(script).overall ?? 100) < 40);
    assert.ok((gradeFiles(service).overall ?? 0) >= 50);
    assert.equal(gradeFiles(service).profile, 'service');
    assert.equal(gradeFiles(library).profile, 'library');
  });

  it('the same snapshot gives the same bytes, whatever the order of paths', () => {
    const several: Files = {
      'a.py': 'import requests\n',
      'requirements.txt': 'a\n',
      'requirements-dev.txt': 'b\n',
      'requirements/x.txt': 'c\n',
    };
    for (const files of [...Object.values(samples), several]) {
      const report = JSON.stringify(gradeFiles(files));
      assert.equal(JSON.stringify(gradeFiles(files)), report);
      const snapshot = snapshotOf(Object.fromEntries(Object.entries(files).reverse()));
      const shuffled = { ...snapshot, paths: [...snapshot.paths].reverse() };
      assert.equal(JSON.stringify(gradeProject(buildFacts(shuffled), naming)), report);
    }
  });

  it('an empty tests folder changes nothing', () => {
    for (const files of [script, service]) {
      const before = gradeFiles(files);
      const after = gradeFiles({ ...files, 'tests/__init__.py': '' });
      assert.equal(after.overall, before.overall);
      assert.deepEqual(after.next, before.next);
    }
  });

  it('clean code without anything to judge raises no hygiene score', () => {
    const clean = Array.from({ length: 10_000 }, (_, index) => `value_${index} = ${index}`).join('\n');
    const findings = { 'fetch.py': { 'mutable-default': 1, 'unspecified-encoding': 1 } };
    const before = hygieneScores(gradeFiles(script, { findings }));
    assert.ok((before['finding-density'] ?? 100) < 100);
    assert.deepEqual(hygieneScores(gradeFiles({ ...script, 'table.py': clean }, { findings })), before);
  });

  it('the name of the folder plays no part in the score', () => {
    const grade = (root: string) => ({ ...gradeProject(factsOf(service), { ...naming, root }), root: '' });
    assert.deepEqual(grade('a'), grade('tests/examples'));
  });

  it('without git, what was measured scores the same', () => {
    const [known, unknown] = [gradeFiles(service), gradeFiles(service, { git: false })];
    for (const check of unknown.topics.flatMap((topic) => topic.checks)) {
      if (check.score !== null) assert.equal(check.score, checkIn(known, check.id).score, check.id);
    }
    assert.ok((unknown.overall ?? 0) >= (known.overall ?? 0));
  });
});

describe('faults', () => {
  it('a broken pyproject.toml is a problem, and its checks are not measured rather than failed', () => {
    const files: Files = { ...service, 'pyproject.toml': '[project]\nname = "shop"\ntoken = "s3cr3t\n' };
    const report = gradeFiles(files);
    assert.equal(report.problems.length, 1);
    const problem = report.problems[0];
    assert.deepEqual([problem?.path, problem?.line, problem?.key], ['pyproject.toml', 3, 'invalid-toml']);
    assert.ok(!JSON.stringify(report).includes('s3cr3t'));
    for (const name of [
      'pyproject-present',
      'dependencies-declared',
      'requires-python',
      'linter-configured',
    ]) {
      assert.equal(checkIn(report, name).state, 'not-measured', name);
    }
    assert.equal(checkIn(report, 'ci-present').state, 'pass');
  });

  it('broken YAML and INI are named with their place', () => {
    const report = gradeFiles({
      'a.py': '',
      'setup.cfg': '[a]\nx = 1\n[b\n',
      '.pre-commit-config.yaml': 'repos:\n  - a: [\n',
    });
    assert.deepEqual(
      report.problems.map((problem) => [problem.path, problem.key]),
      [
        ['.pre-commit-config.yaml', 'invalid-yaml'],
        ['setup.cfg', 'invalid-ini'],
      ],
    );
    assert.equal(report.problems[1]?.line, 3);
  });

  it('a check that throws is named, and everything else goes on', () => {
    const broken = checks.map((check) =>
      check.meta.name === 'ci-present'
        ? {
            ...check,
            run: () => {
              throw new Error('out of order');
            },
          }
        : check,
    );
    const report = gradeProject(factsOf(service), { ...naming, checks: broken });
    assert.equal(checkIn(report, 'ci-present').state, 'not-measured');
    assert.equal(checkIn(report, 'ci-runs-tests').state, 'not-measured');
    assert.deepEqual(
      report.problems.map((problem) => [problem.key, problem.check]),
      [['check-failed', 'ci-present']],
    );
    assert.equal(checkIn(report, 'linter-configured').state, 'fail');
  });

  it('broken Python is graded as far as it goes', () => {
    const report = gradeFiles({ 'a.py': 'def f(:\n  try\n  except\nclass\n@\nimport (\nfrom . import' });
    assert.equal(report.counts.pythonFiles, 1);
    assert.deepEqual(report.problems, []);
  });
});

describe('options', () => {
  it('a chosen profile wins', () => {
    const report = gradeFiles(service, {}, { profile: 'library' });
    assert.equal(report.profile, 'library');
    assert.equal(checkIn(report, 'health-endpoint').state, 'not-applicable');
  });

  it('log quality counts in errors unless the project is a service', () => {
    const topicOf = (report: HealthReport) =>
      report.topics.find((topic) => topic.checks.some((check) => check.id === 'log-call-quality'))?.id;
    assert.equal(topicOf(gradeFiles(service)), 'observability');
    assert.equal(topicOf(gradeFiles(library)), 'errors');
  });

  it('acknowledged checks show why', () => {
    const report = gradeFiles(
      service,
      {},
      { acknowledgements: { 'formatter-configured': { reason: 'not-detected', note: 'in a script' } } },
    );
    const check = checkIn(report, 'formatter-configured');
    assert.equal(check.state, 'acknowledged');
    assert.equal(check.score, 100);
    assert.match(renderMarkdown(report), /acknowledged \(not-detected: in a script\)/);
  });

  it('disabled topics are neither graded nor suggested', () => {
    const report = gradeFiles(service, {}, { disabledTopics: ['style', 'testing'] });
    assert.deepEqual(
      report.topics.filter((topic) => topic.status === 'disabled').map((topic) => topic.id),
      ['testing', 'style'],
    );
    assert.ok(report.next.every((step) => step.topic !== 'style' && step.topic !== 'testing'));
    assert.ok(!renderMarkdown(report).includes('Style'));
  });
});

describe('next steps', () => {
  it('are at most three, each with the gain that the step really has', () => {
    const report = gradeFiles(service);
    assert.equal(report.next.length, 3);
    const linter = report.next.find((step) => step.check === 'linter-configured');
    const after = gradeFiles({ ...service, '.flake8': '[flake8]\n' });
    assert.ok(Math.abs((after.overall ?? 0) - (report.overall ?? 0) - (linter?.gain ?? 0)) <= 1);
  });

  it('starts with the first rung of the ladder that is not met', () => {
    assert.equal(gradeFiles(script).next[0]?.check, 'dependencies-declared');
    assert.equal(
      gradeFiles({ ...script, 'requirements.txt': 'requests\n' }).next[0]?.check,
      'linter-configured',
    );
  });

  it('never suggests what waits for something else', () => {
    const report = gradeFiles(script);
    assert.ok(report.next.every((step) => checkIn(report, step.check).skippedBy === undefined));
  });

  it('only offers actions that would do something', () => {
    assert.equal(checkIn(gradeFiles(hello), 'test-functions').action, null);
    assert.equal(checkIn(gradeFiles(service), 'test-functions').action, 'add-first-test');
  });
});

describe('Markdown', () => {
  it('has the table, the steps and the evidence, and cannot be broken by file names', () => {
    const text = renderMarkdown(
      gradeFiles({ ...service, 'shop/a|b`c.py': 'import sys\nsys.path.append("x")\n' }),
    );
    assert.match(text, /\| Topic \| Grade \| Score \|/);
    assert.match(text, /1\. \*\*Configure a linter\*\* \(\+[\d.]+ points, about 3 min\)/);
    assert.ok(text.includes('`` shop/a|b`c.py:2 ``'));
  });
});

describe('registry', () => {
  it('lists every check file, sorted', () => {
    const root = fileURLToPath(new URL('../../../server/src/engine/project/checks/', import.meta.url));
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /^[\w-]+\/[\w-]+\.ts$/.test(path))
      .sort();
    assert.deepEqual(
      checks.map(({ meta }) => `${meta.topic}/${meta.name}.ts`),
      files,
    );
  });

  it('has complete metadata in plain words', () => {
    for (const { meta } of checks) {
      assert.match(meta.name, /^[a-z]+(?:-[a-z]+)*$/);
      assert.ok(
        meta.weight > 0 && meta.minutes > 0 && meta.confidence > 0 && meta.confidence <= 1,
        meta.name,
      );
      for (const text of [meta.title, meta.step, meta.why, meta.howToFix])
        assert.doesNotMatch(text, /\b[A-Z]{3}\d\d\b/, meta.name);
    }
  });
});
