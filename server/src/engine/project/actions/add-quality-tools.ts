/** Configurations of test runner, coverage, type checker and commit hooks. */
import { findInSteps } from '../../steps';
import type { ProjectFacts } from '../facts';
import { tableAt } from '../facts/documents';
import { outerPackages, toEdit } from './complete-metadata';
import { addToTable, appendToToml, insertBelowHeader, tomlString } from './pyproject';
import { alreadyThere, type FileChange, type ProjectAction, type Refusal } from './types';
import { hookRevisions } from './versions';

const path = 'pyproject.toml';

export const addPytestConfig: ProjectAction = {
  name: 'add-pytest-config',
  title: 'Configure pytest',
  check: 'pytest-configured',
  *run(facts) {
    const { pytest, broken } = facts.tools;
    const test = yield* findInSteps(facts.sources.tests, ({ metrics }) => metrics.tests.functions > 0);
    if (!test) return { refused: 'there is no test to run yet' };
    const unreadable = broken.find((file) =>
      /^(?:pyproject\.toml|tox\.ini|setup\.cfg|pytest\.ini)$/.test(file),
    );
    if (unreadable !== undefined) return { refused: `${unreadable} cannot be read: fix it first` };
    const folder = test.path.includes('/') ? (test.path.split('/')[0] ?? '.') : '.';
    if (!pytest) {
      // Strict markers would break a suite that uses markers without declaring them.
      const lines = [`testpaths = ["${folder}"]`, 'addopts = ["--strict-config"]', 'xfail_strict = true'];
      return toEdit('Configure pytest', addToTable(facts, path, ['tool', 'pytest', 'ini_options'], lines));
    }
    const isToml = pytest.path.endsWith('.toml');
    const lines = [
      ...(pytest.testPaths === undefined
        ? [isToml ? `testpaths = ["${folder}"]` : `testpaths = ${folder}`]
        : []),
      ...(pytest.strict ? [] : ['xfail_strict = true']),
    ];
    if (lines.length === 0) return alreadyThere;
    const text = facts.snapshot.text(pytest.path) ?? '';
    if (!(text.split(/\r\n|\n/)[pytest.line - 1] ?? '').includes(pytest.text))
      return { refused: `add ${lines.join(', ')} to the pytest options in ${pytest.path} by hand` };
    return toEdit(
      'Complete the configuration of pytest',
      insertBelowHeader(pytest.path, text, pytest.line, ...lines),
    );
  },
};

export const addCoverageConfig: ProjectAction = {
  name: 'add-coverage-config',
  title: 'Measure the test coverage',
  check: 'coverage-configured',
  run(facts) {
    if (facts.coverage.configured) return alreadyThere;
    const packages = outerPackages(facts);
    const sources = packages.length > 0 ? packages : ['.'];
    const lines = [
      '[tool.coverage.run]',
      'branch = true',
      `source = [${sources.map(tomlString).join(', ')}]`,
      '',
      '[tool.coverage.report]',
      'show_missing = true',
      'skip_covered = true',
    ];
    return toEdit(
      'Configure coverage',
      appendToToml(facts, path, `${lines.join('\n')}\n`),
      'Run coverage run -m pytest, then coverage report.',
    );
  },
};

export const addTypeChecker: ProjectAction = {
  name: 'add-type-checker',
  title: 'Configure a type checker',
  check: 'type-checker-configured',
  run(facts) {
    const { typeCheckers } = facts.tools;
    if (typeCheckers.length > 0) return alreadyThere;
    const folders = facts.codeFolders;
    const lines = [
      '[tool.mypy]',
      `files = [${folders.map(tomlString).join(', ')}]`,
      '# Also look into functions without annotations.',
      'check_untyped_defs = true',
      'warn_unused_ignores = true',
      'warn_redundant_casts = true',
    ];
    return toEdit(
      'Add a configuration of mypy',
      appendToToml(facts, path, `${lines.join('\n')}\n`),
      'Run mypy once: it is in the package mypy.',
    );
  },
};

export const stricterTypes: ProjectAction = {
  name: 'stricter-types',
  title: 'Make the type checker stricter',
  check: 'strict-type-checking',
  run(facts) {
    const lenient = facts.strictness.find(({ level }) => level < 1);
    if (!lenient || facts.strictness.some(({ level }) => level === 1)) return alreadyThere;
    const text = facts.snapshot.text(lenient.path) ?? '';
    const change: FileChange | Refusal =
      lenient.tool === 'mypy'
        ? strictMypy(facts, lenient.path, lenient.line, text)
        : standardMode(lenient.path, text);
    return toEdit(
      `Make ${lenient.tool} stricter`,
      change,
      'Run it, and except the modules that are not ready yet by name.',
    );
  },
};

