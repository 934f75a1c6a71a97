/** Which linters, formatters, type checkers, test runners and hooks are configured, in any of their files. */
import { pathSet } from '../paths';
import type { HealthEvidence } from '../../../protocol/health';
import { asStrings, asTable, tableAt, tomlLine, type Documents } from './documents';
import { commandPatterns, runsTests } from './commands';
import { collectHooks, type HookFacts } from './hooks';
import { collectTasks } from './tasks';

export interface ToolUse extends HealthEvidence {
  readonly tool: string;
}

export interface ToolFacts {
  readonly linters: readonly ToolUse[];
  readonly formatters: readonly ToolUse[];
  readonly typeCheckers: readonly ToolUse[];
  readonly pytest: PytestFacts | undefined;
  /** A task of tox, nox, make and the like that runs the tests. */
  readonly testTask: HealthEvidence | undefined;
  /** Every line of a task that may hold a command. */
  readonly tasks: readonly HealthEvidence[];
  readonly hooks: HookFacts;
  /** Files that could hold a tool's configuration but could not be read. */
  readonly broken: readonly string[];
}

export interface PytestFacts extends HealthEvidence {
  /** Values as one text, separated by spaces. */
  readonly testPaths: string | undefined;
  readonly pythonPath: string | undefined;
  readonly strict: boolean;
}

const linterFiles: readonly (readonly [string, string])[] = [
  ['ruff.toml', 'Ruff'],
  ['.ruff.toml', 'Ruff'],
  ['.flake8', 'Flake8'],
  ['.pylintrc', 'Pylint'],
  ['pylintrc', 'Pylint'],
  ['pylintrc.toml', 'Pylint'],
  ['.pylintrc.toml', 'Pylint'],
  ['.pycodestyle', 'pycodestyle'],
  ['.prospector.yaml', 'Prospector'],
  ['.prospector.yml', 'Prospector'],
];

const typeCheckerFiles: readonly (readonly [string, string])[] = [
  ['mypy.ini', 'mypy'],
  ['.mypy.ini', 'mypy'],
  ['pyrightconfig.json', 'Pyright'],
  ['basedpyrightconfig.json', 'basedpyright'],
  ['ty.toml', 'ty'],
  ['pyrefly.toml', 'Pyrefly'],
  ['.pyre_configuration', 'Pyre'],
  ['pytype.toml', 'pytype'],
];

const pyprojectLinters: readonly (readonly [string, string])[] = [
  ['ruff', 'Ruff'],
  ['pylint', 'Pylint'],
  ['flake8', 'Flake8'],
];

const pyprojectFormatters: readonly (readonly [string, string])[] = [
  ['black', 'Black'],
  ['yapf', 'YAPF'],
  ['autopep8', 'autopep8'],
];

const pyprojectTypeCheckers: readonly (readonly [string, string])[] = [
  ['mypy', 'mypy'],
  ['pyright', 'Pyright'],
  ['basedpyright', 'basedpyright'],
  ['ty', 'ty'],
  ['pyrefly', 'Pyrefly'],
  ['pyre', 'Pyre'],
  ['pytype', 'pytype'],
];

const hookLinters = /^(?:ruff|ruff-check|flake8|pylint|pycodestyle|pyflakes|prospector)$/;
const hookFormatters = /^(?:ruff-format|black|black-jupyter|yapf|autopep8|blue)$/;
const hookTypeCheckers = /^(?:mypy|pyright|basedpyright|ty|pyrefly)/;

