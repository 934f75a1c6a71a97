/** Projects below a folder: which there are, what each inherits, and that each is graded as if it had been opened. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findRoots, gradeRoots } from '../../../server/src/engine/project';
import { service } from './samples';
import { checkIn, gradeFiles, naming, snapshotOf, type Files, type SnapshotExtras } from './support';

const below = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

const { '.github/workflows/ci.yml': pipeline = '', ...withoutPipeline } = service;
const repository: Files = {
  ...below('server', withoutPipeline),
  ...below('tools/report', { 'report.py': 'print(1)\n', 'requirements.txt': 'requests\n' }),
  'README.md': '# Everything\n',
  '.gitignore': '.env\n.venv\n__pycache__\n',
  '.github/workflows/ci.yml': pipeline,
};

/** As hosts load them: configuration of nested roots too. */
function grades(files: Files, extras: SnapshotExtras = {}) {
  return gradeRoots({ ...snapshotOf(files, extras), text: (path) => files[path] }, () => ({}), naming);
}

describe('roots', () => {
  it('are folders with a manifest and Python, not those of tests, examples and templates', () => {
    assert.deepEqual(findRoots(Object.keys(repository)), ['server', 'tools/report']);
    assert.deepEqual(findRoots(['a.py', 'b/setup.py', 'b/c.py']), ['', 'b']);
    assert.deepEqual(findRoots(['setup.py', 'pkg/a.py', 'tests/x/pyproject.toml', 'tests/x/a.py']), ['']);
    assert.deepEqual(findRoots(['a.py', 'web/requirements.txt']), ['']);
    assert.deepEqual(findRoots(['{{ name }}/pyproject.toml', '{{ name }}/a.py']), ['']);
    assert.deepEqual(findRoots(['README.md', 'pyproject.toml']), []);
  });

  it('inherit pipelines and git from the repository', () => {
    const [server] = grades(repository);
    assert.equal(server?.path, 'server');
    const ci = checkIn(server.report, 'ci-present');
    assert.equal(ci.state, 'pass');
    assert.equal(ci.evidence[0]?.path, '../.github/workflows/ci.yml');
    assert.equal(checkIn(server.report, 'env-ignored').state, 'pass');
    assert.equal(server.report.profile, 'service');
    assert.equal(server.report.root, 'sample/server');
  });

  it('are graded on their own, whatever lies beside them', () => {
    const all = grades(repository);
    const alone = grades(
      Object.fromEntries(Object.entries(repository).filter(([path]) => !path.startsWith('tools/'))),
    );
    assert.equal(all[0]?.report.overall, alone[0]?.report.overall);
    assert.ok((all[0]?.report.overall ?? 0) > (all[1]?.report.overall ?? 100));
    assert.ok((all[0]?.report.overall ?? 0) > (gradeFiles(repository).overall ?? 100));
  });

  it('see what git tracks below them', () => {
    const files = { ...repository, 'server/.env': 'A=1\n' };
    const [server, tool] = grades(files, { git: { tracked: new Set(['server/.env']) } });
    assert.equal(checkIn(server?.report ?? assert.fail(), 'env-file-ignored').state, 'fail');
    assert.equal(checkIn(tool?.report ?? assert.fail(), 'env-file-ignored').state, 'not-applicable');
  });

  it('of two projects, the outer one leaves the inner one out', () => {
    const files = { ...below('inner', service), 'outer.py': 'x = 1\n' };
    const [outer, inner] = grades(files);
    assert.equal(outer?.report.counts.pythonFiles, 1);
    assert.equal(inner?.report.counts.pythonFiles, 3);
  });
});
