/** Cases of the checks on testing and type hints. */
import { checkTable, lines } from './table';

const test = 'def test_a():\n    assert True\n';

checkTable('test-functions', [
  {
    when: 'a function',
    files: { 'a.py': 'x = 1\n', 'tests/test_a.py': test },
    state: 'pass',
    at: 'tests/test_a.py:1',
  },
  {
    when: 'a method of a test case',
    files: { 'a.py': 'x = 1\n', 'test_a.py': 'class Case(TestCase):\n    def test_x(self):\n        pass\n' },
    state: 'pass',
  },
  {
    when: 'a method of another class',
    files: { 'a.py': 'x = 1\n', 'test_a.py': 'class Helper:\n    def test_x(self):\n        pass\n' },
    state: 'fail',
  },
  { when: 'an empty folder', files: { 'a.py': 'x = 1\n', 'tests/__init__.py': '' }, state: 'fail' },
  {
    when: 'a helper inside a function',
    files: { 'a.py': 'x = 1\n', 'test_a.py': 'def outer():\n    def test_x(): pass\n' },
    state: 'fail',
  },
  {
    when: 'not all files were read',
    files: { 'a.py': 'x = 1\n' },
    extras: { truncated: { graded: 1, total: 9 } },
    state: 'not-measured',
  },
  { when: 'no modules', files: { 'a.ipynb': '{}' }, state: 'not-applicable' },
]);

checkTable('test-volume', [
  { when: 'no tests', files: { 'a.py': lines(100) }, state: 'fail' },
  {
    when: 'a quarter',
    files: { 'a.py': lines(100), 'tests/test_a.py': test + lines(23) },
    state: 'partial',
    score: 0.5,
  },
  {
    when: 'as much as code',
    files: { 'a.py': lines(10), 'tests/test_a.py': test + lines(8) },
    state: 'pass',
  },
  {
    when: 'helpers without tests do not count',
    files: { 'a.py': lines(10), 'tests/data.py': lines(20) },
    state: 'fail',
  },
  { when: 'no code', files: { 'tests/test_a.py': test }, state: 'not-applicable' },
  {
    when: 'not all files were read',
    files: { 'a.py': lines(10) },
    extras: { truncated: { graded: 1, total: 9 } },
    state: 'not-measured',
  },
]);

checkTable('pytest-configured', [
  {
    when: 'complete',
    files: {
      'a.py': '',
      'pyproject.toml': '[tool.pytest.ini_options]\ntestpaths = ["tests"]\naddopts = "--strict-markers"\n',
    },
    state: 'pass',
    at: 'pyproject.toml:1',
  },
  {
    when: 'only there',
    files: { 'a.py': '', 'setup.cfg': '[metadata]\nname = a\n[tool:pytest]\n' },
    state: 'partial',
    score: 0.5,
    at: 'setup.cfg:3',
  },
  {
    when: 'with paths',
    files: { 'a.py': '', 'pytest.ini': '[pytest]\ntestpaths =\n    tests\n    more\n' },
    state: 'partial',
    score: 0.75,
  },
  {
    when: 'native table',
    files: { 'a.py': '', 'pyproject.toml': '[tool.pytest]\nstrict = true\ntestpaths = ["tests"]\n' },
    state: 'pass',
  },
  { when: 'nowhere', files: { 'a.py': '' }, state: 'fail' },
  { when: 'broken file', files: { 'a.py': '', 'pyproject.toml': '[' }, state: 'not-measured' },
]);

const functions = (count: number, signature = '()') =>
  Array.from({ length: count }, (_, index) => `def f${index}${signature}:\n    pass\n`).join('');

checkTable('type-checker-configured', [
  { when: 'pyproject', files: { 'a.py': '', 'pyproject.toml': '[tool.mypy]\n' }, state: 'pass' },
  {
    when: 'own file',
    files: { 'a.py': '', 'pyrightconfig.json': '{}' },
    state: 'pass',
    at: 'pyrightconfig.json:1',
  },
  {
    when: 'hook',
    files: { 'a.py': '', '.pre-commit-config.yaml': 'repos:\n  - repo: x\n    hooks:\n      - id: mypy\n' },
    state: 'pass',
  },
  {
    when: 'pipeline',
    files: { 'a.py': '', '.gitlab-ci.yml': 'test:\n  script:\n    - mypy src\n' },
    state: 'pass',
    at: '.gitlab-ci.yml:3',
  },
  {
    when: 'editor only',
    files: {
      'a.py': '',
      '.vscode/settings.json': '{\n  // comment\n  "python.analysis.typeCheckingMode": "basic",\n}\n',
    },
    state: 'partial',
    score: 0.5,
  },
  {
    when: 'editor, switched off',
    files: { 'a.py': functions(5), '.vscode/settings.json': '{"python.analysis.typeCheckingMode": "off"}' },
    state: 'fail',
  },
  { when: 'few functions', files: { 'a.py': functions(4) }, state: 'not-applicable' },
  { when: 'nothing', files: { 'a.py': functions(5) }, state: 'fail' },
  { when: 'broken pyproject', files: { 'a.py': functions(5), 'pyproject.toml': 'x' }, state: 'not-measured' },
]);