export function collectTools(
  paths: readonly string[],
  documents: Documents,
  repositoryFile: (path: string) => { readonly path: string; readonly text: string } | undefined,
): ToolFacts {
  const present = pathSet(paths);
  const linters: ToolUse[] = [];
  const formatters: ToolUse[] = [];
  const typeCheckers: ToolUse[] = [];
  const broken: string[] = [];
  const pyproject = documents.toml('pyproject.toml');
  if (pyproject.status === 'broken') broken.push(pyproject.path);
  if (pyproject.status === 'ok') {
    const tools = tableAt(pyproject.data, 'tool');
    const { text } = pyproject;
    const take = (table: readonly (readonly [string, string])[], into: ToolUse[]) => {
      for (const [key, tool] of table) {
        if (asTable(tools?.[key]))
          into.push({
            tool,
            path: 'pyproject.toml',
            line: tomlLine(text, 'tool', key),
            text: `[tool.${key}]`,
          });
      }
    };
    take(pyprojectLinters, linters);
    take(pyprojectFormatters, formatters);
    take(pyprojectTypeCheckers, typeCheckers);
    if (tableAt(tools, 'ruff', 'format')) {
      formatters.push({
        tool: 'Ruff',
        path: 'pyproject.toml',
        line: tomlLine(text, 'tool', 'ruff', 'format'),
        text: '[tool.ruff.format]',
      });
    }
  }
  for (const [path, tool] of linterFiles)
    if (present.has(path)) linters.push({ tool, path, line: 1, text: `${tool} configuration` });
  for (const [path, tool] of typeCheckerFiles)
    if (present.has(path)) typeCheckers.push({ tool, path, line: 1, text: `${tool} configuration` });
  if (present.has('.style.yapf'))
    formatters.push({ tool: 'YAPF', path: '.style.yapf', line: 1, text: 'YAPF configuration' });
  for (const path of ['ruff.toml', '.ruff.toml']) {
    const ruff = documents.toml(path);
    if (ruff.status === 'broken') broken.push(path);
    else if (ruff.status === 'ok' && asTable(ruff.data.format)) {
      formatters.push({ tool: 'Ruff', path, line: tomlLine(ruff.text, 'format'), text: '[format]' });
    }
  }
  for (const path of ['setup.cfg', 'tox.ini']) {
    const file = documents.ini(path);
    if (file.status === 'broken') broken.push(path);
    if (file.status !== 'ok') continue;
    for (const [name, section] of file.data) {
      const evidence = { path, line: section.line, text: `[${name}]` };
      if (name === 'flake8') linters.push({ tool: 'Flake8', ...evidence });
      else if (/^pylint(?:\.|$)/i.test(name)) linters.push({ tool: 'Pylint', ...evidence });
      else if (name === 'pycodestyle') linters.push({ tool: 'pycodestyle', ...evidence });
      else if (name === 'mypy') typeCheckers.push({ tool: 'mypy', ...evidence });
      else if (name === 'yapf') formatters.push({ tool: 'YAPF', ...evidence });
    }
  }
  const { hooks, brokenHooks } = collectHooks(documents, repositoryFile);
  broken.push(...brokenHooks);
  if (hooks.configured) {
    for (const name of hooks.hookNames) {
      const evidence = { ...hooks.configured, text: `hook ${name}` };
      if (hookLinters.test(name)) linters.push({ tool: name, ...evidence });
      if (hookFormatters.test(name)) formatters.push({ tool: name, ...evidence });
      if (hookTypeCheckers.test(name)) typeCheckers.push({ tool: name, ...evidence });
    }
  }
  const tasks = collectTasks(paths, documents);
  for (const { path, line, text } of [...hooks.commands, ...tasks]) {
    const evidence = { path, line, text: 'runs it' };
    if (commandPatterns.lint.test(text)) linters.push({ tool: 'linter command', ...evidence });
    if (commandPatterns.format.test(text)) formatters.push({ tool: 'formatter command', ...evidence });
    if (commandPatterns.types.test(text)) typeCheckers.push({ tool: 'type checker command', ...evidence });
  }
  return {
    linters,
    formatters,
    typeCheckers,
    pytest: collectPytest(documents),
    tasks,
    testTask: tasks.find(({ text }) => runsTests(text)),
    hooks,
    broken: [...new Set(broken)],
  };
}

/** INI files that may configure pytest, with the name of its section. */
export const pytestSections = [
  ['pytest.ini', 'pytest'],
  ['.pytest.ini', 'pytest'],
  ['tox.ini', 'pytest'],
  ['setup.cfg', 'tool:pytest'],
] as const;

function collectPytest(documents: Documents): PytestFacts | undefined {
  const pyproject = documents.toml('pyproject.toml');
  if (pyproject.status === 'ok') {
    for (const keys of [
      ['tool', 'pytest', 'ini_options'],
      ['tool', 'pytest'],
    ]) {
      const table = tableAt(pyproject.data, ...keys);
      if (!table) continue;
      const line = tomlLine(pyproject.text, ...keys);
      return pytestFacts({ path: 'pyproject.toml', line, text: `[${keys.join('.')}]` }, (key) =>
        valueText(table[key]),
      );
    }
  }
  for (const path of ['pytest.toml', '.pytest.toml']) {
    const file = documents.toml(path);
    const table = file.status === 'ok' ? tableAt(file.data, 'pytest') : undefined;
    if (table && file.status === 'ok')
      return pytestFacts({ path, line: tomlLine(file.text, 'pytest'), text: '[pytest]' }, (key) =>
        valueText(table[key]),
      );
  }
  for (const [path, name] of pytestSections) {
    const file = documents.ini(path);
    const section = file.status === 'ok' ? file.data.get(name) : undefined;
    if (section)
      return pytestFacts(
        { path, line: section.line, text: `[${name}]` },
        (key) => section.values.get(key)?.value,
      );
  }
  return undefined;
}

function valueText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? asStrings(value).join(' ') : undefined;
}

function pytestFacts(evidence: HealthEvidence, option: (key: string) => string | undefined): PytestFacts {
  const added = option('addopts') ?? '';
  const strict =
    /--strict(?:-markers|-config)?\b/.test(added) ||
    ['strict', 'strict_markers', 'strict_config', 'strict_xfail', 'xfail_strict'].some((key) =>
      /^(?:true|1|yes|on)$/i.test(option(key) ?? ''),
    );
  return { ...evidence, testPaths: option('testpaths'), pythonPath: option('pythonpath'), strict };
}
