/** Cases of the checks on packaging. */
import { checkTable } from './table';

checkTable('pyproject-present', [
  { when: 'it parses', files: { 'a.py': '', 'pyproject.toml': '[project]\nname = "a"\n' }, state: 'pass' },
  {
    when: 'only setup.py',
    files: { 'a.py': '', 'setup.py': '' },
    state: 'partial',
    score: 0.5,
    at: 'setup.py:1',
  },
  { when: 'nothing', files: { 'a.py': '' }, state: 'fail' },
  {
    when: 'it does not parse',
    files: { 'a.py': '', 'pyproject.toml': '[project]\nname = "a"\nbad = \n' },
    state: 'not-measured',
    reason: /line 3/,
    at: 'pyproject.toml:3',
  },
]);

const project = '[project]\nname = "a"\n\n';

checkTable('build-system', [
  {
    when: 'complete',
    files: {
      'a.py': '',
      'pyproject.toml': `${project}[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n`,
    },
    state: 'pass',
    at: 'pyproject.toml:4',
  },
  {
    when: 'no backend',
    files: { 'a.py': '', 'pyproject.toml': '[build-system]\nrequires = ["setuptools"]\n' },
    state: 'partial',
    score: 0.5,
  },
  {
    when: 'a command without a build',
    files: { 'a.py': '', 'pyproject.toml': `${project}[project.scripts]\na = "a:main"\n` },
    state: 'fail',
  },
  {
    when: 'src layout without a build',
    files: { 'src/a/__init__.py': '', 'pyproject.toml': project },
    state: 'fail',
  },
  { when: 'run in place', files: { 'a.py': '', 'pyproject.toml': project }, state: 'not-applicable' },
]);

checkTable('importable-layout', [
  {
    when: 'package',
    files: { 'shop/__init__.py': '', 'shop/a.py': '' },
    state: 'pass',
    at: 'shop/__init__.py:1',
  },
  { when: 'one module', files: { 'a.py': '' }, state: 'not-applicable' },
  { when: 'modules side by side', files: { 'a.py': '', 'b.py': '' }, state: 'fail' },
  {
    when: 'folder without __init__.py',
    files: { 'app/a.py': '', 'app/b.py': '' },
    state: 'partial',
    score: 0.5,
  },
  {
    when: 'sys.path is changed',
    files: { 'shop/__init__.py': '', 'shop/a.py': 'import sys\nsys.path.insert(0, "..")\n' },
    state: 'fail',
    at: 'shop/a.py:2',
  },
  {
    when: 'sys.path by another name',
    files: { 'shop/__init__.py': '', 'shop/a.py': 'from sys import path\npath.append("..")\n' },
    state: 'fail',
    at: 'shop/a.py:2',
  },
  {
    when: 'only tests change sys.path',
    files: { 'shop/__init__.py': '', 'tests/test_a.py': 'import sys\nsys.path.append("..")\n' },
    state: 'partial',
    score: 0.5,
  },
]);

checkTable('project-metadata', [
  {
    when: 'complete',
    files: {
      'a.py': '',
      'pyproject.toml':
        '[project]\nname = "a"\ndynamic = ["version"]\ndescription = "b"\nreadme = "README.md"\nlicense = "MIT"\n',
    },
    state: 'pass',
    at: 'pyproject.toml:1',
  },
  {
    when: 'two of five',
    files: { 'a.py': '', 'pyproject.toml': '[project]\nname = "a"\nversion = "1"\n' },
    state: 'partial',
    score: 0.4,
    reason: /description, readme, licence/,
  },
  {
    when: 'Poetry',
    files: {
      'a.py': '',
      'pyproject.toml':
        '[tool.poetry]\nname = "a"\nversion = "1"\ndescription = "b"\nreadme = "R"\nlicense = "MIT"\n',
    },
    state: 'pass',
  },
  {
    when: 'setup.cfg',
    files: {
      'a.py': '',
      'pyproject.toml': '[build-system]\nrequires = []\n',
      'setup.cfg': '[metadata]\nname = a\nversion = 1\nlong_description = file: README\nlicense = MIT\n',
    },
    state: 'partial',
    score: 0.8,
    at: 'setup.cfg:1',
  },
  {
    when: 'only settings of tools',
    files: { 'a.py': '', 'pyproject.toml': '[tool.ruff]\n' },
    state: 'not-applicable',
  },
  {
    when: 'computed',
    files: { 'a.py': '', 'pyproject.toml': '[build-system]\nrequires = []\n', 'setup.py': 'setup()\n' },
    state: 'not-measured',
  },
]);

checkTable('entry-point-declared', [
  {
    when: 'a main guard',
    files: { 'a.py': 'if __name__ == "__main__":\n    x()\n' },
    state: 'pass',
    at: 'a.py:1',
  },
  {
    when: 'a console script',
    files: { 'a.py': '', 'pyproject.toml': '[project.scripts]\na = "a:main"\n' },
    state: 'pass',
  },
  {
    when: 'an application',
    files: { 'a.py': 'import flask\napp = flask.Flask("a")\n' },
    state: 'pass',
    at: 'a.py:2',
  },
  { when: 'nothing', files: { 'a.py': 'print(1)\n' }, state: 'fail' },
  { when: 'a library', files: { 'a.py': '' }, options: { profile: 'library' }, state: 'not-applicable' },
]);

checkTable('readme-and-licence', [
  { when: 'both', files: { 'a.py': '', 'README.rst': '', COPYING: '' }, state: 'pass', at: 'README.rst:1' },
  { when: 'one', files: { 'a.py': '', 'readme.md': '' }, state: 'partial', score: 0.5, reason: /licence/ },
  {
    when: 'of the repository',
    files: { 'a.py': '', 'README.md': '' },
    extras: { git: { pathFromRepository: 'server', repositoryFiles: new Map([['LICENSE', 'MIT']]) } },
    state: 'pass',
  },
  { when: 'none', files: { 'a.py': '' }, state: 'fail' },
]);