checkTable('annotated-functions', [
  { when: 'all', files: { 'a.py': functions(3, '(a: int, *rest: str, b: int = 1) -> None') }, state: 'pass' },
  { when: 'no result', files: { 'a.py': functions(1, '(a: int)') }, state: 'fail', at: 'a.py:1' },
  { when: 'one parameter missing', files: { 'a.py': functions(1, '(a: int, b=1) -> int') }, state: 'fail' },
  { when: 'starred parameter missing', files: { 'a.py': functions(1, '(*a) -> int') }, state: 'fail' },
  {
    when: 'self needs none',
    files: { 'a.py': 'class A:\n    def f(self, a: int) -> int:\n        return a\n' },
    state: 'pass',
  },
  {
    when: 'private, nested and tests do not count',
    files: {
      'a.py':
        'def _f(a): pass\nclass _A:\n    def g(self, a): pass\ndef h() -> None:\n    def inner(a): pass\n',
      'test_a.py': functions(1),
    },
    state: 'pass',
  },
  {
    when: 'one of two',
    files: { 'a.py': functions(1, '() -> None') + 'def g(a): pass\n' },
    state: 'partial',
    score: 0.633,
    at: 'a.py:3',
  },
  { when: 'no functions', files: { 'a.py': '' }, state: 'not-applicable' },
]);

const tested = { 'a.py': '', 'test_a.py': 'def test_a():\n    assert a\n' };

checkTable('coverage-configured', [
  {
    when: 'pyproject',
    files: { ...tested, 'pyproject.toml': '\n[tool.coverage.run]\nbranch = true\n' },
    state: 'pass',
    at: 'pyproject.toml:2',
  },
  { when: 'its own file', files: { ...tested, '.coveragerc': '[run]\n' }, state: 'pass' },
  {
    when: 'an option of pytest',
    files: { ...tested, 'pytest.ini': '[pytest]\naddopts = --cov=a\n' },
    state: 'pass',
    at: 'pytest.ini:2',
  },
  {
    when: 'a low report',
    files: {
      ...tested,
      '.coveragerc': '[run]\n',
      'coverage.xml': '<?xml?>\n<coverage version="7" line-rate="0.2">',
    },
    state: 'partial',
    score: 0.75,
    reason: /20 %/,
  },
  { when: 'nothing', files: tested, state: 'fail' },
]);

checkTable('tests-assert', [
  { when: 'all do', files: tested, state: 'pass' },
  {
    when: 'one of two',
    files: { 'test_a.py': 'def test_a():\n    a()\ndef test_b():\n    assert b\n' },
    state: 'partial',
    score: 1 - 1.5 / 4,
    at: 'test_a.py:1',
  },
  { when: 'no tests', files: { 'a.py': '' }, state: 'not-applicable' },
]);

const project = (text: string) => ({ 'a.py': '', 'pyproject.toml': text });

checkTable('strict-type-checking', [
  {
    when: 'mypy strict',
    files: project('[tool.mypy]\nstrict = true\n'),
    state: 'pass',
    at: 'pyproject.toml:1',
  },
  { when: 'mypy lenient', files: project('[tool.mypy]\nfiles = ["a"]\n'), state: 'fail' },
  {
    when: 'mypy with two flags',
    files: { 'a.py': '', 'mypy.ini': '[mypy]\ndisallow_untyped_defs = True\nwarn_return_any = yes\n' },
    state: 'partial',
    score: 0.7,
  },
  { when: 'pyright by default', files: { 'a.py': '', 'pyrightconfig.json': '{}' }, state: 'pass' },
  {
    when: 'pyright basic',
    files: project('[tool.pyright]\ntypeCheckingMode = "basic"\n'),
    state: 'partial',
    score: 0.5,
  },
  { when: 'ty', files: { 'a.py': '', 'ty.toml': '' }, state: 'pass' },
  { when: 'pyrefly', files: project('[tool.pyrefly]\n'), state: 'pass' },
  { when: 'only a command', files: { 'a.py': '', Makefile: 'types:\n\tmypy .\n' }, state: 'not-measured' },
]);

checkTable('type-ignores-coded', [
  { when: 'few', files: { 'a.py': 'x = 1  # type: ignore\n' }, state: 'not-applicable' },
  { when: 'coded', files: { 'a.py': 'x = 1  # type: ignore[a]\n'.repeat(3) }, state: 'pass' },
  {
    when: 'one of three bare',
    files: { 'a.py': 'x = 1  # type: ignore[a]\nx = 1  # pyright: ignore\nx = 1  # type: ignore[b]\n' },
    state: 'partial',
    score: 0.7,
    at: 'a.py:2',
  },
]);

const typed = { 'pkg/__init__.py': '', 'pkg/a.py': 'def f(x: int) -> int:\n    return x\n' };

checkTable('types-published', [
  { when: 'marker', files: { ...typed, 'pkg/py.typed': '' }, options: { profile: 'library' }, state: 'pass' },
  {
    when: 'no marker',
    files: typed,
    options: { profile: 'library' },
    state: 'fail',
    at: 'pkg/__init__.py:1',
  },
  {
    when: 'nothing annotated',
    files: { ...typed, 'pkg/a.py': 'def f(x): return x\n' },
    options: { profile: 'library' },
    state: 'not-applicable',
  },
  { when: 'no library', files: typed, state: 'not-applicable' },
]);

checkTable('pytest-configured', [
  {
    when: 'pytest.toml',
    files: { ...tested, 'pytest.toml': '[pytest]\ntestpaths = ["tests"]\nstrict = true\n' },
    state: 'pass',
    at: 'pytest.toml:1',
  },
  {
    when: 'only a session of nox',
    files: { ...tested, 'noxfile.py': 'def tests(session):\n    session.run("pytest")\n' },
    state: 'partial',
    score: 0.5,
    at: 'noxfile.py:2',
  },
  {
    when: 'unittest in a task of pyproject',
    files: { ...tested, 'pyproject.toml': '[tool.poe.tasks]\ntest = "python -m unittest"\n' },
    state: 'partial',
    score: 0.5,
    at: 'pyproject.toml:2',
  },
]);