function strictMypy(facts: ProjectFacts, file: string, line: number, text: string): FileChange | Refusal {
  if (!file.endsWith('.toml')) {
    if (/^\s*strict\s*=/m.test(text)) return { refused: `set strict = True in ${file} by hand` };
    return insertBelowHeader(file, text, line, 'strict = True');
  }
  const document = facts.documents.toml(file);
  const table = document.status === 'ok' ? tableAt(document.data, 'tool', 'mypy') : undefined;
  if (table?.strict !== undefined) return { refused: `set strict = true in ${file} by hand` };
  return addToTable(facts, file, ['tool', 'mypy'], ['strict = true']);
}

/** Only the value changes. */
function standardMode(file: string, text: string): FileChange | Refusal {
  const mode = /(typeCheckingMode"?\s*[=:]\s*)(["'])(?:off|basic)\2/.exec(text);
  if (!mode) return { refused: `set typeCheckingMode to standard in ${file} by hand` };
  const start = mode.index + (mode[1] ?? '').length + 1;
  return { path: file, edits: [{ start, end: mode.index + mode[0].length - 1, newText: 'standard' }] };
}

export const addPyTyped: ProjectAction = {
  name: 'add-py-typed',
  title: 'Publish the types with py.typed',
  check: 'types-published',
  run(facts) {
    const packages = outerPackages(facts);
    const open = packages.filter((folder) => !facts.paths.has(`${folder}/py.typed`));
    if (packages.length === 0) return { refused: 'there is no package to put it into' };
    if (open.length === 0) return alreadyThere;
    const files: FileChange[] = open.map((folder) => ({ path: `${folder}/py.typed`, create: '' }));
    // Setuptools leaves out what is not Python unless told otherwise; other backends take whole packages.
    const { pyproject } = facts;
    const backend =
      pyproject.status === 'ok' ? tableAt(pyproject.data, 'build-system')?.['build-backend'] : undefined;
    const data =
      pyproject.status === 'ok' ? tableAt(pyproject.data, 'tool', 'setuptools', 'package-data') : undefined;
    const project = pyproject.status === 'ok' ? tableAt(pyproject.data, 'project') : undefined;
    if (typeof backend === 'string' && backend.startsWith('setuptools') && !data && project) {
      const change = appendToToml(facts, path, '[tool.setuptools.package-data]\n"*" = ["py.typed"]\n');
      if ('refused' in change) return change;
      files.push(change);
    }
    return { label: 'Add py.typed', files };
  },
};

export const addPreCommit: ProjectAction = {
  name: 'add-pre-commit',
  title: 'Configure commit hooks',
  check: 'pre-commit-configured',
  run(facts) {
    const { hooks, linters, formatters, broken } = facts.tools;
    if (hooks.configured) return alreadyThere;
    const name = '.pre-commit-config.yaml';
    if (facts.paths.has(name))
      return {
        refused: broken.includes(name)
          ? `${name} cannot be read: fix it first`
          : `${name} is there: add hooks to it`,
      };
    if ((facts.snapshot.git?.pathFromRepository ?? '') !== '')
      return { refused: 'commit hooks belong to the repository root: open that folder' };
    const has = (pattern: RegExp) => [...linters, ...formatters].some(({ tool }) => pattern.test(tool));
    const usesRuff = has(/^ruff/i) || !has(/^(?:flake8|pylint|black)/i);
    const lines = [
      'repos:',
      ...hookLines('https://github.com/pre-commit/pre-commit-hooks', hookRevisions.general, [
        'check-added-large-files',
        'check-merge-conflict',
        'end-of-file-fixer',
        'trailing-whitespace',
      ]),
      ...(usesRuff
        ? hookLines('https://github.com/astral-sh/ruff-pre-commit', hookRevisions.ruff, [
            'ruff-check',
            ...(formatters.every(({ tool }) => /^ruff/i.test(tool)) ? ['ruff-format'] : []),
          ])
        : []),
      ...(has(/^black/i)
        ? hookLines('https://github.com/psf/black-pre-commit-mirror', hookRevisions.black, ['black'])
        : []),
      ...(has(/^flake8/i)
        ? hookLines('https://github.com/pycqa/flake8', hookRevisions.flake8, ['flake8'])
        : []),
    ];
    return {
      label: 'Add commit hooks',
      files: [{ path: name, create: `${lines.join('\n')}\n` }],
      followUp: 'Run pre-commit autoupdate for the newest versions, then pre-commit install.',
    };
  },
};

function hookLines(repository: string, revision: string, hooks: readonly string[]): readonly string[] {
  return [
    `  - repo: ${repository}`,
    `    rev: ${revision}`,
    '    hooks:',
    ...hooks.map((hook) => `      - id: ${hook}`),
  ];
}
